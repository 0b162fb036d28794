import { setTimeout as delay } from 'node:timers/promises';
import type { WriteWatch } from '../../backups.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { readOtherSessions } from './other-sessions.js';

/** What a {@link PostgresWriteWatch} goes by. */
export interface WriteWatchParts {
  readonly connection: PostgresConnection;
  readonly database: string;
  /** Sessions of our own that will have come and gone: one for each run of pg_dump. */
  readonly ownSessions: number;
}

/**
 * PostgreSQL does not say who has written. That nobody has is proved where nobody could: no other session is there when
 * the watch begins and when it is asked, and the server has counted no other in between; nor is there an extension whose
 * workers write without a session.
 */
export class PostgresWriteWatch implements WriteWatch {
  readonly #parts: WriteWatchParts;
  /** Null where it could not be told from the start. */
  readonly #before: SessionCount | null;

  private constructor(parts: WriteWatchParts, before: SessionCount | null) {
    this.#parts = parts;
    this.#before = before;
  }

  static async begin(parts: WriteWatchParts): Promise<PostgresWriteWatch> {
    const before = (await isAlone(parts)) ? await countSessions(parts.connection) : null;
    return new PostgresWriteWatch(parts, before);
  }

  async mayOthersHaveWritten(): Promise<boolean> {
    const before = this.#before;
    if (before === null) return true;
    try {
      if (!(await isAlone(this.#parts))) return true;
      const now = await countSessions(this.#parts.connection);
      if (now === null || now.reset !== before.reset) return true;
      return now.sessions !== before.sessions + this.#parts.ownSessions;
    } catch {
      return true;
    }
  }
}

interface SessionCount {
  readonly sessions: number;
  /** When the count began. */
  readonly reset: string | null;
}

/** The server counts since version 14, and tells at once since 15. */
const COUNTS_SESSIONS = 150_000;

/** Their background workers write, and are counted nowhere. */
const WRITERS = ['pg_cron', 'timescaledb', 'citus', 'pg_partman', 'pgagent', 'age', 'pglogical', 'spock', 'bdr'];

async function countSessions(connection: PostgresConnection): Promise<SessionCount | null> {
  const [server] = await connection.query<{ readonly version: number; readonly writers: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version,
  EXISTS (SELECT FROM pg_extension WHERE extname = ANY (?::text[])) AS writers`,
    [`{${WRITERS.join(',')}}`],
  );
  if (server === undefined || server.version < COUNTS_SESSIONS || server.writers) return null;
  // This session is counted from when the server has been told of it, which is after this statement.
  await connection.query('SELECT pg_stat_force_next_flush()');
  const [count] = await connection.query<SessionCount>(
    `SELECT sessions::float8 AS sessions, stats_reset::text AS reset FROM pg_stat_database WHERE datname = current_database()`,
  );
  return count ?? null;
}

const PATIENCE_MS = 500;
const POLL_MS = 50;

/** A session is counted before it is gone from the list; one that was just closed is gone a moment later. */
async function isAlone({ connection, database }: WriteWatchParts): Promise<boolean> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await delay(POLL_MS)) {
    const others = await readOtherSessions(connection, database, [connection.serverProcess]);
    if (others.length === 0) return true;
    if (Date.now() >= deadline) return false;
  }
}
