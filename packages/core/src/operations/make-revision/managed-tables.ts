import { compareCodeUnits } from '../../compare.js';
import type { OwnedEntity } from '../../composition/composition.js';
import type { Driver } from '../../database/database.js';

/** What decides who manages a table. */
export interface ManagedTablesOptions {
  readonly extension: string;
  /** Of the whole workspace, so that what another fragment holds is known as its own. */
  readonly entities: readonly OwnedEntity[];
  /** The tables of the replayed shadow database and whose revision created or adopted them last. */
  readonly creators: ReadonlyMap<string, string>;
  readonly driver: Pick<Driver, 'qualifiedName'>;
}

/** A table that belonged to another extension before. */
export interface MovedTable {
  readonly table: string;
  readonly formerOwner: string;
}

/** The tables of the shadow database that an extension manages, and names for Prisma's engine of what it does not. */
export interface ManagedTables {
  readonly managed: readonly string[];
  /** Those that models brought along from other extensions. */
  readonly moved: readonly MovedTable[];
  readonly external: { readonly tables: readonly string[]; readonly enums: readonly string[] };
}

/**
 * Who manages what. An extension manages what its fragment holds now, and what no fragment holds any
 * more but a revision of its own created or last adopted. The rest belongs to others: what their fragments hold, what
 * they have deleted without a revision yet, and what nobody owns.
 */
export function managedTables({ extension, entities, creators, driver }: ManagedTablesOptions): ManagedTables {
  const tables = entities.filter(({ kind }) => kind === 'model' || kind === 'join-table');
  const holders = new Map(tables.map((entity) => [driver.qualifiedName(entity), entity.extension]));
  const isManaged = ([table, creator]: readonly [string, string]): boolean =>
    (holders.get(table) ?? creator) === extension;
  const managed = [...creators].filter(isManaged);
  const others = [...creators].filter((entry) => !isManaged(entry));
  const foreign = tables
    .filter((entity) => entity.extension !== extension)
    .map((entity) => driver.qualifiedName(entity));
  const enums = entities.filter((entity) => entity.kind === 'enum' && entity.extension !== extension);
  return {
    managed: unique(managed.map(([table]) => table)),
    moved: managed
      .filter(([, creator]) => creator !== extension)
      .map(([table, formerOwner]) => ({ table, formerOwner }))
      .sort((left, right) => compareCodeUnits(left.table, right.table)),
    external: {
      tables: unique([...foreign, ...others.map(([table]) => table)]),
      enums: unique(enums.map((entity) => driver.qualifiedName(entity))),
    },
  };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareCodeUnits);
}
