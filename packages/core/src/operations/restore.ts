import type { ReplacedDatabase } from '../database/backups.js';
import type { Driver, OpenOptions } from '../database/database.js';
import { OrchestrateError } from '../errors.js';
import type { ContentDifference } from './backup/compare-contents.js';
import { findBackup } from './backup/find-backup.js';
import type { ListedBackup } from './backup/listed-backup.js';
import { listBackup } from './backup/listed-backup.js';
import { markVerified } from './backup/mark-verified.js';
import type { ComparedContents } from './backup/restore-backup.js';
import { restoreBackup } from './backup/restore-backup.js';
import { restoreUnconfirmed } from './backup/restore-errors.js';
import { backupDirectory } from './backup.js';
import type { CurrentRevision } from './current.js';
import { asOperation } from './run/as-operation.js';
import { locateDatabase } from './run/open-database.js';
import { openWorkspace } from './run/open-workspace.js';
import type { RunOptions } from './run-options.js';
import type { StatusProblem } from './status.js';

export { describeDifference } from './backup/restore-errors.js';

/** What {@link restore} takes. */
export interface RestoreOptions extends RunOptions {
  /** A name as {@link backup} lists it, a path, or `latest` (unless given): the newest of this database. */
  readonly backup?: string | undefined;
  /** The folder of backups, relative to `cwd`; as configured unless given. */
  readonly location?: string | undefined;
  /** Proves the backup in a database of its own, and leaves that of the workspace alone. */
  readonly verify?: boolean | undefined;
  /** Does not keep the database that is replaced. */
  readonly dropReplaced?: boolean | undefined;
  /** Cuts off those who use the database, where they stand in the way. */
  readonly endSessions?: boolean | undefined;
  /** Consent to replacing what is there, given beforehand. */
  readonly allowDestructive?: boolean | undefined;
  /** Asks for consent; not called where `allowDestructive` is set, or where there is no database yet. */
  readonly confirm?: ((request: RestoreRequest) => Promise<boolean>) | undefined;
}

/** What asks for consent to a restore gets to show. */
export interface RestoreRequest {
  /** The database that would be replaced, without secrets. */
  readonly database: string;
  readonly backup: ListedBackup;
  /** Whether the database is kept beside the new one. */
  readonly keepsReplaced: boolean;
}

/** What {@link restore} did. */
export interface RestoreResult {
  readonly action: 'restored' | 'verified';
  /** The database, without secrets. */
  readonly database: string;
  readonly backup: ListedBackup;
  /** What was compared with what was backed up; null where the backup has no manifest. */
  readonly compared: ComparedContents | null;
  /** In what it is not what was backed up; a restore is refused for anything but another wording of the schema. */
  readonly differences: readonly ContentDifference[];
  /** What was there before; null where nothing was, or where it was dropped. */
  readonly replaced: ReplacedDatabase | null;
  /** Where each extension stands in what was restored. */
  readonly extensions: readonly CurrentRevision[];
  /** Where its history does not go with the revisions of the workspace. */
  readonly problems: readonly StatusProblem[];
}

/**
 * Replaces the database by what a backup holds. The backup is proved whole and restored into a new database, which is
 * compared with the manifest and then put into its place in one step: there is never half a database. The replaced one is
 * kept. With `verify` nothing is replaced.
 *
 * @throws OrchestrateError `RESTORE.DESTRUCTIVE` (kind `consent`), `BACKUP.UNKNOWN`, `BACKUP.DAMAGED`,
 * `BACKUP.NOT_A_BACKUP`, `BACKUP.*`, `RESTORE.*`, `LOCK.TIMEOUT`, `FILE.NO_ROOM`, `DATABASE.*`, `CONFIG.*`
 *
 * @example
 * ```ts
 * const { action, differences } = await restore({ cwd: process.cwd(), backup: 'latest', verify: true });
 * console.log(action, differences.length); // verified 0
 * ```
 */
export function restore(options: RestoreOptions): Promise<RestoreResult> {
  return asOperation(options, proveAndReplace);
}

async function proveAndReplace(options: RestoreOptions): Promise<RestoreResult> {
  const opened = await openWorkspace(options);
  const { workspace } = opened;
  const command = options.command ?? 'orchestrate restore';
  const { driver, url, target } = await locateDatabase(workspace, { ...options, command });
  const own = { place: driver.placeOf(target), provider: driver.provider };
  const found = findBackup({
    wanted: options.backup ?? 'latest',
    directory: backupDirectory(options, workspace.root, workspace.config.backup.location),
    cwd: options.cwd,
    ...own,
  });
  const purpose = options.verify === true ? 'verify' : 'replace';
  const listed = listBackup(found, own);
  if (purpose === 'replace') await assertAgreed(options, { database: url.display, backup: listed, driver, target });
  const restored = await restoreBackup({
    opened,
    driver,
    target: { ...target, mode: 'write' },
    backup: found,
    purpose,
    now: new Date(),
    dropReplaced: options.dropReplaced,
    endSessions: options.endSessions,
    command,
    run: options,
  });
  const isProved = restored.compared?.checksums === true && restored.differences.length === 0;
  const verifiedAt = purpose === 'verify' && isProved ? new Date() : null;
  if (verifiedAt !== null) markVerified(found, verifiedAt);
  return {
    action: purpose === 'verify' ? 'verified' : 'restored',
    database: url.display,
    backup: verifiedAt === null ? listed : { ...listed, state: 'verified', verifiedAt },
    ...restored,
  };
}

interface Agreement {
  readonly database: string;
  readonly backup: ListedBackup;
  readonly driver: Driver;
  readonly target: Omit<OpenOptions, 'mode'>;
}

/** @throws OrchestrateError `RESTORE.DESTRUCTIVE` without a yes */
async function assertAgreed(options: RestoreOptions, { database, backup, driver, target }: Agreement): Promise<void> {
  if (options.allowDestructive === true || !(await isSomethingThere(driver, target))) return;
  const keepsReplaced = options.dropReplaced !== true;
  const isAgreed = (await options.confirm?.({ database, backup, keepsReplaced })) ?? false;
  if (!isAgreed) throw restoreUnconfirmed(database, backup);
}

/** Whatever keeps the database from being opened, damage for one, there is something that would be replaced. */
async function isSomethingThere(driver: Driver, target: Omit<OpenOptions, 'mode'>): Promise<boolean> {
  try {
    await using database = await driver.open({ ...target, mode: 'read' });
    return !database.isMissing && (await database.readSize()) > 0;
  } catch (error) {
    if (!(error instanceof OrchestrateError)) throw error;
    return error.code !== 'DATABASE.MISSING';
  }
}
