import type { Fragment } from './fragment.js';
import { isScalar, type SchemaIndex } from './schema-index.js';

/** Direct dependencies of each extension: those that are declared, and those that its fragment refers to. */
export type NeededDependencies = ReadonlyMap<string, ReadonlySet<string>>;

// Findings ask one after the other.
const known = new WeakMap<SchemaIndex, NeededDependencies>();

/** What every extension needs. */
export function neededDependencies(index: SchemaIndex): NeededDependencies {
  let needed = known.get(index);
  if (needed === undefined) {
    needed = new Map(
      index.fragments.map((fragment) => {
        const declared = index.dependencies.direct.get(fragment.extension) ?? [];
        return [fragment.extension, new Set([...declared, ...referredTo(index, fragment)])];
      }),
    );
    known.set(index, needed);
  }
  return needed;
}

/** The extensions that lead from one to the other, both included; null where none do. */
export function dependencyPath(
  needed: NeededDependencies,
  { from, to }: { readonly from: string; readonly to: string },
): readonly string[] | null {
  const paths = new Map<string, readonly string[]>([[from, [from]]]);
  for (const [name, path] of paths) {
    if (name === to) return path;
    for (const next of needed.get(name) ?? []) if (!paths.has(next)) paths.set(next, [...path, next]);
  }
  return null;
}

/** The names of models and the like that a fragment refers to, its own too. */
export function namesIn({ declarations, extending }: Fragment): readonly string[] {
  return [
    ...extending.map(({ block }) => block.name),
    ...[...declarations, ...extending].flatMap(({ block }) => block.fields.map(({ type }) => type.name)),
  ].filter((name) => !isScalar(name));
}

/** The extensions that a fragment refers to beyond doubt: a name that several declare could mean any of them. */
function referredTo(index: SchemaIndex, fragment: Fragment): readonly string[] {
  return namesIn(fragment).flatMap((name) => {
    const [only, ...others] = index.declarations.get(name) ?? [];
    return only === undefined || others.length > 0 || only.extension === fragment.extension ? [] : [only.extension];
  });
}
