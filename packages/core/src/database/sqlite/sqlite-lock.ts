import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { readStats } from '../../config/read-text-file.js';
import type { OrchestrateError } from '../../errors.js';
import type { LockHolder } from '../../events.js';
import type { LockOptions } from '../database.js';
import { lockInterrupted, lockTimeout } from '../lock-errors.js';
import { realPathOf } from './real-path-of.js';
import { isBusy, openingError } from './sqlite-errors.js';

const POLL_MS = 50;

/**
 * One run at a time: the write lock of a small SQLite file beside the database, held for the whole run. The operating
 * system takes it back when a process dies, however it dies, so there is no stale lock to clean up. The holder's row is
 * committed before the lock is held for good, so that those who wait can read it.
 */
export class SqliteLock implements AsyncDisposable {
  readonly #connection: BetterSqlite3.Database;

  private constructor(connection: BetterSqlite3.Database) {
    this.#connection = connection;
  }

  /** @throws OrchestrateError `LOCK.TIMEOUT`, naming the holder; kind `interrupted` when the signal fires */
  static async acquire(
    open: (file: string) => BetterSqlite3.Database,
    databaseFile: string,
    options: LockOptions,
  ): Promise<SqliteLock> {
    // Beside the file itself: who comes by a link to it has to wait for those who do not.
    const file = lockFileOf(databaseFile);
    const deadline = Date.now() + options.timeoutMs;
    let connection: BetterSqlite3.Database | null = null;
    let hasTold = false;
    try {
      for (;;) {
        if (options.signal?.aborted) throw lockInterrupted();
        connection ??= open(file);
        if (tryAcquire(connection, options.command)) return new SqliteLock(connection);
        const holder = readHolder(connection);
        if (!hasTold) options.onWaiting?.(holder);
        hasTold = true;
        if (Date.now() >= deadline) throw timedOut(databaseFile, holder, options.timeoutMs);
        await delay(POLL_MS * (0.5 + Math.random()));
      }
    } catch (error) {
      connection?.close();
      throw openingError(error, file);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close();
  }
}

function lockFileOf(databaseFile: string): string {
  return `${realPathOf(databaseFile)}-orchestrate-lock`;
}

/**
 * Who has the lock at this moment; null where nobody has. The file is left as it is: what is tried is taken back at once.
 *
 * @param open opens a file that is there, for writing
 */
export function readLockHolder(
  open: (file: string) => BetterSqlite3.Database,
  databaseFile: string,
): LockHolder | null {
  const file = lockFileOf(databaseFile);
  if (readStats(file) === null) return null;
  const connection = open(file);
  try {
    connection.exec('BEGIN IMMEDIATE; ROLLBACK');
    return null;
  } catch (error) {
    if (isBusy(error)) return readHolder(connection);
    throw openingError(error, file);
  } finally {
    connection.close();
  }
}

function tryAcquire(connection: BetterSqlite3.Database, command: string): boolean {
  const holder = JSON.stringify([process.pid, hostname(), command, Date.now(), Math.random()]);
  try {
    // orchestrate-ignore CODE.SCHEMA_STATEMENT: the lock is a file of its own beside the database
    connection.exec('CREATE TABLE IF NOT EXISTS holder (only INTEGER PRIMARY KEY CHECK (only = 1), who TEXT NOT NULL)');
    connection.prepare('INSERT INTO holder VALUES (1, ?) ON CONFLICT DO UPDATE SET who = excluded.who').run(holder);
    connection.exec('BEGIN IMMEDIATE');
    // Another run may have come between the two; then the row is its own, and it has the lock or will get it.
    if (readWho(connection) === holder) return true;
    connection.exec('ROLLBACK');
    return false;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

function readWho(connection: BetterSqlite3.Database): string | undefined {
  return connection.prepare<[], string>('SELECT who FROM holder').pluck().get();
}

function readHolder(connection: BetterSqlite3.Database): LockHolder {
  try {
    const [pid, host, command, since] = JSON.parse(readWho(connection) ?? '[]') as [number?, string?, string?, number?];
    return {
      pid: pid ?? null,
      host: host ?? null,
      command: command ?? null,
      since: since === undefined ? null : new Date(since),
    };
  } catch {
    // Taken in the very moment: who has it is not written yet.
    return { pid: null, host: null, command: null, since: null };
  }
}

/** A holder, for people: `orchestrate upgrade (pid 4711 on ada, since 2026-…)`. */
export function describeLockHolder({ pid, host, command, since }: LockHolder): string {
  if (pid === null) return 'another run';
  return `${command ?? 'a run'} (pid ${pid} on ${host ?? 'an unknown host'}, since ${since?.toISOString() ?? 'an unknown time'})`;
}

function timedOut(databaseFile: string, holder: LockHolder, timeoutMs: number): OrchestrateError {
  const who = describeLockHolder(holder);
  const otherwise = 'The lock ends with its process; there is nothing to clean up.';
  return lockTimeout({ timeoutMs, what: databaseFile, holder, who, otherwise });
}
