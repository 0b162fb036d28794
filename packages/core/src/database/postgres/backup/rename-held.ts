import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { quoteIdentifier } from '../quote.js';

/** A database that gets another name. */
export interface HeldRename {
  readonly from: string;
  readonly to: string;
  /** Called once nobody can connect to it any more; ends the sessions that are there. */
  readonly whenHeld: () => Promise<void>;
}

const POLL_MS = 20;

/**
 * Renames a database while sessions are still connected to it. The server takes its lock on the database first, on which
 * everybody waits who wants to connect, and then gives those who are connected five seconds: what is ended in that time is
 * in nobody's way, and nobody comes back. Where the transaction of `admin` ends without a commit, nothing has happened.
 *
 * @param beside another connection, as the first one waits meanwhile
 */
export async function renameHeld(
  admin: PostgresConnection,
  beside: PostgresConnection,
  { from, to, whenHeld }: HeldRename,
): Promise<void> {
  let isOver = false;
  const renaming = admin
    .script([`ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`])
    .finally(() => {
      isOver = true;
    });
  // Awaited below; until then its failure is no unhandled one.
  renaming.catch(() => {});
  while (!isOver && !(await holdsDatabase(beside, admin.serverProcess, from))) await delay(POLL_MS);
  if (!isOver) await whenHeld();
  await renaming;
}

async function holdsDatabase(beside: PostgresConnection, pid: number | null, database: string): Promise<boolean> {
  const rows = await beside.query(
    `SELECT FROM pg_locks WHERE pid = ? AND locktype = 'object' AND granted AND mode = 'AccessExclusiveLock'
  AND classid = 'pg_database'::regclass AND objid = (SELECT oid FROM pg_database WHERE datname = ?)`,
    [pid, database],
  );
  return rows.length > 0;
}
