import type { PostgresConnection } from '../connection/postgres-connection.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { SERVER_TIME } from '../server/read-server.js';
import { isLeftOver, type RestoreCandidate } from './restored-name.js';

/**
 * Says, as long as the connection lasts, that a database of this name is being made by somebody who lives. Restores into
 * one target work from the same database, so that they see each other's.
 */
export async function claimName(connection: PostgresConnection, name: string): Promise<void> {
  await connection.query(`SELECT pg_try_advisory_lock(${keyOf(quoteLiteral(name))})`);
}

/** Drops the databases that killed restores left on a server. */
export async function dropLeftovers(connection: PostgresConnection, target: string): Promise<void> {
  for (const name of await listLeftRestores(connection, target)) {
    // Without FORCE: should somebody have come after all, the server refuses.
    await connection.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`).catch(() => {});
  }
}

/** The databases that killed restores left on a server. */
export async function listLeftRestores(
  connection: Pick<PostgresConnection, 'query'>,
  target: string,
): Promise<readonly string[]> {
  const candidates = await connection.query<RestoreCandidate & { readonly isClaimed: boolean }>(
    `SELECT datname::text AS name, shobj_description(d.oid, 'pg_database') AS comment, ${SERVER_TIME} AS "serverTime",
  EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND (l.classid::int8 << 32 | l.objid::int8) = ${keyOf('datname')}) AS "isClaimed"
FROM pg_database d
WHERE datname LIKE '%\\_restore\\_%' AND pg_has_role(datdba, 'USAGE')
  AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
ORDER BY 1`,
  );
  const claimed = new Set(candidates.filter(({ isClaimed }) => isClaimed).map(({ name }) => name));
  return candidates.filter((candidate) => isLeftOver(candidate, { target, claimed })).map(({ name }) => name);
}

/** A key for an advisory lock; the number keeps it apart from locks of others. */
function keyOf(name: string): string {
  return `hashtextextended(${name}::text, ${0x6f726372})`;
}
