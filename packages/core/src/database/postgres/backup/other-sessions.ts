import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../database.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { inUse } from './restore-errors.js';

/** Who is connected to a database, as far as our role may see it. */
export interface OtherSession {
  /** On the server; null for a prepared transaction, which has none. */
  readonly process: number | null;
  readonly user: string | null;
  readonly application: string | null;
  readonly host: string | null;
  /** `idle`, `active` and the like. */
  readonly state: string | null;
  /** When it came into that state, in ISO 8601. */
  readonly since: string | null;
  /** Whether our role may end it. */
  readonly mayEnd: boolean;
}

/** What keeps a database from being renamed: the server ends its own workers, and nothing else. */
export function readOtherSessions(
  connection: PostgresConnection,
  database: string,
  own: readonly (number | null)[],
): Promise<readonly OtherSession[]> {
  return connection.query<OtherSession>(
    `SELECT pid AS process, usename::text AS user, COALESCE(NULLIF(application_name, ''), NULLIF(backend_type, 'client backend')) AS application,
  host(client_addr) AS host, state, to_char(state_change AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since,
  COALESCE((SELECT me.rolsuper OR NOT r.rolsuper AND (pg_has_role(r.oid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE'))
    FROM pg_roles r, pg_roles me WHERE r.oid = usesysid AND me.rolname = current_user), false) AS "mayEnd"
FROM pg_stat_activity
WHERE datname = ? AND pid <> ALL (?::int[]) AND backend_type IS DISTINCT FROM 'autovacuum worker' AND backend_type IS DISTINCT FROM 'parallel worker'
UNION ALL
SELECT NULL, owner::text, 'transaction ' || gid, NULL, 'prepared', to_char(prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), false
FROM pg_prepared_xacts WHERE database = ?
ORDER BY 1`,
    [database, `{${own.filter((pid) => pid !== null).join(',')}}`, database],
  );
}

/** A database that is to be renamed. */
export interface MovableOptions {
  readonly display: string;
  readonly database: string;
  /** Our own connections to it: processes on the server. */
  readonly own: readonly (number | null)[];
  /** Whether those who use it may be cut off. */
  readonly endSessions: boolean;
}

/** A connection of ours that was closed is gone from the server's list only a moment later. */
const PATIENCE_MS = 1000;
const POLL_MS = 50;

/** @throws OrchestrateError `RESTORE.IN_USE` where somebody stands in the way who may not be cut off */
export async function assertMovable(connection: PostgresConnection, options: MovableOptions): Promise<void> {
  const { display, database, own, endSessions } = options;
  for (const deadline = Date.now() + PATIENCE_MS; ; await delay(POLL_MS)) {
    const others = await readOtherSessions(connection, database, own);
    const inTheWay = others.filter(({ mayEnd }) => !(endSessions && mayEnd));
    if (inTheWay.length === 0) return;
    const mayBeGone = inTheWay.every(({ application }) => application?.startsWith('orchestrate'));
    if (!mayBeGone || Date.now() > deadline) throw inUse(display, inTheWay, endSessions);
  }
}

/** The process on the server that works for a connection; null without one. */
export async function readProcess(database: Database | null): Promise<number | null> {
  const [row] = (await database?.query<{ readonly pid: number }>('SELECT pg_backend_pid() AS pid')) ?? [];
  return row?.pid ?? null;
}
