import type { LockHolder } from '../../../events.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';

interface HolderRow {
  readonly pid: number;
  readonly host: string | null;
  readonly command: string | null;
  readonly since: number | null;
}

const NOBODY: LockHolder = { pid: null, host: null, command: null, since: null };

/**
 * Who holds one of these session advisory locks of this database; the first that is held counts. The process is the
 * server's, and when it took the lock is not known: `since` is when it connected. A role sees that only of its own
 * sessions, unless it may see those of all.
 */
export async function readLockHolder(
  connection: Pick<PostgresConnection, 'query'>,
  keys: readonly bigint[],
): Promise<LockHolder> {
  // A lock on one bigint is kept in two halves, with objsubid 1.
  const [row] = await connection.query<HolderRow>(
    `SELECT l.pid, COALESCE(a.client_hostname, host(a.client_addr)) AS host, NULLIF(a.application_name, '') AS command,
  EXTRACT(EPOCH FROM a.backend_start)::float8 * 1000 AS since
FROM pg_catalog.pg_locks l
JOIN unnest(?::int8[]) WITH ORDINALITY AS k (key, place) ON (l.classid::int8 << 32 | l.objid::int8) = k.key
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.pid <> pg_catalog.pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
ORDER BY k.place LIMIT 1`,
    [`{${keys.join(',')}}`],
  );
  if (row === undefined) return NOBODY;
  const { pid, host, command, since } = row;
  return { pid, host, command, since: since === null ? null : new Date(since) };
}

/** A holder, for people: `orchestrate upgrade (server process 4711, connected from 10.0.0.7 since 2026-…)`. */
export function describeLockHolder({ pid, host, command, since }: LockHolder): string {
  if (pid === null) return 'another run';
  const from = host === null ? '' : ` from ${host}`;
  const when = since === null ? 'at an unknown time' : `since ${since.toISOString()}`;
  return `${command ?? 'a session without a name'} (server process ${pid}, connected${from} ${when})`;
}
