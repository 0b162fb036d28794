import { groupBy } from '../group-by.js';
import type { Dependencies } from './dependencies.js';
import type { Declaration, Fragment } from './fragment.js';

/** The types that every Prisma schema has. */
const SCALARS: ReadonlySet<string> = new Set([
  'String',
  'Boolean',
  'Int',
  'BigInt',
  'Float',
  'Decimal',
  'DateTime',
  'Json',
  'Bytes',
  'Unsupported',
]);

/** Whether a field type is one of Prisma's own. */
export function isScalar(type: string): boolean {
  return SCALARS.has(type);
}

/** All fragments, and who declares what. */
export interface SchemaIndex {
  /** In dependency order. */
  readonly fragments: readonly Fragment[];
  readonly dependencies: Dependencies;
  /** By name, in dependency order. */
  readonly declarations: ReadonlyMap<string, readonly Declaration[]>;
}

/** Indexes fragments that are in dependency order. */
export function indexSchema(fragments: readonly Fragment[], dependencies: Dependencies): SchemaIndex {
  const declarations = groupBy(
    fragments.flatMap((fragment) => fragment.declarations),
    ({ name }) => name,
  );
  return { fragments, dependencies, declarations };
}

/** What a name means in an extension: its own declaration, else one of a direct dependency, else anyone's. */
export function resolveName(index: SchemaIndex, name: string, extension: string): Declaration | null {
  const candidates = index.declarations.get(name);
  if (candidates === undefined) return null;
  if (candidates.length === 1) return candidates[0] ?? null;
  return (
    candidates.find((candidate) => candidate.extension === extension) ??
    candidates.find((candidate) => dependsOn(index, extension, candidate.extension)) ??
    candidates[0] ??
    null
  );
}

/** Whether an extension has declared the other as a direct dependency. */
export function dependsOn(index: SchemaIndex, extension: string, other: string): boolean {
  return index.dependencies.direct.get(extension)?.includes(other) ?? false;
}
