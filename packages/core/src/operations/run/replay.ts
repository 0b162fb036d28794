import type { Database, DatabaseEntity, Driver } from '../../database/database.js';
import type { OnEvent } from '../../events.js';
import type { Revision } from '../../revisions/revision.js';
import { isInterrupted } from './is-interrupted.js';
import { replayFailed, replayInterrupted } from './replay-errors.js';
import { StatementError } from './run-errors.js';
import { runStatements } from './run-statements.js';

/** What to replay, and where. */
export interface ReplayOptions {
  readonly shadow: Database;
  readonly driver: Driver;
  /** In plan order. */
  readonly revisions: readonly Revision[];
  /** Which of them are run; the others only tell which tables they have adopted. All of them unless given. */
  readonly runs?: (revision: Revision) => boolean;
  /** For whom the replay is made. */
  readonly extension: string;
  readonly root: string;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often a replay tells how far it is, and listens whether it is to stop. */
const REVISIONS_PER_EVENT = 25;

/** Whose a table or enum is that no revision has made, but what prepares the shadow database. */
export const NOBODY = '';

/** A table or enum of a replayed shadow database. */
export interface ReplayedEntity extends DatabaseEntity {
  /** The extension whose revision created it or last adopted it, or {@link NOBODY}. */
  readonly creator: string;
}

/**
 * Runs revisions in an empty shadow database and tells which extension's revision created (or last adopted) each table
 * and enum that is there at the end, by name.
 *
 * @throws OrchestrateError `REPLAY.REVISION_FAILED`, naming extension, revision and line
 */
export async function replay(options: ReplayOptions): Promise<ReadonlyMap<string, ReplayedEntity>> {
  const { shadow, revisions, runs = () => true, extension, onEvent, signal } = options;
  const creators = new Map<string, ReplayedEntity>();
  noteCreators(creators, await shadow.listEntities(), NOBODY);
  for (const [done, revision] of revisions.entries()) {
    if (done % REVISIONS_PER_EVENT === 0) {
      if (await isInterrupted(signal)) throw replayInterrupted();
      onEvent?.({ kind: 'replaying', extension, done, total: revisions.length });
    }
    const mayChangeTables = runs(revision) && (await runRevision(revision, options));
    if (mayChangeTables) noteCreators(creators, await shadow.listEntities(), revision.extension);
    for (const name of revision.adopts) {
      const entity = creators.get(name);
      if (entity !== undefined) creators.set(name, { ...entity, creator: revision.extension });
    }
  }
  onEvent?.({ kind: 'replaying', extension, done: revisions.length, total: revisions.length });
  return creators;
}

/** Brings the map up to date after something ran; what is new was created by it. */
export function noteCreators(
  creators: Map<string, ReplayedEntity>,
  entities: readonly DatabaseEntity[],
  creator: string,
): void {
  for (const entity of entities) {
    // A table and an enum cannot have the same name at once, but one after the other.
    if (creators.get(entity.name)?.kind !== entity.kind) creators.set(entity.name, { ...entity, creator });
  }
  if (creators.size === entities.length) return;
  const there = new Set(entities.map(({ name }) => name));
  for (const name of creators.keys()) if (!there.has(name)) creators.delete(name);
}

/** @returns whether there may be other tables than before */
async function runRevision(revision: Revision, { shadow, driver, root }: ReplayOptions): Promise<boolean> {
  const statements = await driver.parseScript(revision.sql);
  // Statements that cannot run in a transaction go alone: several in one round trip would be one.
  const batches = statements.every(({ kind }) => kind === 'plain')
    ? [statements]
    : statements.map((statement) => [statement]);
  for (const batch of batches) {
    try {
      await runStatements(shadow, batch);
    } catch (error) {
      const statement = error instanceof StatementError ? (error.statement ?? batch[0]) : undefined;
      if (!(error instanceof StatementError) || statement === undefined) throw error;
      throw replayFailed(revision, { statement, error, root });
    }
  }
  await shadow.restoreSession();
  return statements.some(({ mayChangeTables }) => mayChangeTables);
}
