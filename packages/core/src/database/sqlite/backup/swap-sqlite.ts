import { closeSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type BetterSqlite3 from 'better-sqlite3';
import { readStats } from '../../../config/read-text-file.js';
import { shellWord } from '../../../shell-word.js';
import { timeInName } from '../../../time-in-name.js';
import { assertRoom } from '../../../workspace/assert-room.js';
import { temporaryPath } from '../../../workspace/temporary-path.js';
import { discard, syncDirectory } from '../../../workspace/write-durably.js';
import type { ReplacedDatabase, SwapOptions } from '../../backups.js';
import { pageSizeOf, pagesOf } from '../pages-of.js';
import { SIDE_FILES } from '../side-files.js';
import { isNoDatabase, sqliteCode } from '../sqlite-errors.js';
import { copyInOtherProcess } from './copy-in-other-process.js';
import { copyPages } from './copy-pages.js';
import { waitWhileBusy } from './wait-while-busy.js';

/** What {@link swapSqlite} swaps. */
export interface SwapSqliteOptions extends SwapOptions {
  /** What was restored; in no transaction, and with a rollback journal. */
  readonly source: BetterSqlite3.Database;
  /** The file of the database that is replaced; absolute. */
  readonly live: string;
  /** Who may do what with it, where it is not there yet. */
  readonly mode: number;
  /** What it had when it was backed up; null where that is not known. */
  readonly journalMode: string | null;
  /** Opens a file, and fails at once where it would have to wait. */
  readonly open: (file: string) => BetterSqlite3.Database;
}

const SETTLE_MS = 1_000;

/**
 * Copies what was restored over the database, as one transaction of SQLite's, and keeps what was there before. Programs
 * that have the file open go on with the new contents; a rename would leave them with a file that has no name any more,
 * and what they write would be lost. See docs/decisions/0012.
 */
export async function swapSqlite(options: SwapSqliteOptions): Promise<ReplacedDatabase | null> {
  const { source, live, mode, journalMode, now, dropReplaced, onProgress, signal } = options;
  const isNew = readStats(live) === null;
  if (isNew) closeSync(openSync(live, 'wx', mode));
  let kept: string | null = null;
  let isSwapped = false;
  const present = await openPresent(options);
  if (present === null) return replaceUnreadable(options);
  const { connection, pageSize, pages, isWal } = present;
  try {
    if (pages > 0) fitPageSize(source, pageSize);
    // The copy that is kept, and the journal, which holds the old pages or the new ones.
    const room = pages * pageSize * (dropReplaced ? 1 : 2) + pagesOf(source) * pageSizeOf(source);
    assertRoom(path.dirname(live), room);
    await copyPages(source, live, {
      lockable: live,
      onProgress,
      signal,
      // From here on nobody else can write, so that nothing is missing from what is kept.
      beforeFirstPage: async () => {
        await options.beforeReplacing?.();
        if (!dropReplaced && pages > 0) kept = await keep({ live, now, isWal, connection, signal });
        signal?.throwIfAborted();
      },
    });
    isSwapped = true;
    settle(connection, { isWal, wantsWal: isNew && journalMode === 'wal' });
    return kept === null ? null : { place: kept, bringBack: bringBack(kept, live) };
  } finally {
    connection.close();
    if (!isSwapped && kept !== null) discard(kept);
    if (!isSwapped && isNew && readStats(live)?.size === 0) discard(live);
  }
}

/** What is better done at once, and does itself when the next one writes. */
function settle(
  connection: BetterSqlite3.Database,
  { isWal, wantsWal }: { readonly isWal: boolean; readonly wantsWal: boolean },
): void {
  try {
    connection.pragma(`busy_timeout = ${SETTLE_MS}`);
    // Writes the log to the disk before anything else, and gives its room back.
    if (isWal) connection.pragma('wal_checkpoint(TRUNCATE)');
    else if (wantsWal) connection.pragma('journal_mode = WAL');
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
  }
}

/** The database that is there. */
interface PresentDatabase {
  readonly connection: BetterSqlite3.Database;
  readonly pageSize: number;
  readonly pages: number;
  readonly isWal: boolean;
}

/** Null for what is no database at all, or too damaged to be opened. */
async function openPresent({ live, open, signal }: SwapSqliteOptions): Promise<PresentDatabase | null> {
  const connection = open(live);
  try {
    const look = (): PresentDatabase => ({
      connection,
      pages: pagesOf(connection),
      pageSize: pageSizeOf(connection),
      isWal: String(connection.pragma('journal_mode', { simple: true })) === 'wal',
    });
    return await waitWhileBusy(look, { lockable: live, signal });
  } catch (error) {
    connection.close();
    if (isNoDatabase(error)) return null;
    throw error;
  }
}

/** Pages of another size cannot be copied over a database in WAL mode. */
function fitPageSize(source: BetterSqlite3.Database, pageSize: number): void {
  if (pageSize === pageSizeOf(source)) return;
  source.pragma(`page_size = ${pageSize}`);
  source.exec('VACUUM');
}

interface Keep {
  readonly live: string;
  readonly now: Date;
  readonly isWal: boolean;
  /** One that writes nothing. */
  readonly connection: BetterSqlite3.Database;
  readonly signal: AbortSignal | undefined;
}

/** Copies the database while it is locked for writing. */
async function keep({ live, now, isWal, connection, signal }: Keep): Promise<string> {
  const directory = path.dirname(live);
  const unfinished = temporaryPath(directory);
  try {
    // In WAL mode one can still read; otherwise the file itself is all there is.
    if (isWal) {
      closeSync(openSync(unfinished, 'wx', (readStats(live)?.mode ?? 0o600) & 0o666));
      await copyPages(connection, unfinished, { lockable: live, signal });
    } else await copyInOtherProcess(live, unfinished, signal);
    const file = freeName(live, now);
    renameSync(unfinished, file);
    syncDirectory(directory);
    return file;
  } catch (error) {
    discard(unfinished);
    throw error;
  }
}

function freeName(live: string, now: Date): string {
  for (let at = now.getTime(); ; at += 1) {
    const file = `${live}.replaced-${timeInName(new Date(at))}`;
    if (readStats(file) === null) return file;
  }
}

/** With the database, which whoever runs it later may not have in the environment any more. */
function bringBack(file: string, live: string): string {
  // In a path, a question mark would begin the parameters.
  const url = live.includes('?') ? pathToFileURL(live).href : `file:${live}`;
  return `orchestrate restore --database-url ${shellWord(url)} ${shellWord(file)}`;
}

/** Nobody can have written to what no SQLite can open, so that a rename loses nothing. */
async function replaceUnreadable(options: SwapSqliteOptions): Promise<ReplacedDatabase | null> {
  const { source, live, mode, now, dropReplaced, signal } = options;
  const directory = path.dirname(live);
  const fresh = temporaryPath(directory);
  try {
    await options.beforeReplacing?.();
    closeSync(openSync(fresh, 'wx', mode));
    await copyPages(source, fresh, { lockable: fresh, signal });
    signal?.throwIfAborted();
    const kept = dropReplaced ? null : freeName(live, now);
    if (kept !== null) linkSync(live, kept);
    // What is left of its journals would be taken for the new one's.
    for (const end of SIDE_FILES) {
      if (kept === null) rmSync(live + end, { force: true });
      else if (readStats(live + end) !== null) renameSync(live + end, kept + end);
    }
    renameSync(fresh, live);
    syncDirectory(directory);
    return kept === null ? null : { place: kept, bringBack: `mv ${shellWord(kept)} ${shellWord(live)}` };
  } catch (error) {
    discard(fresh);
    throw error;
  }
}
