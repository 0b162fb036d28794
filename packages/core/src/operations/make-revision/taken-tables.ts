import type { OwnedEntity } from '../../composition/composition.js';
import type { Driver } from '../../database/database.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';

/** A table that a fragment holds and that a revision of another extension has made. */
export interface TakenTable {
  readonly table: string;
  /** Whose revision it was. */
  readonly owner: string;
  /** What to require so that it is there. */
  readonly heads: readonly RevisionId[];
}

/** What {@link takenTables} decides from. */
export interface TakenTablesOptions {
  readonly extension: string;
  readonly entities: readonly OwnedEntity[];
  readonly graph: RevisionGraph;
  /** The tables of the replayed shadow database. */
  readonly creators: ReadonlyMap<string, string>;
  /** The revisions that made it. */
  readonly replayed: ReadonlySet<Revision>;
  /** Replays every revision there is, and tells who created what. */
  readonly replayAll: () => Promise<ReadonlyMap<string, string>>;
  readonly driver: Pick<Driver, 'qualifiedName'>;
}

/**
 * The tables of the fragment that the extension's own replay lacks, but that are in any complete database: models that
 * came from an extension that this one does not depend on. A revision that created them would fail everywhere.
 */
export async function takenTables(options: TakenTablesOptions): Promise<readonly TakenTable[]> {
  const { extension, entities, graph, creators, replayed, replayAll, driver } = options;
  const missing = entities
    .filter((entity) => entity.extension === extension && (entity.kind === 'model' || entity.kind === 'join-table'))
    .map((entity) => driver.qualifiedName(entity))
    .filter((table) => !creators.has(table));
  // Replaying everything takes its time, and is of use only where another revision speaks of such a table.
  const others = graph.order.filter((revision) => !replayed.has(revision));
  if (!others.some(({ sql }) => missing.some((table) => sql.includes(table)))) return [];
  const owners = await replayAll();
  return missing.flatMap((table) => {
    const owner = owners.get(table);
    return owner === undefined || owner === extension ? [] : [{ table, owner, heads: graph.headsOf(owner) }];
  });
}
