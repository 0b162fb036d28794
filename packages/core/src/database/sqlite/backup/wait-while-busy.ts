import { setTimeout as wait } from 'node:timers/promises';
import { databaseBusy, isBusy } from '../sqlite-errors.js';

/** How long to wait for others who keep a file locked. */
export const BUSY_MS = 30_000;

/** How often to look whether they still do. */
export const POLL_MS = 25;

/** What is waited for. */
export interface WaitWhileBusyOptions {
  /** The file that others may keep locked, for the error. */
  readonly lockable: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does something as soon as no one keeps it from being done. SQLite's own waiting would stop the whole process, so that
 * nobody heard of a signal.
 *
 * @throws OrchestrateError `DATABASE.BUSY`; the reason of the signal
 */
export async function waitWhileBusy<Result>(
  run: () => Result,
  { lockable, signal }: WaitWhileBusyOptions,
): Promise<Result> {
  const deadline = Date.now() + BUSY_MS;
  for (;;) {
    try {
      return run();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    if (Date.now() >= deadline) throw databaseBusy(lockable);
    await wait(POLL_MS, undefined, { signal });
  }
}
