import { messageOf, OrchestrateError } from '../../errors.js';

/** No copy came about. */
export function backupFailed(directory: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.FAILED',
    message: `The database could not be backed up to ${directory}, and nothing was changed: ${messageOf(cause)}`,
    fix: 'Make room there and let this user write, or correct backup.location in the configuration.',
    meta: { directory },
    cause,
  });
}

/** What was copied is damaged, so that the database is. */
export function databaseDamaged(database: string, damage: string): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.DATABASE_DAMAGED',
    message: `${database} is damaged, so no backup of it was kept, and nothing was changed: ${damage}`,
    fix: 'Restore an earlier backup (`orchestrate restore latest`), or save what can be read with the means of the database.',
    meta: { database, damage },
  });
}

/** There is nothing to back up. */
export function nothingToBackUp(database: string): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.NO_DATABASE',
    message: `There is no database ${database} to back up.`,
    fix: 'Correct the database URL, or make the database with `orchestrate upgrade --all`.',
    meta: { database },
  });
}

/** The caller's signal came. */
export function backupInterrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'BACKUP.INTERRUPTED',
    message: 'Interrupted while the database was being backed up; no backup was made.',
    fix: 'Run the same command again.',
  });
}

/** A manifest is of a version that came later. */
export function newerForm(file: string, form: number): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.NEWER_FORM',
    message: `${file} has a manifest of form ${form}, which a later version of orchestrate wrote.`,
    fix: 'Restore it with the version of orchestrate that made it, or a later one.',
    meta: { file, form },
  });
}

/** There is a manifest, and it is none. */
export function badManifest(file: string): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.BAD_MANIFEST',
    message: `${file} is not a manifest, so that nothing proves its backup whole.`,
    fix: 'Fetch it again, or name another backup (`orchestrate backup --list`); without that file this one is restored unproved.',
    meta: { file },
  });
}

/** What was just made would go again. */
export function keepsNone(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'BACKUP.KEEPS_NONE',
    message: 'No backup would be kept, not even the new one. Nothing was done.',
    fix: 'Keep at least one: `--keep 1`.',
  });
}
