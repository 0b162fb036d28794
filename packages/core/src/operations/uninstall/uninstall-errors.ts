import { OrchestrateError } from '../../errors.js';
import { CORE } from '../../extension.js';
import { closestNames } from '../../revisions/closest-names.js';
import type { RevisionId } from '../../revisions/revision.js';
import type { UninstallDependent } from './uninstall-dependents.js';
import { describeDependent } from './uninstall-dependents.js';
import type { UninstallPreview } from './uninstall-preview.js';
import { describePreview } from './uninstall-preview.js';

/** What core is cannot be taken away. */
export function coreStays(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'UNINSTALL.CORE',
    message: 'core cannot be uninstalled: every other extension depends on it.',
    fix: `To revert its revisions, run \`orchestrate downgrade --extension ${CORE} --target base\`.`,
  });
}

/** Neither code nor history; `renamed` are those that had the name. */
export function unknownExtension(
  extension: string,
  {
    names,
    renamed,
    database,
  }: { readonly names: readonly string[]; readonly renamed: readonly string[]; readonly database: string },
): OrchestrateError {
  const near = renamed.length > 0 ? renamed : closestNames({ wanted: extension, names });
  const known = names.length === 0 ? 'There is no other than core.' : `There are: ${names.join(', ')}.`;
  return new OrchestrateError({
    kind: 'usage',
    code: 'UNINSTALL.UNKNOWN',
    message: `There is no extension "${extension}" in this workspace, and ${database} has no history of one: it is uninstalled already, or called otherwise.`,
    fix: near.length > 0 ? `Did you mean ${near.join(' or ')}? Otherwise there is nothing to do.` : known,
    meta: { extension, extensions: names },
  });
}

/** Its code is gone, and several schemas have such a history. */
export function ambiguousHistory(extension: string, schemas: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'UNINSTALL.AMBIGUOUS',
    message: `The code of ${extension} is gone, and several schemas have a history of it: ${schemas.join(', ')}.`,
    fix: 'Name the schema that is meant in the URL of the database: `?schema=…`.',
    meta: { extension, schemas },
  });
}

/** Others depend on it. */
export function blocked(extension: string, dependents: readonly UninstallDependent[]): OrchestrateError {
  const lines = [...new Set(dependents.map((dependent) => `- ${describeDependent(dependent, extension)}`))];
  return new OrchestrateError({
    code: 'UNINSTALL.BLOCKED',
    message: `${extension} cannot be uninstalled while others depend on it; nothing was changed:\n${lines.join('\n')}`,
    fix: `${fixOf(dependents)} Then run the command again.`,
    meta: { extension, dependents },
  });
}

function fixOf(dependents: readonly UninstallDependent[]): string {
  const kinds = new Set(dependents.map(({ kind }) => kind));
  if (kinds.has('adoption') || kinds.has('model')) {
    return 'Its revisions make the tables that others have taken over, in every new database: keep it, or give them back with `orchestrate transfer` first.';
  }
  if (kinds.has('revision')) {
    return 'Uninstall those that need it first; or drop their references to it with a revision, and squash their revisions, so that none requires it any more.';
  }
  return kinds.has('foreign-key') || kinds.has('column')
    ? 'Drop those columns or their keys, with a revision of whose tables they are in.'
    : 'Uninstall those first; or take it out of their "dependsOn" once their fragments do without it.';
}

/** Applied revisions that nothing says how to revert. */
export function noScript(
  revisions: readonly RevisionId[],
  { extension, historyTable, isCodeThere }: { extension: string; historyTable: string; isCodeThere: boolean },
): OrchestrateError {
  const fix = isCodeThere
    ? 'Write a down.sql into the directory of each, with the statements that undo its migration.sql (an empty file, where there is nothing to undo).'
    : `Restore the code of ${extension} from version control, with a down.sql for each. If it is gone for good, drop by hand what it has made, and its history with it: DROP TABLE ${historyTable};`;
  return new OrchestrateError({
    code: 'UNINSTALL.NO_DOWN_SCRIPT',
    message: `There is no down.sql for ${revisions.join(', ')}${isCodeThere ? '' : ', neither in a directory nor kept in the history'}; nothing was changed.`,
    fix,
    meta: { revisions },
  });
}

/** Nobody has agreed. */
export function withoutConsent(preview: UninstallPreview): OrchestrateError {
  return new OrchestrateError({
    kind: 'consent',
    code: 'UNINSTALL.DESTRUCTIVE',
    message: `Uninstalling ${preview.extension} drops what it has; nothing was changed:\n${describePreview(preview)
      .map((line) => `- ${line}`)
      .join('\n')}`,
    fix: 'If all of that may go, run the command again with `--allow-destructive`; `--backup sql` or `--backup csv` saves the rows first.',
    meta: { preview },
  });
}

/** What was agreed to is no longer what would go. */
export function changedMeanwhile(extension: string): OrchestrateError {
  return new OrchestrateError({
    code: 'UNINSTALL.CHANGED',
    message: `What uninstalling ${extension} would drop has changed since it was shown; nothing was changed.`,
    fix: 'Run the command again, and look at the list once more.',
    meta: { extension },
  });
}

/** Something that stays needs what goes. */
export function breaksOthers(extension: string, broken: string): OrchestrateError {
  return new OrchestrateError({
    code: 'UNINSTALL.BREAKS',
    message: `Without what ${extension} has made, something that stays no longer works: ${broken}. Everything was rolled back.`,
    fix: 'Drop that first, or make it do without, with a revision of whoever owns it; then run the command again.',
    meta: { extension, broken },
  });
}

/** The history table itself could not be dropped. */
export function historyNotDropped(historyTable: string, message: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'UNINSTALL.HISTORY_NOT_DROPPED',
    message: `The history table ${historyTable} could not be dropped: ${message}`,
    fix: 'Remove what stands in the way, and run the command again.',
    meta: { historyTable },
    cause,
  });
}

/** The rows could not be saved. */
export function backupFailed(directory: string, reason: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'UNINSTALL.BACKUP_FAILED',
    message: `The rows could not be saved to ${directory}, so nothing was dropped: ${reason}`,
    fix: 'Make room there and let this user write, or name another place with `--backup-dir`.',
    meta: { directory },
    cause,
  });
}
