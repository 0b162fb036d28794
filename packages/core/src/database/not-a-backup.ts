import { OrchestrateError } from '../errors.js';

/** A file cannot be restored, whatever it is. */
export function notABackup(file: string, why: string, cause?: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.NOT_A_BACKUP',
    message: `${file} cannot be restored: ${why}. Nothing was changed.`,
    fix: 'Name another backup; `orchestrate backup --list` shows those that there are.',
    meta: { file },
    cause,
  });
}
