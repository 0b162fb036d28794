import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import type { Statement } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { Revision } from '../../revisions/revision.js';
import { isInstalledPath } from '../../workspace/is-installed-path.js';
import type { StatementError } from './run-errors.js';

/** Where a replay failed. */
export interface ReplayFailure {
  /** Null where the check at the end of a transaction failed, not one statement. */
  readonly statement: Statement | null;
  readonly error: StatementError;
  readonly root: string;
}

/** A history does not build its schema from an empty database. */
export function replayFailed(revision: Revision, { statement, error, root }: ReplayFailure): OrchestrateError {
  const file = rootRelative(root, path.join(revision.directory, 'migration.sql'));
  const { message, code } = error.failure;
  const place = statement === null ? `the end of ${file}` : `statement ${statement.index} (${file}:${statement.line})`;
  return new OrchestrateError({
    code: 'REPLAY.REVISION_FAILED',
    message: `${revision.id} cannot be replayed in a shadow database: ${place} failed: ${message}`,
    fix: isInstalledPath(file)
      ? `A history must build its schema from an empty database. ${file} is a package's, for its author to mend, unless it relies on what this workspace does not have: install another version.`
      : `A history must build its schema from an empty database. Correct ${file}, or name what it relies on in "requires" of its revision.json.`,
    meta: {
      extension: revision.extension,
      revision: revision.id,
      file,
      statement: statement?.index ?? null,
      line: statement?.line ?? null,
      sql: statement?.sql ?? null,
      databaseCode: code,
    },
    cause: error.cause,
  });
}

/** The signal fired in the middle of a replay. */
export function replayInterrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted while replaying revisions in a shadow database; nothing was written.',
    fix: 'Run the same command again.',
  });
}
