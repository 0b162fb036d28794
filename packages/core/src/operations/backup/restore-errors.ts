import { OrchestrateError } from '../../errors.js';
import type { ContentDifference } from './compare-contents.js';
import type { ListedBackup } from './listed-backup.js';

interface UnknownBackup {
  readonly directory: string;
  readonly names: readonly string[];
}

/** A name or path names no backup. */
export function unknownBackup(wanted: string, { directory, names }: UnknownBackup): OrchestrateError {
  const there =
    names.length === 0 ? `There is none in ${directory}.` : `In ${directory} there are: ${names.join(', ')}.`;
  return new OrchestrateError({
    kind: 'usage',
    code: 'BACKUP.UNKNOWN',
    message: `There is no backup ${wanted === 'latest' ? 'of this database' : wanted}. ${there}`,
    fix: 'Name one as `orchestrate backup --list` shows it, or give the path of its file.',
    meta: { wanted, directory, names },
  });
}

/** A file is not what was written. */
export function backupDamaged(
  file: string,
  { found, expected }: { readonly found: string; readonly expected: string },
): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.DAMAGED',
    message: `${file} is not as it was written: it has ${found}, and its manifest says ${expected}. Nothing was changed.`,
    fix: 'Fetch the file again, or restore another backup; `orchestrate backup --list` shows those that there are.',
    meta: { file, found, expected },
  });
}

/** A backup is of another kind of database. */
export function otherProvider(
  file: string,
  { backedUp, wanted }: { readonly backedUp: string; readonly wanted: string },
): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.OTHER_PROVIDER',
    message: `${file} was taken of a ${backedUp} database, and this workspace has a ${wanted} one. Nothing was changed.`,
    fix: 'Name a backup of this database; `orchestrate backup --list` shows those that there are.',
    meta: { file, backedUp, wanted },
  });
}

/** What was restored is not what was backed up. */
export function restoredOtherwise(file: string, differences: readonly ContentDifference[]): OrchestrateError {
  return new OrchestrateError({
    code: 'RESTORE.DIFFERS',
    message: [
      `What ${file} restores to is not what was backed up, so nothing was changed:`,
      ...differences.map((difference) => `- ${describeDifference(difference)}`),
    ].join('\n'),
    fix: 'Restore another backup; `orchestrate restore --verify` proves one without touching the database.',
    meta: { file, differences },
  });
}

/**
 * A difference in a sentence.
 *
 * @example
 * ```ts
 * const { differences } = await restore({ cwd: process.cwd(), verify: true });
 * for (const difference of differences) console.log(describeDifference(difference));
 * ```
 */
export function describeDifference({ kind, name, backedUp, restored }: ContentDifference): string {
  switch (kind) {
    case 'table':
      return `the table ${name}: ${backedUp} when it was backed up, ${restored} now`;
    case 'object':
      return `${name}: ${backedUp} when it was backed up, ${restored} now`;
    case 'definition':
      return `${name} is defined otherwise than when it was backed up`;
    case 'rows':
      return `the table ${name} had ${backedUp} rows, and has ${restored}`;
    case 'values':
      return `the table ${name} has other values than when it was backed up`;
    case 'revisions':
      return `the history of ${name} had ${backedUp}, and has ${restored}`;
    case 'orphans':
      return `${backedUp} rows referred to nothing, and ${restored} do`;
  }
}

/** What was restored is damaged. */
export function restoredDamaged(file: string, damage: string): OrchestrateError {
  return new OrchestrateError({
    code: 'RESTORE.DAMAGED',
    message: `${file} restores to a damaged database, so nothing was changed: ${damage}`,
    fix: 'Restore another backup; `orchestrate backup --list` shows those that there are.',
    meta: { file, damage },
  });
}

/** Nobody has agreed to lose what is there. */
export function restoreUnconfirmed(
  database: string,
  { file, database: of, isOfThisDatabase }: ListedBackup,
): OrchestrateError {
  const whose = isOfThisDatabase || of === null ? '' : `, which was taken of ${of},`;
  return new OrchestrateError({
    kind: 'consent',
    code: 'RESTORE.DESTRUCTIVE',
    message: `Restoring ${file}${whose} replaces all that is in ${database}; nothing was changed.`,
    fix: 'If it may go, run the command again with `--allow-destructive`; `--verify` proves the backup and changes nothing.',
    meta: { database, file },
  });
}

/** The caller's signal came. */
export function restoreInterrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RESTORE.INTERRUPTED',
    message: 'Interrupted before the restored database was in its place; nothing was changed.',
    fix: 'Run the same command again.',
  });
}
