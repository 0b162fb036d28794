import { setTimeout as delay } from 'node:timers/promises';
import type { LockOptions } from '../../database.js';
import { lockInterrupted, lockLost, lockTimeout } from '../../lock-errors.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { describeLockHolder, readLockHolder } from './lock-holder.js';

const POLL_MS = 100;

/** Orchestrate's own advisory lock: "prsmorch" in ASCII. It never changes: versions must not work side by side. */
export const LOCK_KEY = 0x7072736d6f726368n;

/** The advisory lock that Prisma's engine takes to migrate. */
export const PRISMA_KEY = 72707369n;

/** In this order, so that of several runs that wait for Prisma only the first one does. */
export const LOCK_KEYS: readonly bigint[] = [LOCK_KEY, PRISMA_KEY];

/**
 * One run at a time, and none beside Prisma's own: session advisory locks of the connection that does the work. The server
 * takes them back when the connection ends, however that happens. They are tried again and again, as a wait inside the
 * server could neither be interrupted nor say for whom.
 */
export class PostgresLock implements AsyncDisposable {
  readonly #connection: PostgresConnection;
  readonly #taken: bigint[] = [];

  private constructor(connection: PostgresConnection) {
    this.#connection = connection;
  }

  /** @throws OrchestrateError `LOCK.TIMEOUT`, naming the holder; kind `interrupted` when the signal fires */
  static async acquire(
    connection: PostgresConnection,
    { display, ...options }: LockOptions & { readonly display: string },
  ): Promise<PostgresLock> {
    const deadline = Date.now() + options.timeoutMs;
    const lock = new PostgresLock(connection);
    let hasTold = false;
    try {
      for (;;) {
        if (options.signal?.aborted) throw lockInterrupted();
        if (await lock.#take()) return lock;
        const isLate = Date.now() >= deadline;
        if (!hasTold || isLate) {
          const holder = await readLockHolder(connection, LOCK_KEYS);
          if (!hasTold) options.onWaiting?.(holder);
          hasTold = true;
          if (isLate) {
            throw lockTimeout({
              timeoutMs: options.timeoutMs,
              what: display,
              holder,
              who: describeLockHolder(holder),
              otherwise:
                holder.pid === null
                  ? 'The lock ends with its session.'
                  : `The lock ends with its session: SELECT pg_terminate_backend(${holder.pid}) ends one that hangs.`,
            });
          }
        }
        await delay(POLL_MS * (0.5 + Math.random()));
      }
    } catch (error) {
      await lock[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Takes what is still missing, as far as it goes, in one round trip; whether everything is taken. */
  async #take(): Promise<boolean> {
    const missing = LOCK_KEYS.slice(this.#taken.length);
    // Each key is tried only where the one before it was taken; a materialized query runs once.
    const tries = missing.map((key, at) => {
      const attempt = `pg_catalog.pg_try_advisory_lock(${key})`;
      return `t${at} AS MATERIALIZED (SELECT ${at === 0 ? attempt : `CASE WHEN taken THEN ${attempt} ELSE false END`} AS taken${at === 0 ? '' : ` FROM t${at - 1}`})`;
    });
    const selects = missing.map((_key, at) => `SELECT ${at} AS place, taken FROM t${at}`);
    const rows = await this.#connection.query<{ readonly taken: boolean }>(
      `WITH ${tries.join(', ')} ${selects.join(' UNION ALL ')} ORDER BY place`,
    );
    this.#taken.push(...missing.slice(0, rows.filter(({ taken }) => taken).length));
    return this.#taken.length === LOCK_KEYS.length;
  }

  /**
   * Makes sure of the locks after a script that may have released them (`DISCARD ALL`, `pg_advisory_unlock_all()`).
   *
   * @throws OrchestrateError `LOCK.LOST` when another session was faster
   */
  async retake(): Promise<void> {
    for (const key of this.#taken) {
      const [row] = await this.#connection.query<{ readonly held: boolean }>(
        `SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.pid = pg_catalog.pg_backend_pid() AND l.granted
  AND l.objsubid = 1 AND (l.classid::bigint << 32) | l.objid::bigint = ${key})
THEN true ELSE pg_catalog.pg_try_advisory_lock(${key}) END AS held`,
      );
      if (row?.held !== true) throw lockLost();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const taken = this.#taken.splice(0).reverse();
    if (taken.length === 0 || this.#connection.isLost) return;
    try {
      // A transaction that failed, and that nobody ended, would take no statement.
      if (this.#connection.transaction !== 'none') await this.#connection.script(['ROLLBACK']);
      await this.#connection.query(`SELECT ${taken.map((key) => `pg_catalog.pg_advisory_unlock(${key})`).join(', ')}`);
    } catch (error) {
      // The end of the connection is the end of its locks.
      if (!this.#connection.isLost) throw error;
    }
  }
}
