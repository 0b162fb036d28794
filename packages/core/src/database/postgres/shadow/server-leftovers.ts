import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { quoteIdentifier } from '../quote.js';
import { SERVER_TIME } from '../server/read-server.js';
import { MAX_NAME_BYTES } from '../truncate-identifier.js';

const PREFIX = 'orchestrate_shadow_';
const MARK = 'Shadow database of prisma-orchestrate, dropped when its run ends: ';
const HOUR_MS = 60 * 60 * 1000;

/** The name of a new shadow database, which says for whom and when it was made, by the clock of the server. */
export function shadowName(extension: string, now: Date): string {
  const end = `_${now.getTime().toString(36)}${randomBytes(3).toString('hex')}`;
  const middle = extension.replaceAll('-', '_').slice(0, MAX_NAME_BYTES - PREFIX.length - end.length);
  return `${PREFIX}${middle}${end}`;
}

/** The comment of a shadow database that its run is connected to, or was. */
export function markOf(now: Date): string {
  return MARK + JSON.stringify({ host: hostname(), pid: process.pid, started: now.toISOString() });
}

/** Drops the shadow databases that killed runs left on a server. */
export async function pruneServer(admin: PostgresConnection, isOver: () => boolean): Promise<void> {
  for (const name of await listLeftShadows(admin)) {
    if (isOver()) return;
    // Without FORCE: should somebody have come after all, the server refuses.
    await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`).catch(() => {});
  }
}

/**
 * The shadow databases that killed runs left on a server. One that is commented had its run connected before that, so
 * without a connection it is left over; one that is not commented may be waiting for its run's first connection.
 */
export async function listLeftShadows(connection: Pick<PostgresConnection, 'query'>): Promise<readonly string[]> {
  const candidates = await connection.query<Candidate>(
    `SELECT datname AS name, shobj_description(d.oid, 'pg_database') AS comment, ${SERVER_TIME} AS "serverTime"
     FROM pg_database d
     WHERE starts_with(datname, ?) AND pg_has_role(datdba, 'USAGE')
       AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
     ORDER BY datname`,
    [PREFIX],
  );
  return candidates.filter(isLeftOver).map(({ name }) => name);
}

interface Candidate {
  readonly name: string;
  readonly comment: string | null;
  /** Milliseconds since 1970. */
  readonly serverTime: number;
}

function isLeftOver({ name, comment, serverTime }: Candidate): boolean {
  if (comment !== null) return comment.startsWith(MARK);
  const madeAt = Number.parseInt(/_([0-9a-z]+)[0-9a-f]{6}$/.exec(name)?.[1] ?? '', 36);
  return serverTime - madeAt > HOUR_MS;
}
