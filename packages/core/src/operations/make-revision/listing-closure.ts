import type { Composition } from '../../composition/composition.js';
import type { Database } from '../../database/database.js';
import { coreElsewhere } from './revision-errors.js';

/** What {@link listingClosure} goes by. */
export interface ListingClosureOptions {
  /** The extension and its dependencies. */
  readonly closure: Composition;
  /** The database schemas in which the extension has something. */
  readonly held: readonly string[];
  readonly shadow: Pick<Database, 'defaultSchema'>;
  /** Composes the same with more database schemas listed. */
  readonly compose: (namespaces: readonly string[]) => Composition;
}

/**
 * The composition to compare the shadow database with. Prisma's engine describes the database schemas that are listed, so
 * one that the extension has left, with its tables still there, has to be listed too.
 *
 * @throws OrchestrateError `REVISION.CORE_ELSEWHERE`
 */
export function listingClosure({ closure, held, shadow, compose }: ListingClosureOptions): Composition {
  const { defaultSchema } = shadow;
  if (defaultSchema === null) return closure;
  const listed = closure.namespaces?.listed ?? [defaultSchema];
  const seen = held.every((namespace) => listed.includes(namespace)) ? closure : compose(held);
  assertCoreIsThere(seen, shadow);
  return seen;
}

/**
 * What names no database schema has been in the one that the connection works in; the composition must say the same.
 *
 * @throws OrchestrateError `REVISION.CORE_ELSEWHERE`
 */
export function assertCoreIsThere(
  { namespaces }: Composition,
  { defaultSchema }: Pick<Database, 'defaultSchema'>,
): void {
  const implied = namespaces?.implied ?? defaultSchema;
  if (implied !== null && defaultSchema !== null && implied !== defaultSchema) {
    throw coreElsewhere({ implied, defaultSchema });
  }
}
