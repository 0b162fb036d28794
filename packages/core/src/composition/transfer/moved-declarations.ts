import type { Declaration } from '../fragment.js';
import { isScalar, resolveName, type SchemaIndex } from '../schema-index.js';

/**
 * What goes along with a declaration to another extension: the enums and composite types of its own extension that
 * nothing uses any more but what goes, and what the new owner has. In the order of the files.
 */
export function movedDeclarations(
  index: SchemaIndex,
  { model, to }: { readonly model: Declaration; readonly to: string },
): readonly Declaration[] {
  const users = usersOf(index);
  const moved = new Set([model]);
  const own = index.fragments.find(({ extension }) => extension === model.extension)?.declarations ?? [];
  const goes = (declaration: Declaration): boolean => {
    const all = users.get(declaration) ?? [];
    return all.some((user) => moved.has(user)) && all.every((user) => moved.has(user) || user.extension === to);
  };
  const candidates = own.filter(({ kind }) => kind === 'enum' || kind === 'type');
  for (let size = 0; size < moved.size; ) {
    size = moved.size;
    for (const candidate of candidates) if (goes(candidate)) moved.add(candidate);
  }
  return own.filter((declaration) => moved.has(declaration));
}

/** Who has a field of which type. */
function usersOf(index: SchemaIndex): ReadonlyMap<Declaration, readonly Declaration[]> {
  const users = new Map<Declaration, Declaration[]>();
  for (const { extension, declarations } of index.fragments) {
    for (const user of declarations) {
      for (const { type } of user.block.fields) {
        const target = isScalar(type.name) ? null : resolveName(index, type.name, extension);
        if (target !== null) users.set(target, [...(users.get(target) ?? []), user]);
      }
    }
  }
  return users;
}
