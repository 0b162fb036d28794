import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import type { Database, Driver } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { OnEvent } from '../../events.js';
import type { Revision } from '../../revisions/revision.js';
import { isInterrupted } from './is-interrupted.js';

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

/**
 * Runs revisions in an empty shadow database and tells which extension's revision created (or last adopted) each table
 * that is there at the end.
 *
 * @throws OrchestrateError `REPLAY.REVISION_FAILED`, naming extension, revision and line
 */
export async function replay(options: ReplayOptions): Promise<ReadonlyMap<string, string>> {
  const { shadow, revisions, runs = () => true, extension, onEvent, signal } = options;
  const creators = new Map<string, string>();
  for (const [done, revision] of revisions.entries()) {
    if (done % REVISIONS_PER_EVENT === 0) {
      if (await isInterrupted(signal)) throw replayInterrupted();
      onEvent?.({ kind: 'replaying', extension, done, total: revisions.length });
    }
    const mayChangeTables = runs(revision) && (await runRevision(revision, options));
    if (mayChangeTables) noteCreators(creators, await shadow.listTables(), revision.extension);
    for (const table of revision.adopts) if (creators.has(table)) creators.set(table, revision.extension);
  }
  onEvent?.({ kind: 'replaying', extension, done: revisions.length, total: revisions.length });
  return creators;
}

function noteCreators(creators: Map<string, string>, tables: readonly string[], extension: string): void {
  for (const table of tables) if (!creators.has(table)) creators.set(table, extension);
  if (creators.size === tables.length) return;
  const there = new Set(tables);
  for (const table of creators.keys()) if (!there.has(table)) creators.delete(table);
}

/** @returns whether there may be other tables than before */
async function runRevision(revision: Revision, { shadow, driver, root }: ReplayOptions): Promise<boolean> {
  const statements = driver.parseScript(revision.sql);
  for (const statement of statements) {
    try {
      await shadow.execute(statement.sql);
    } catch (cause) {
      const file = rootRelative(root, path.join(revision.directory, 'migration.sql'));
      const { message, code } = shadow.explain(cause);
      throw new OrchestrateError({
        code: 'REPLAY.REVISION_FAILED',
        message: `${revision.id} cannot be replayed in a shadow database: statement ${statement.index} (${file}:${statement.line}) failed: ${message}`,
        fix: `A history must build its schema from an empty database. Correct ${file}, or name what it relies on in "requires" of its revision.json.`,
        meta: {
          extension: revision.extension,
          revision: revision.id,
          file,
          statement: statement.index,
          line: statement.line,
          databaseCode: code,
        },
        cause,
      });
    }
  }
  return statements.some(({ mayChangeTables }) => mayChangeTables);
}

function replayInterrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted while replaying revisions in a shadow database; nothing was written.',
    fix: 'Run the same command again.',
  });
}
