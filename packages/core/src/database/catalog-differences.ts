import { compareCodeUnits } from '../compare.js';
import type { CatalogEntry } from './database.js';

/** Something that two catalogs do not have alike. */
export interface CatalogDifference {
  /** As {@link CatalogEntry.kind}. */
  readonly kind: string;
  readonly name: string;
  /** Its definition in the first catalog; null where that one lacks it. */
  readonly left: string | null;
  /** Its definition in the second catalog; null where that one lacks it. */
  readonly right: string | null;
  /** As {@link CatalogEntry.table}. */
  readonly table?: string;
}

/** What two catalogs do not have alike, by kind and name; empty where the schemas are equal. */
export function catalogDifferences(
  left: readonly CatalogEntry[],
  right: readonly CatalogEntry[],
): readonly CatalogDifference[] {
  const keyOf = ({ kind, name }: CatalogEntry): string => JSON.stringify([kind, name]);
  const entries = new Map<string, { entry: CatalogEntry; left: string[]; right: string[] }>();
  const note = (entry: CatalogEntry, side: 'left' | 'right'): void => {
    const known = entries.get(keyOf(entry)) ?? { entry, left: [], right: [] };
    known[side].push(entry.definition);
    entries.set(keyOf(entry), known);
  };
  for (const entry of left) note(entry, 'left');
  for (const entry of right) note(entry, 'right');
  return [...entries.values()]
    .map(({ entry: { kind, name, table }, ...sides }) => ({
      kind,
      name,
      left: textOf(sides.left),
      right: textOf(sides.right),
      ...(table === undefined ? {} : { table }),
    }))
    .filter((difference) => difference.left !== difference.right)
    .sort((first, second) => compareCodeUnits(first.kind, second.kind) || compareCodeUnits(first.name, second.name));
}

/** Several entries may share a name, such as the overloads of a function. */
function textOf(definitions: readonly string[]): string | null {
  return definitions.length === 0 ? null : [...definitions].sort(compareCodeUnits).join('\n');
}
