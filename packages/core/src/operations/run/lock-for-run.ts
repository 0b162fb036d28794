import type { Database, LockOptions } from '../../database/database.js';
import type { RunOptions } from '../run-options.js';

/** Unless another time is given. */
export const LOCK_TIMEOUT_MS = 60_000;

/** Keeps other runs off the database until it is released; tells who is waited for meanwhile. */
export function lockForRun(database: Database, options: RunOptions, command: string): Promise<AsyncDisposable> {
  return database.lock(lockOptions(options, command));
}

/** How a run waits for the lock, and whom it tells. */
export function lockOptions(
  {
    lockTimeoutMs: timeoutMs = LOCK_TIMEOUT_MS,
    signal,
    onEvent,
  }: Pick<RunOptions, 'lockTimeoutMs' | 'signal' | 'onEvent'>,
  command: string,
): LockOptions {
  return {
    timeoutMs,
    command,
    signal,
    onWaiting: (holder) => onEvent?.({ kind: 'lock-waiting', holder, timeoutMs }),
  };
}
