import type { DatabaseFailure, Statement } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import { extensionOf, revisionNameOf } from '../../revisions/revision.js';
import { shellWord } from '../../shell-word.js';
import { isInstalledPath } from '../../workspace/is-installed-path.js';
import type { MigrationStep } from './migration-step.js';

/** A statement that the database refused. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  readonly statement: Statement | null;
  readonly failure: DatabaseFailure;

  /** @param statement null where the check at the end of a transaction failed, not one statement */
  constructor(statement: Statement | null, failure: DatabaseFailure, cause: unknown) {
    super(failure.message, { cause });
    this.statement = statement;
    this.failure = failure;
  }
}

/** The log of a failed migration in the words of Prisma's error P3018, with the statement's place. */
export function failureLog(step: MigrationStep, { statement, failure }: StatementError): string {
  return [
    'A migration failed to apply. New migrations cannot be applied before the error is recovered from. Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve',
    `Migration name: ${step.revision.name}`,
    `Database error code: ${failure.code ?? 'unknown'}`,
    `Database error:\n${failure.message}`,
    ...(statement === null ? [] : [`Position: statement ${statement.index}, line ${statement.line} of ${step.file}`]),
  ].join('\n\n');
}

/** What is left of a step that failed. */
export type Aftermath =
  | { readonly kind: 'rolled-back'; readonly earlier: number }
  | { readonly kind: 'all-rolled-back'; readonly count: number }
  | { readonly kind: 'partial'; readonly done: number; readonly total: number };

/** A revision's script failed; `retry` is what to run once it is corrected. */
export function stepFailed(
  step: MigrationStep,
  error: StatementError,
  { aftermath, retry }: { readonly aftermath: Aftermath; readonly retry: string },
): OrchestrateError {
  const { statement, failure } = error;
  const place =
    statement === null
      ? `at the end of ${step.file}`
      : `at statement ${statement.index} (${step.file}:${statement.line})`;
  const verb = step.direction === 'up' ? 'be applied' : 'be reverted';
  return new OrchestrateError({
    code: step.direction === 'up' ? 'UPGRADE.REVISION_FAILED' : 'DOWNGRADE.REVISION_FAILED',
    message: `${step.revision.id} could not ${verb}, ${place}: ${failure.message}\n${describeAftermath(aftermath)}`,
    fix: isInstalledPath(step.file)
      ? `The file is a package's, for its author to mend: install a version in which it is mended, then run: ${retry}`
      : `Correct ${step.file}${aftermath.kind === 'partial' ? FROM_THERE_ON : ''}, then run: ${retry}`,
    meta: {
      extension: step.revision.extension,
      revision: step.revision.id,
      file: step.file,
      statement: statement?.index ?? null,
      line: statement?.line ?? null,
      sql: statement?.sql ?? null,
      databaseCode: failure.code,
      databaseMessage: failure.message,
      aftermath,
    },
    cause: error.cause,
  });
}

const FROM_THERE_ON = ' from that statement on (those before it must stay as they are)';

/** The same error once the database is as it was before the run, whatever of the run had stayed. */
export function stepFailedBeforeRestore(error: OrchestrateError): OrchestrateError {
  const { code, kind, meta, cause } = error;
  const aftermath = meta['aftermath'] as Aftermath | undefined;
  if (aftermath === undefined) return error;
  const message = error.message.replace(
    describeAftermath(aftermath),
    () => 'The database was restored as it was before.',
  );
  return new OrchestrateError({ code, kind, message, fix: error.fix.replace(FROM_THERE_ON, ''), meta, cause });
}

function describeAftermath(aftermath: Aftermath): string {
  switch (aftermath.kind) {
    case 'rolled-back':
      return `It was rolled back whole${aftermath.earlier === 0 ? '' : `; the ${aftermath.earlier} before it in this run stay`}.`;
    case 'all-rolled-back':
      return `The whole run of ${aftermath.count} was rolled back; the database is as it was before.`;
    case 'partial':
      return `It does not run in a transaction: ${aftermath.done} of its ${aftermath.total} statements are through and stay; the next run goes on after them.`;
  }
}

/** The signal fired between two revisions. */
export function runInterrupted(done: number, total: number, isRolledBack: boolean): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: isRolledBack
      ? 'Interrupted; the whole run was rolled back.'
      : `Interrupted after ${done} of ${total} revisions; those are complete and recorded.`,
    fix: 'Run the same command again to go on.',
    meta: { done, total },
  });
}

/** `--tx all` meets a revision that no transaction can hold; `isBegun` where an earlier run left it half-way. */
export function cannotRunInOneTransaction(step: MigrationStep, isBegun: boolean): OrchestrateError {
  const because = isBegun
    ? 'an earlier run, without a transaction, stopped half-way through it'
    : step.outside === null
      ? 'its revision.json says "transactional": false'
      : `statement ${step.outside.index} (${step.file}:${step.outside.line}) cannot run in one`;
  return new OrchestrateError({
    code: 'RUN.NOT_TRANSACTIONAL',
    message: `${step.revision.id} cannot be part of one transaction: ${because}. Nothing was changed.`,
    fix: 'Run without `--tx all`; such a revision then runs statement by statement, all others in a transaction each.',
    meta: { revision: step.revision.id },
  });
}

/** What is recorded of a half-way script no longer fits the file. */
export function cannotResume(step: MigrationStep, done: number): OrchestrateError {
  return new OrchestrateError({
    code: 'RUN.CANNOT_RESUME',
    message: `${step.revision.id} stopped half-way after ${done} statements, and those have changed in ${step.file} since.`,
    fix: 'Restore the statements that are already through (version control has them); what comes after them may change.',
    meta: { revision: step.revision.id, done },
  });
}

/** A revision stopped half-way in the other direction. */
export function halfDoneError(id: string, direction: 'up' | 'down'): OrchestrateError {
  const extension = extensionOf(id);
  const name = revisionNameOf(id);
  return new OrchestrateError({
    code: 'HISTORY.HALF_DONE',
    message: `${id} stopped half-way while it was being ${direction === 'up' ? 'applied' : 'reverted'}, outside a transaction.`,
    fix:
      direction === 'up'
        ? `Let it go on first, with its migration.sql corrected where a statement failed: orchestrate upgrade --extension ${extension} --target ${shellWord(name)}`
        : `Let it go on first: orchestrate downgrade --extension ${extension} --target …, with the same target as before.`,
    meta: { revision: id, direction },
  });
}
