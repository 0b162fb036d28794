import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '../../../database/database.js';
import { messageOf, OrchestrateError } from '../../../errors.js';
import { timeInName } from '../../../time-in-name.js';
import { syncDirectory } from '../../../workspace/write-durably.js';
import { isInterrupted } from '../../run/is-interrupted.js';
import { runInterrupted } from '../../run/run-errors.js';
import type { RunOptions } from '../../run-options.js';
import { backupFailed } from '../uninstall-errors.js';
import type { WriteRowsOptions } from './write-csv.js';
import { writeCsv } from './write-csv.js';
import { writeSql } from './write-sql.js';

/** How rows are saved. */
export type BackupFormat = 'sql' | 'csv';

/** What to save, and where. */
export interface SaveRowsOptions {
  /** In a transaction that nobody else can write to the tables in. */
  readonly database: Database;
  readonly extension: string;
  readonly tables: readonly string[];
  readonly format: BackupFormat;
  /** Absolute; the rows go into a folder of their own in it. */
  readonly parent: string;
  readonly now: Date;
  /** What the script says of itself. */
  readonly head: readonly string[];
  readonly run: Pick<RunOptions, 'onEvent' | 'signal'>;
}

/** Rows that were saved. */
export interface SavedRows {
  readonly format: BackupFormat;
  /** Absolute. */
  readonly directory: string;
  readonly files: readonly string[];
  readonly rows: number;
}

const ROWS_PER_LOOK = 10_000;
const ONLY_OWNER = 0o700;

/**
 * Writes the rows of tables to a new folder, which appears under its name only when it is complete and on the disk.
 *
 * @throws OrchestrateError `UNINSTALL.BACKUP_FAILED`, `RUN.INTERRUPTED`
 */
export async function saveRows(options: SaveRowsOptions): Promise<SavedRows> {
  const { database, extension, tables, format, parent, now, head, run } = options;
  const name = `uninstall-${extension}-${timeInName(now)}`;
  const directory = path.join(parent, name);
  const unfinished = `${directory}.unfinished`;
  let rows = 0;
  const onRow: WriteRowsOptions['onRow'] = async (table) => {
    rows += 1;
    if (rows % ROWS_PER_LOOK !== 0) return;
    if (await isInterrupted(run.signal)) throw runInterrupted(0, 0, true);
    run.onEvent?.({ kind: 'step', message: `Saving rows: ${rows.toLocaleString('en-US')}, now of ${table}` });
  };
  try {
    run.onEvent?.({ kind: 'step', message: 'Saving rows' });
    await mkdir(unfinished, { recursive: true, mode: ONLY_OWNER });
    const write = { database, tables, directory: unfinished, onRow };
    const files =
      format === 'csv'
        ? await writeCsv(write)
        : await writeSql({ ...write, head, foreignKeys: await database.readForeignKeys() });
    syncDirectory(unfinished);
    await rename(unfinished, directory);
    syncDirectory(parent);
    return { format, directory, files, rows };
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => {});
    if (cause instanceof OrchestrateError) throw cause;
    throw backupFailed(directory, messageOf(cause), cause);
  }
}
