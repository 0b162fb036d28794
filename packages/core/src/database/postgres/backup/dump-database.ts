import { writeFile } from 'node:fs/promises';
import type { CopyOptions, DatabaseCopy, OnProgress } from '../../backups.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import type { PostgresLocation } from '../connection/postgres-url.js';
import { dumpFailed } from './backup-errors.js';
import { cancelOnAbort } from './cancel-on-abort.js';
import { findTool } from './find-tool.js';
import { runTool } from './run-tool.js';
import { toolEnvironment } from './tool-environment.js';

/** The database to dump, and where to. */
export interface DumpOptions<Seen> extends Omit<CopyOptions<Seen>, 'look'> {
  /** An open connection to it, without a transaction. */
  readonly connection: PostgresConnection;
  readonly location: PostgresLocation;
  /** Such as `18.4`. */
  readonly serverVersion: string;
  readonly role: string;
  readonly file: string;
  /** Reads over the connection what the dump holds: it sees the database as the dump does. */
  readonly look: () => Promise<Seen>;
}

/**
 * Dumps a whole database with pg_dump, all its schemas, while others go on writing. The connection meanwhile sees what the
 * dump sees: both share a snapshot.
 *
 * @throws OrchestrateError `BACKUP.TOOL_MISSING`, `BACKUP.TOOL_VERSION`, `BACKUP.DUMP_FAILED`, `BACKUP.NO_PRIVILEGE`
 */
export async function dumpDatabase<Seen>(options: DumpOptions<Seen>): Promise<DatabaseCopy<Seen>> {
  const { connection, location, serverVersion, tools } = options;
  const tool = await findTool({ name: 'pg_dump', configured: tools.pgDump, serverVersion });
  const environment = await toolEnvironment({ tool, location });
  // pg_dump would let everyone read it.
  await writeFile(options.file, '', { mode: 0o600, flag: 'wx' });
  await connection.script(['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', 'SET LOCAL statement_timeout = 0']);
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const uncancel = cancelOnAbort(connection, location, signal);
  try {
    const { snapshot, details, sizes } = await readSnapshot(connection);
    const counter = new SizeCounter(sizes, options.onProgress);
    const dump = async (): Promise<void> => {
      const args = [
        '--format=custom',
        `--snapshot=${snapshot}`,
        `--file=${options.file}`,
        '--no-password',
        '--verbose',
      ];
      const result = await runTool({ tool, args, environment, signal, onLine: (line) => counter.read(line) });
      options.signal?.throwIfAborted();
      if (result.failed) throw dumpFailed({ display: location.display, role: options.role, tool, result });
      counter.finish();
    };
    const look = (): Promise<Seen> => options.look().finally(() => counter.speak());
    const seen = await bothOrNeither(dump, look, () => stop.abort());
    return { seen, details: { ...details, pg_dump: tool.version } };
  } finally {
    uncancel();
    if (!connection.isLost) await connection.script(['ROLLBACK']);
  }
}

/** Runs both and waits for both; where one fails, the other is told to stop, and what failed first is thrown. */
async function bothOrNeither<Seen>(
  dump: () => Promise<void>,
  look: () => Promise<Seen>,
  stop: () => void,
): Promise<Seen> {
  const failures: unknown[] = [];
  const failed = (error: unknown): void => {
    failures.push(error);
    stop();
  };
  const [, seen] = await Promise.all([dump().catch(failed), look().catch(failed)]);
  if (failures.length > 0) throw failures[0];
  return seen as Seen;
}

interface SnapshotFacts {
  readonly snapshot: string;
  readonly details: Readonly<Record<string, string>>;
  /** Bytes of each table, by the name that pg_dump calls it. */
  readonly sizes: Readonly<Record<string, number>>;
}

async function readSnapshot(connection: PostgresConnection): Promise<SnapshotFacts> {
  const [row] = await connection.query<SnapshotFacts>(
    `SELECT pg_export_snapshot() AS snapshot,
  (SELECT jsonb_strip_nulls(jsonb_build_object('PostgreSQL', split_part(current_setting('server_version'), ' ', 1), 'encoding', pg_encoding_to_char(encoding),
     'collation', d.datcollate, 'character type', d.datctype, 'locale provider', to_jsonb(d)->>'datlocprovider',
     'locale', COALESCE(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale')))
   FROM pg_database d WHERE datname = current_database()) AS details,
  (SELECT COALESCE(jsonb_object_agg(n.nspname || '.' || c.relname, pg_table_size(c.oid)), '{}')
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND left(n.nspname, 3) <> 'pg_') AS sizes`,
  );
  if (row === undefined) throw new Error('The server gave no snapshot.');
  return row;
}

/**
 * Tells how much of the tables' bytes is dumped, from what pg_dump says it begins with. It is silent while the snapshot is
 * looked at, which tells of itself: one line shows one thing.
 */
class SizeCounter {
  readonly #sizes: Readonly<Record<string, number>>;
  readonly #onProgress: OnProgress | undefined;
  readonly #total: number;
  #done = 0;
  #current = 0;
  #isSilent = false;

  constructor(sizes: Readonly<Record<string, number>>, onProgress: OnProgress | undefined) {
    this.#sizes = sizes;
    this.#onProgress = onProgress;
    this.#total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    this.#tell();
    this.#isSilent = true;
  }

  read(line: string): void {
    const table = /^pg_dump: dumping contents of table "(.*)"$/.exec(line)?.[1];
    if (table === undefined) return;
    this.#done = Math.min(this.#done + this.#current, this.#total);
    this.#current = this.#sizes[table] ?? 0;
    this.#tell();
  }

  speak(): void {
    this.#isSilent = false;
    this.#tell();
  }

  finish(): void {
    this.#done = this.#total;
    this.#tell();
  }

  #tell(): void {
    if (!this.#isSilent) this.#onProgress?.(this.#done, this.#total);
  }
}
