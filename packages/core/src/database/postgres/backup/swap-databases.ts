import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, OrchestrateError } from '../../../errors.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { sqlState } from '../connection/postgres-errors.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { assertMovable, readOtherSessions } from './other-sessions.js';
import { renameHeld } from './rename-held.js';
import { inUse, notSwapped } from './restore-errors.js';

/** What {@link swapDatabases} takes. Both connections are to another database than those that are renamed. */
export interface SwapDatabasesOptions {
  readonly admin: PostgresConnection;
  readonly beside: PostgresConnection;
  readonly display: string;
  /** The name that both are about. */
  readonly database: string;
  /** What the one that has it will be called; null where there is none. */
  readonly replaced: string | null;
  /** What the one that gets it is called. */
  readonly restored: string;
  /** The comment that it gets. */
  readonly comment: string | null;
  /** Our own connections to the first one: processes on the server. */
  readonly ownProcesses: readonly (number | null)[];
  /** Called while they are still there, and nobody else can connect any more. */
  readonly beforeReplacing: (() => Promise<void>) | undefined;
  /** Ends them. */
  readonly leaveReplaced: () => Promise<void>;
  /** Ends our own connection to the second one. */
  readonly leaveRestored: () => Promise<void>;
  /** Whether others are cut off. */
  readonly endSessions: boolean;
}

const DATABASE_IN_USE = '55006';
const ATTEMPTS = 4;
const POLL_MS = 100;

/**
 * Gives a database the name of another one, and that one a name of its own, in one transaction.
 *
 * @throws OrchestrateError `RESTORE.IN_USE`, `RESTORE.NOT_SWAPPED`; everything is as it was then
 */
export async function swapDatabases(options: SwapDatabasesOptions): Promise<void> {
  const { admin, beside, display, database, ownProcesses } = options;
  const { endSessions } = options;
  await assertMovable(beside, { display, database, own: ownProcesses, endSessions });
  // Once more when the server holds the database; but what is known before keeps nobody waiting.
  await options.beforeReplacing?.();
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.script(['BEGIN']);
      await renameBoth(options);
      await admin.script(['COMMIT']);
      return;
    } catch (error) {
      if (admin.transaction !== 'none' && !admin.isLost) await admin.script(['ROLLBACK']);
      const isBusy = sqlState(error) === DATABASE_IN_USE;
      const mayNotEnd = error instanceof MayNotEnd;
      // Sessions that were told to end may take longer than the server waits for them.
      if (isBusy && options.endSessions && attempt < ATTEMPTS) continue;
      if (isBusy || mayNotEnd) {
        throw inUse(display, await readOtherSessions(beside, database, ownProcesses), options.endSessions);
      }
      if (error instanceof OrchestrateError) throw error;
      throw notSwapped(display, error);
    }
  }
}

async function renameBoth(options: SwapDatabasesOptions): Promise<void> {
  const { admin, beside, database, replaced, restored, comment } = options;
  if (replaced !== null) {
    await renameHeld(admin, beside, {
      from: database,
      to: replaced,
      whenHeld: async () => {
        await options.beforeReplacing?.();
        await options.leaveReplaced();
        if (options.endSessions) await endSessions(beside, database);
      },
    });
  }
  await renameHeld(admin, beside, { from: restored, to: database, whenHeld: options.leaveRestored });
  const text = comment === null ? 'NULL' : quoteLiteral(comment);
  await admin.script([`COMMENT ON DATABASE ${quoteIdentifier(database)} IS ${text}`]);
}

/** Until nobody is left, or the server itself has had enough of waiting. */
async function endSessions(beside: PostgresConnection, database: string): Promise<void> {
  const deadline = Date.now() + WAITED_MS;
  while (Date.now() < deadline) {
    const left = await beside
      .query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ? AND backend_type IS DISTINCT FROM 'autovacuum worker'`,
        [database],
      )
      .catch((error: unknown) => {
        throw sqlState(error) === '42501' ? new MayNotEnd(messageOf(error), { cause: error }) : error;
      });
    if (left.length === 0) return;
    await delay(POLL_MS);
  }
}

/** A session of a role whose sessions ours may not end. */
class MayNotEnd extends Error {}

/** As long as the server waits for sessions to end. */
const WAITED_MS = 5000;
