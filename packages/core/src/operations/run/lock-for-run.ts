import type { Database } from '../../database/database.js';
import type { RunOptions } from '../run-options.js';

/** Unless another time is given. */
export const LOCK_TIMEOUT_MS = 60_000;

/** Keeps other runs off the database until it is released; tells who is waited for meanwhile. */
export function lockForRun(database: Database, options: RunOptions, command: string): Promise<AsyncDisposable> {
  const { lockTimeoutMs: timeoutMs = LOCK_TIMEOUT_MS, signal, onEvent } = options;
  return database.lock({
    timeoutMs,
    command,
    signal,
    onWaiting: (holder) => onEvent?.({ kind: 'lock-waiting', holder, timeoutMs }),
  });
}
