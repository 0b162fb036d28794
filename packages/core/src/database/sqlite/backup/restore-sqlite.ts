import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { errorCode, readStats, unreadable } from '../../../config/read-text-file.js';
import { assertRoom } from '../../../workspace/assert-room.js';
import { discardAbandoned, temporaryPath } from '../../../workspace/temporary-path.js';
import { unwritable } from '../../../workspace/write-durably.js';
import type { ReplacedDatabase, RestoredDatabase, RestoreScratchOptions, SwapOptions } from '../../backups.js';
import type { Database } from '../../database.js';
import { notABackup } from '../../not-a-backup.js';
import { loadBetterSqlite3 } from '../load-better-sqlite3.js';
import { realPathOf } from '../real-path-of.js';
import { discardDatabase } from '../side-files.js';
import { SqliteDatabase } from '../sqlite-database.js';
import { directoryMissing, isNoDatabase, openingError, readOnlyUrl } from '../sqlite-errors.js';
import { SqliteLock } from '../sqlite-lock.js';
import { parseSqliteUrl } from '../sqlite-url.js';
import { copyFile } from './copy-file.js';
import { swapSqlite } from './swap-sqlite.js';

const MAGIC = 'SQLite format 3\0';

/** Copies a backup to a file beside the target. */
export async function restoreSqlite(options: RestoreScratchOptions): Promise<RestoredDatabase> {
  const { target, file, isOnlyLookedAt, onProgress, signal } = options;
  const live = parseSqliteUrl(target.url, target);
  if (live.readOnly && !isOnlyLookedAt) throw readOnlyUrl(target.display);
  if (realPathOf(file) === realPathOf(live.file)) throw notABackup(file, 'it is the database itself');
  assertSqlite(file);
  const directory = scratchDirectory(live.file, isOnlyLookedAt);
  discardAbandoned(directory);
  assertRoom(directory, statSync(file).size);
  const scratch = temporaryPath(directory);
  try {
    await copyFile(file, scratch, { onProgress, signal });
    return new RestoredSqlite(options, { scratch, live: live.file });
  } catch (error) {
    discardDatabase(scratch);
    if (isNoDatabase(error)) throw notABackup(file, 'it is damaged', error);
    throw explained(error, directory);
  }
}

class RestoredSqlite implements RestoredDatabase {
  readonly database: Database;
  readonly #options: RestoreScratchOptions;
  readonly #scratch: string;
  readonly #live: string;
  readonly #connection: BetterSqlite3.Database;

  constructor(options: RestoreScratchOptions, { scratch, live }: { readonly scratch: string; readonly live: string }) {
    const Connection = loadBetterSqlite3();
    this.#options = options;
    this.#scratch = scratch;
    this.#live = live;
    this.#connection = new Connection(scratch);
    try {
      // Else a copy that somebody else made would need files beside it.
      this.#connection.pragma('journal_mode = DELETE');
      this.#connection.pragma('foreign_keys = OFF');
    } catch (error) {
      this.#connection.close();
      throw error;
    }
    this.database = new SqliteDatabase({
      connection: this.#connection,
      file: scratch,
      place: scratch,
      display: options.target.display,
      isMissing: false,
      openOther: openNow,
      openForWriting: () => Promise.reject(new Error('What was restored is not written to.')),
    });
  }

  async swapIn(options: SwapOptions): Promise<ReplacedDatabase | null> {
    const live = this.#live;
    const details = this.#options.details;
    try {
      await using _lock = options.lock === null ? null : await SqliteLock.acquire(openNow, live, options.lock);
      const kept = await swapSqlite({
        source: this.#connection,
        live: realPathOf(live),
        mode: statSync(this.#options.file).mode & 0o666,
        journalMode: details['journal mode'] ?? null,
        open: openNow,
        ...options,
      });
      return kept;
    } catch (error) {
      throw explained(error, live);
    } finally {
      await this[Symbol.asyncDispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close();
    discardDatabase(this.#scratch);
  }
}

function openNow(file: string): BetterSqlite3.Database {
  return new (loadBetterSqlite3())(file, { timeout: 0 });
}

/** Beside the target; what is only looked at may go elsewhere, where that cannot be written to. */
function scratchDirectory(live: string, isOnlyLookedAt: boolean): string {
  // Beside the file itself, and not beside a link to it.
  const beside = path.dirname(realPathOf(live));
  if (readStats(beside)?.isDirectory() === true && !(isOnlyLookedAt && !isWritable(beside))) return beside;
  if (isOnlyLookedAt) return tmpdir();
  throw directoryMissing(live);
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @throws OrchestrateError `BACKUP.NOT_A_BACKUP`, `FILE.UNREADABLE` */
function assertSqlite(file: string): void {
  const start = Buffer.alloc(MAGIC.length);
  readStart(file, start);
  if (start.toString('latin1') !== MAGIC) throw notABackup(file, 'it is not a SQLite database');
  for (const end of ['-wal', '-journal']) {
    if ((readStats(file + end)?.size ?? 0) === 0) continue;
    throw notABackup(file, `it is in use, or was: ${path.basename(file + end)} beside it holds a part of it`);
  }
}

function readStart(file: string, into: Buffer): void {
  try {
    const descriptor = openSync(file, 'r');
    readSync(descriptor, into, 0, into.length, 0);
    closeSync(descriptor);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** What a disk says that is full, or may not be written to. */
const REFUSALS: ReadonlySet<string | null> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']);

function explained(error: unknown, place: string): unknown {
  return REFUSALS.has(errorCode(error)) ? unwritable(place, error) : openingError(error, place);
}
