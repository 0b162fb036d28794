import type { OwnedEntity } from '../../../composition/composition.js';
import type { DatabaseEntity, DatabaseNames } from '../../../database/database.js';
import type { SchemaFilter } from '../../../engine/schema-engine.js';
import { managedTables } from '../../make-revision/managed-tables.js';
import { NOBODY, type ReplayedEntity } from '../../run/replay.js';
import type { CatalogView } from './catalog-view.js';

/** What {@link ownershipOf} decides from. */
export interface OwnershipOptions {
  readonly extension: string;
  /** Of the whole workspace. */
  readonly entities: readonly OwnedEntity[];
  /** What revisions make, by name. */
  readonly creators: ReadonlyMap<string, ReplayedEntity>;
  /** What is there in the database; what neither a fragment holds nor a revision makes is nobody's. */
  readonly there: readonly DatabaseEntity[];
  readonly names: DatabaseNames;
}

/** What of a database is the extension's, and what is not. */
export interface Ownership {
  /** Of what is there. */
  readonly own: readonly DatabaseEntity[];
  /** The rest, as Prisma's engine wants the names, and what fragments of others hold besides. */
  readonly external: { readonly tables: readonly string[]; readonly enums: readonly string[] };
}

/** Who manages what, by the same rule as for a new revision. */
export function ownershipOf({ extension, entities, creators, there, names }: OwnershipOptions): Ownership {
  const known = new Map(creators);
  for (const entity of there) {
    if (known.get(entity.name)?.kind !== entity.kind) known.set(entity.name, { ...entity, creator: NOBODY });
  }
  const { external } = managedTables({ extension, entities, creators: known, shadow: names });
  const foreign = { table: new Set(external.tables), enum: new Set(external.enums) };
  return { external, own: there.filter(({ kind, name }) => !foreign[kind].has(names.engineName(name))) };
}

/** What a request leaves out already, and what is not the extension's. @param hidden what the engine does not see anyway */
export function withExternal(
  filter: SchemaFilter,
  { tables, enums }: Ownership['external'],
  hidden: ReadonlySet<string>,
): SchemaFilter {
  return {
    ...filter,
    externalTables: [...new Set([...filter.externalTables, ...tables])].filter((name) => !hidden.has(name)),
    externalEnums: [...new Set([...filter.externalEnums, ...enums])],
  };
}

/**
 * The external tables that Prisma's engine takes no name of, so that they are to be hidden from it. Those that the schema
 * of the extension names are not among them: without them the foreign keys to them would be missing.
 */
export function unsayableTables(
  { tables }: Ownership['external'],
  { closure, names }: { readonly closure: readonly OwnedEntity[]; readonly names: DatabaseNames },
): ReadonlySet<string> {
  const known = new Set(closure.map((entity) => names.engineName(names.entityName(entity))));
  return new Set(tables.filter((name) => !isSayable(name, names) && !known.has(name)));
}

/** Where a database has no schemas, the engine takes a dot for a mistake, and puts quotes into quotes. */
export function isSayable(engineName: string, { defaultSchema }: Pick<DatabaseNames, 'defaultSchema'>): boolean {
  return defaultSchema !== null || !/[."]/.test(engineName);
}

/** A catalog without some tables, by the names that the engine has for them. */
export function hiding(hidden: ReadonlySet<string>): CatalogView {
  return (kind, { name }) => kind !== 'table' || !hidden.has(name);
}
