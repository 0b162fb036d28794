import type { PostgresConnection } from '../connection/postgres-connection.js';

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
