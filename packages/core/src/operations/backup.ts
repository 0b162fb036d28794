import path from 'node:path';
import { readWorkspace } from '../workspace/read-workspace.js';
import { backUp } from './backup/back-up.js';
import { keepsNone } from './backup/backup-errors.js';
import { readBackups } from './backup/backup-file.js';
import type { ListedBackup } from './backup/listed-backup.js';
import { listBackup } from './backup/listed-backup.js';
import { asOperation } from './run/as-operation.js';
import { assertNotInterrupted } from './run/assert-not-interrupted.js';
import { locateDatabase } from './run/open-database.js';
import type { RunOptions } from './run-options.js';

/** What {@link backup} takes. */
export interface BackupOptions extends RunOptions {
  /** Only lists the backups that there are. */
  readonly list?: boolean | undefined;
  /** The folder of backups, relative to `cwd`; as configured unless given. */
  readonly location?: string | undefined;
  /** How many of this database are kept; as configured unless given. */
  readonly keep?: number | undefined;
  /** Whether the values of all rows are summed up in the manifest; as configured unless given. */
  readonly checksums?: boolean | undefined;
}

/** What {@link backup} made and found. */
export interface BackupResult {
  /** The database, without secrets. */
  readonly database: string;
  /** The folder of backups, absolute. */
  readonly directory: string;
  /** The backup that was made; null where only those that there are were listed. */
  readonly made: ListedBackup | null;
  /** Older ones that went for it, by name. */
  readonly removed: readonly string[];
  /** All that there are now, whatever database they are of, newest first. */
  readonly backups: readonly ListedBackup[];
}

/**
 * Backs up the database while others go on writing to it, with a manifest that says what is in the copy, and removes the
 * oldest backups of this database beyond the number that is kept.
 *
 * @throws OrchestrateError `BACKUP.*`, `FILE.NO_ROOM`, `DATABASE.*`, `CONFIG.*`; nothing is left of the backup then
 *
 * @example
 * ```ts
 * const { made, backups } = await backup({ cwd: process.cwd() });
 * console.log(made !== null, backups.length); // true 1
 * ```
 */
export function backup(options: BackupOptions): Promise<BackupResult> {
  return asOperation(options, makeBackup);
}

async function makeBackup(options: BackupOptions): Promise<BackupResult> {
  if (options.keep !== undefined && options.keep < 1) throw keepsNone();
  const workspace = await readWorkspace(options);
  await assertNotInterrupted(options.signal);
  const command = options.command ?? 'orchestrate backup';
  const { driver, url, target } = await locateDatabase(workspace, { ...options, command });
  const directory = backupDirectory(options, workspace.root, workspace.config.backup.location);
  const own = { place: driver.placeOf(target), provider: driver.provider };
  const listAll = (): readonly ListedBackup[] =>
    readBackups(directory)
      .map((each) => listBackup(each, own))
      .toReversed();
  const found = { database: url.display, directory };
  if (options.list === true) return { ...found, made: null, removed: [], backups: listAll() };
  await using database = await driver.open({ ...target, mode: 'read' });
  const { backup: made, removed } = await backUp({
    database,
    workspace,
    now: new Date(),
    directory,
    keepCount: options.keep,
    checksums: options.checksums,
    onEvent: options.onEvent,
    signal: options.signal,
  });
  return {
    ...found,
    made: listBackup(made, own),
    removed: removed.map((file) => path.basename(file)),
    backups: listAll(),
  };
}

/** The folder of backups, absolute. */
export function backupDirectory(
  { cwd, location }: Pick<BackupOptions, 'cwd' | 'location'>,
  root: string,
  configured: string,
): string {
  return location === undefined ? path.resolve(root, configured) : path.resolve(cwd, location);
}
