import type { OwnedEntity } from '../../composition/composition.js';
import type { Database } from '../../database/database.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import type { ReplayedEntity } from '../run/replay.js';
import { NOBODY } from '../run/replay.js';

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
  readonly creators: ReadonlyMap<string, ReplayedEntity>;
  /** The revisions that made it. */
  readonly replayed: ReadonlySet<Revision>;
  /** Replays every revision there is, and tells who created what. */
  readonly replayAll: () => Promise<ReadonlyMap<string, ReplayedEntity>>;
  readonly shadow: Pick<Database, 'entityName'>;
}

/**
 * The tables of the fragment that the extension's own replay lacks, or has as they were before another extension took
 * them over: models that came from an extension that this one does not depend on. A revision made from such a replay
 * would fail everywhere.
 */
export async function takenTables(options: TakenTablesOptions): Promise<readonly TakenTable[]> {
  const { extension, graph, replayAll } = options;
  // Replaying everything takes its time.
  if (!mayBeTaken(options)) return [];
  const owners = await replayAll();
  return missingTables(options).flatMap((table) => {
    const owner = owners.get(table)?.creator;
    return owner === undefined || owner === NOBODY || owner === extension
      ? []
      : [{ table, owner, heads: graph.headsOf(owner) }];
  });
}

/** Whether revisions that were not replayed speak of a table that the replay lacks. */
export function mayBeTaken(options: Omit<TakenTablesOptions, 'replayAll'>): boolean {
  const missing = missingTables(options);
  return othersOf(options).some(({ sql, adopts }) =>
    missing.some((table) => sql.includes(table) || adopts.includes(table)),
  );
}

function missingTables(options: Omit<TakenTablesOptions, 'replayAll'>): readonly string[] {
  const { extension, entities, creators, shadow } = options;
  const adopted = new Set(othersOf(options).flatMap(({ adopts }) => adopts));
  return entities
    .filter((entity) => entity.extension === extension && (entity.kind === 'model' || entity.kind === 'join-table'))
    .map((entity) => shadow.entityName(entity))
    .filter((table) => !creators.has(table) || adopted.has(table));
}

function othersOf({ graph, replayed }: Pick<TakenTablesOptions, 'graph' | 'replayed'>): readonly Revision[] {
  return graph.order.filter((revision) => !replayed.has(revision));
}
