import type { PostgresConnection } from '../connection/postgres-connection.js';
import { quoteIdentifier } from '../quote.js';
import { SERVER_TIME } from '../shadow/server-leftovers.js';
import { isLeftOver, type RestoreCandidate } from './restored-name.js';

/** Drops the databases that killed restores left on a server. */
export async function dropLeftovers(connection: PostgresConnection): Promise<void> {
  const candidates = await connection.query<RestoreCandidate>(
    `SELECT datname::text AS name, shobj_description(d.oid, 'pg_database') AS comment, ${SERVER_TIME} AS "serverTime"
FROM pg_database d
WHERE datname LIKE '%\\_restore\\_%' AND pg_has_role(datdba, 'USAGE')
  AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
ORDER BY 1`,
  );
  for (const { name } of candidates.filter(isLeftOver)) {
    // Without FORCE: should somebody have come after all, the server refuses.
    await connection.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`).catch(() => {});
  }
}
