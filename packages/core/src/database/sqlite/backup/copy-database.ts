import { closeSync, openSync, statSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import type { OnProgress } from '../../backups.js';
import { pageSizeOf, pagesOf } from '../pages-of.js';
import { discardDatabase } from '../side-files.js';
import { copyPages, TooManyRestarts } from './copy-pages.js';
import { waitWhileBusy } from './wait-while-busy.js';

/** How {@link copyDatabase} copies. */
export interface CopyDatabaseOptions {
  /** Absolute. */
  readonly from: string;
  /** Absolute; must not be there yet. */
  readonly to: string;
  /** Opens a file, and fails at once where it would have to wait. */
  readonly open: (file: string) => BetterSqlite3.Database;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is copied in less time than writers wait. */
const SMALL_BYTES = 64 * 2 ** 20;

/** How often a long copy begins anew, before the writers have to wait for it. */
const RESTARTS = 3;

/** What the copy does not show. */
export interface CopiedDatabase {
  /** The journal mode of the database; the copy has none to keep, so that it is one file wherever it goes. */
  readonly journalMode: string;
}

/**
 * Copies a database, as it is at one moment, into a new file that no one may read who may not read the database.
 *
 * In WAL mode a read transaction holds that moment and hinders nobody. Otherwise it would keep others from committing, so
 * that a large copy goes without one, and begins anew when someone has written.
 */
export async function copyDatabase(options: CopyDatabaseOptions): Promise<CopiedDatabase> {
  const { from, to, open, onProgress, signal } = options;
  // SQLite itself would let everyone read the copy of a file that only its owner may read.
  closeSync(openSync(to, 'wx', statSync(from).mode & 0o666));
  const source = open(from);
  try {
    const pages = { lockable: from, onProgress, signal };
    const copyHeld = async (): Promise<void> => {
      source.exec('BEGIN');
      await waitWhileBusy(() => source.prepare('SELECT count(*) FROM sqlite_schema').get(), pages);
      await copyPages(source, to, pages);
      source.exec('COMMIT');
    };
    // The first look also takes back what a killed process left half-written.
    const count = await waitWhileBusy(() => pagesOf(source), pages);
    const journalMode = String(source.pragma('journal_mode', { simple: true }));
    const bytes = count * pageSizeOf(source);
    if (journalMode === 'wal' || bytes < SMALL_BYTES) await copyHeld();
    else await copyPages(source, to, { ...pages, mayRestart: RESTARTS }).catch(ifRestarted(copyHeld));
    settleCopy(open(to));
    return { journalMode };
  } catch (error) {
    discardDatabase(to);
    throw error;
  } finally {
    source.close();
  }
}

function ifRestarted(otherwise: () => Promise<void>): (error: unknown) => Promise<void> {
  return (error) => {
    if (!(error instanceof TooManyRestarts)) throw error;
    return otherwise();
  };
}

/** Makes the copy one file that can be read where nothing can be written, and a database even if it is of nothing. */
function settleCopy(copy: BetterSqlite3.Database): void {
  try {
    copy.pragma('journal_mode = DELETE');
    // orchestrate-ignore CODE.SCHEMA_STATEMENT: an empty file becomes a database, and no table stays
    if (pagesOf(copy) === 0) copy.exec('CREATE TABLE x (x); DROP TABLE x');
  } finally {
    copy.close();
  }
}
