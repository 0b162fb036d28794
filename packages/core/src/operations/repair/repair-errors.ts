import type { DatabaseFailure } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { RevisionId } from '../../revisions/revision.js';

/** Nobody agreed to take edited scripts for what was applied. */
export function repairUnconfirmed(ids: readonly RevisionId[]): OrchestrateError {
  return new OrchestrateError({
    code: 'REPAIR.UNCONFIRMED',
    kind: 'consent',
    message: `Nobody agreed to record ${ids.join(', ')} as ${ids.length === 1 ? 'it is' : 'they are'} now; nothing was changed.`,
    fix: 'Look at the difference with `orchestrate repair --dry-run`; then run the same command with --yes. Where the database does not have what the new text says, restore the file instead.',
    meta: { revisions: ids },
  });
}

/** The database refused to write the history. */
export function repairFailed({ message, code }: DatabaseFailure, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'REPAIR.FAILED',
    message: `The history could not be written: ${message}\nNothing was changed.`,
    fix: 'Correct what the database says, such as a missing privilege, and run the same command again.',
    meta: { databaseCode: code, databaseMessage: message },
    cause,
  });
}
