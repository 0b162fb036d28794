import { compareCodeUnits } from '../../compare.js';
import type { OwnedEntity } from '../../composition/composition.js';
import type { Database } from '../../database/database.js';
import type { ReplayedEntity } from '../run/replay.js';

/** What decides who manages a table. */
export interface ManagedTablesOptions {
  readonly extension: string;
  /** Of the whole workspace, so that what another fragment holds is known as its own. */
  readonly entities: readonly OwnedEntity[];
  /** The tables and enums of the replayed shadow database, by name. */
  readonly creators: ReadonlyMap<string, ReplayedEntity>;
  readonly shadow: Pick<Database, 'defaultSchema' | 'entityName' | 'engineName'>;
}

/** A table or enum that belonged to another extension before. */
export interface MovedTable {
  readonly table: string;
  readonly formerOwner: string;
}

/** The tables of the shadow database that an extension manages, and names for Prisma's engine of what it does not. */
export interface ManagedTables {
  readonly managed: readonly string[];
  /** The database schemas that they and the enums of the extension are in; empty where a database has none. */
  readonly namespaces: readonly string[];
  /** The tables and enums that models brought along from other extensions. */
  readonly moved: readonly MovedTable[];
  readonly external: { readonly tables: readonly string[]; readonly enums: readonly string[] };
}

/**
 * Who manages what. An extension manages what its fragment holds now, and what no fragment holds any
 * more but a revision of its own created or last adopted. The rest belongs to others: what their fragments hold, what
 * they have deleted without a revision yet, and what nobody owns.
 */
export function managedTables({ extension, entities, creators, shadow }: ManagedTablesOptions): ManagedTables {
  const held = entities.flatMap((entity) => {
    const kind = KINDS[entity.kind];
    return kind === null ? [] : [{ kind, name: shadow.entityName(entity), holder: entity.extension }];
  });
  const holders = new Map(held.map(({ name, holder }) => [name, holder]));
  const isManaged = ({ name, creator }: ReplayedEntity): boolean => (holders.get(name) ?? creator) === extension;
  const managed = [...creators.values()].filter(isManaged);
  const foreign = [
    ...held.filter(({ holder }) => holder !== extension),
    ...[...creators.values()].filter((entity) => !isManaged(entity)),
  ];
  const external = (wanted: 'table' | 'enum'): readonly string[] =>
    unique(foreign.filter(({ kind }) => kind === wanted).map(({ name }) => shadow.engineName(name)));
  return {
    managed: unique(managed.filter(({ kind }) => kind === 'table').map(({ name }) => name)),
    namespaces: unique(managed.flatMap(({ name }) => namespaceOf(shadow.engineName(name), shadow.defaultSchema) ?? [])),
    moved: managed
      .filter(({ creator }) => creator !== extension)
      .map(({ name, creator }) => ({ table: name, formerOwner: creator }))
      .sort((left, right) => compareCodeUnits(left.table, right.table)),
    external: { tables: external('table'), enums: external('enum') },
  };
}

const KINDS: Readonly<Record<OwnedEntity['kind'], 'table' | 'enum' | null>> = {
  model: 'table',
  'join-table': 'table',
  enum: 'enum',
  // Prisma's engine leaves views alone, and a composite type has no table.
  view: null,
  type: null,
};

/** Prisma's engine takes `schema.name`; the one that the connection works in may have a dot itself. */
function namespaceOf(engineName: string, defaultSchema: string | null): string | null {
  if (defaultSchema !== null && engineName.startsWith(`${defaultSchema}.`)) return defaultSchema;
  const dot = engineName.indexOf('.');
  return dot < 0 ? null : engineName.slice(0, dot);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareCodeUnits);
}
