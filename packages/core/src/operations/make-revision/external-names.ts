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

/** Names for Prisma's engine of what is not this extension's to change. */
export interface ExternalNames {
  readonly tables: readonly string[];
  readonly enums: readonly string[];
}

/**
 * Everything that an extension does not manage. It manages what its fragment holds now, and what no fragment holds any
 * more but a revision of its own created or last adopted. The rest belongs to others: what their fragments hold, what
 * they have deleted without a revision yet, and what nobody owns.
 */
export function externalNames({ extension, entities, creators, driver }: ManagedTablesOptions): ExternalNames {
  const tables = entities.filter(({ kind }) => kind === 'model' || kind === 'join-table');
  const holders = new Map(tables.map((entity) => [driver.qualifiedName(entity), entity.extension]));
  const orphans = [...creators].filter(([table, creator]) => !holders.has(table) && creator !== extension);
  const foreign = tables
    .filter((entity) => entity.extension !== extension)
    .map((entity) => driver.qualifiedName(entity));
  return {
    tables: unique([...foreign, ...orphans.map(([table]) => table)]),
    enums: unique(
      entities
        .filter((entity) => entity.kind === 'enum' && entity.extension !== extension)
        .map((entity) => driver.qualifiedName(entity)),
    ),
  };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareCodeUnits);
}
