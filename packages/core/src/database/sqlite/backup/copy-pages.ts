import { setTimeout as wait } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import type { OnProgress } from '../../backups.js';
import { pageSizeOf, pagesOf } from '../pages-of.js';
import { databaseBusy } from '../sqlite-errors.js';
import { BUSY_MS, POLL_MS, waitWhileBusy } from './wait-while-busy.js';

/** How {@link copyPages} copies. */
export interface CopyPagesOptions {
  /** What is waited for where someone else keeps it locked, for the error. */
  readonly lockable: string;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Is awaited once the target is locked for writing, before its first page is written. */
  readonly beforeFirstPage?: () => Promise<void>;
  /** How often the copy may begin anew because others write to the source; then it rejects with {@link TooManyRestarts}. */
  readonly mayRestart?: number;
}

/** Others have written to the source again and again while it was copied. */
export class TooManyRestarts extends Error {
  override readonly name = 'TooManyRestarts';
}

/** Of 4 KiB each these are copied in a few milliseconds. */
const PAGES_PER_TURN = 2_000;

/**
 * Copies all pages of one SQLite database over another, or into a new file, by SQLite's online backup. For others, and
 * for a process that is killed, that is one transaction.
 *
 * @param target its lock is waited for, and kept until the last page
 * @throws OrchestrateError `DATABASE.BUSY`; the reason of the signal; errors of SQLite
 */
export async function copyPages(
  source: BetterSqlite3.Database,
  target: string,
  options: CopyPagesOptions,
): Promise<void> {
  const isEmpty = (await waitWhileBusy(() => pagesOf(source), options)) === 0;
  const deadline = Date.now() + BUSY_MS;
  for (;;) {
    const { totalPages } = await copyOnce(source, target, options);
    // The driver takes a target that is locked from the start for one that is finished.
    if (isEmpty || totalPages > 0) return;
    if (Date.now() >= deadline) throw databaseBusy(options.lockable);
    await wait(POLL_MS, undefined, { signal: options.signal });
  }
}

function copyOnce(
  source: BetterSqlite3.Database,
  target: string,
  options: CopyPagesOptions,
): Promise<BetterSqlite3.BackupMetadata> {
  const { lockable, onProgress, signal, beforeFirstPage, mayRestart = Number.POSITIVE_INFINITY } = options;
  const pageSize = pageSizeOf(source);
  let gate: 'closed' | 'opening' | 'open' | { readonly error: unknown } =
    beforeFirstPage === undefined ? 'open' : 'closed';
  let fewest = Number.POSITIVE_INFINITY;
  let restarts = 0;
  let movedAt = Date.now();
  return source.backup(target, {
    progress: ({ totalPages, remainingPages }) => {
      if (typeof gate === 'object') throw gate.error;
      signal?.throwIfAborted();
      if (gate !== 'open') {
        if (gate === 'closed') {
          gate = 'opening';
          beforeFirstPage?.().then(
            () => {
              gate = 'open';
            },
            (error: unknown) => {
              gate = { error };
            },
          );
        }
        movedAt = Date.now();
        return 0;
      }
      if (remainingPages > fewest) {
        restarts += 1;
        if (restarts > mayRestart) throw new TooManyRestarts();
      }
      if (remainingPages !== fewest) movedAt = Date.now();
      else if (Date.now() - movedAt > BUSY_MS) throw databaseBusy(lockable);
      fewest = remainingPages;
      onProgress?.((totalPages - remainingPages) * pageSize, totalPages * pageSize);
      signal?.throwIfAborted();
      return PAGES_PER_TURN;
    },
  });
}
