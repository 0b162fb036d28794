import type { Statement } from '../../database/database.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import { historyRowState } from '../../revisions/history-row.js';
import { keepUnder, textAboveKept } from '../../revisions/kept-script.js';
import type { ApplyContext } from './apply-context.js';
import type { MigrationStep } from './migration-step.js';
import { appliedRowsOf, newRow } from './record-step.js';
import { cannotResume, failureLog, StatementError, stepFailed } from './run-errors.js';
import { asRecordError, asStatementError, runStatements } from './run-statements.js';
import { canResume, parseStepProgress, renderStepProgress, stepProgress } from './step-progress.js';

/**
 * Outside one transaction each statement that can commits together with the record of it; the others (VACUUM and its
 * kind) are recorded just after, and do no harm when they run twice. A script's own transaction is recorded at its end.
 */
export async function applyStepwise(step: MigrationStep, context: ApplyContext): Promise<void> {
  const { database, history } = context;
  const row = await openRow(step, context);
  const { statements } = step;
  const record = async (count: number): Promise<void> => {
    try {
      await history.update(row, { logs: progressLogs(step, count) });
    } catch (error) {
      throw asRecordError(database, error, statements[count - 1]);
    }
  };
  let done = resumePoint(step, row);
  let current: Statement | null = null;
  try {
    for (const statement of statements.slice(0, done)) {
      // What it set went with the session of the run that was interrupted.
      current = statement;
      if (statement.setsSession) await runStatements(database, [statement]);
    }
    current = null;
    done = await settledPoint(done, { step, row, context, record });
    for (const statement of statements.slice(done)) {
      current = statement;
      const isInside = database.inTransaction();
      if (statement.kind === 'plain' && !isInside) {
        await database.begin();
        await runStatements(database, [statement]);
        await record(statement.index);
        await database.commit({ verify: false });
      } else if (statement.kind === 'end' && isInside) {
        // Before a COMMIT, so that both land together; after it too, for a ROLLBACK takes the first record with it.
        await record(statement.index);
        await runStatements(database, [statement]);
        await record(statement.index);
      } else {
        await runStatements(database, [statement]);
        if (!database.inTransaction()) await record(statement.index);
      }
      if (!database.inTransaction()) done = statement.index;
    }
    current = null;
    if (database.inTransaction()) throw unfinishedTransaction(step);
  } catch (error) {
    await database.rollback();
    const failed = asStatementError(database, current, error);
    if (!(failed instanceof StatementError)) throw failed;
    // A log that the database cannot take must not hide what it is about; the progress is there already.
    await history.update(row, { logs: progressLogs(step, done, failureLog(step, failed)) }).catch(() => {});
    throw stepFailed(step, failed, {
      aftermath: { kind: 'partial', done, total: statements.length },
      retry: context.retry,
    });
  }
  await database.restoreSession();
  if (step.direction === 'up') {
    const { checksum } = step.revision;
    await history.update(row, { finishedAt: new Date(), logs: step.kept, appliedStepsCount: 1, checksum });
    return;
  }
  const rolledBackAt = new Date();
  // Its own row last: until then the step is not through.
  const others = appliedRowsOf(step, context).filter(({ name }) => name !== step.revision.name);
  for (const other of others) await history.update(other, { rolledBackAt });
  await history.update(row, { rolledBackAt, logs: null });
}

/** The row that the progress of a step is kept in: the unfinished one of an earlier run, the applied one to revert, or a new one. */
async function openRow(step: MigrationStep, context: ApplyContext): Promise<HistoryRow> {
  const { revision, direction } = step;
  const wanted = direction === 'up' ? 'failed' : 'applied';
  const known = context.rows.find(
    (row) => row.extension === revision.extension && row.name === revision.name && historyRowState(row) === wanted,
  );
  if (known !== undefined) return known;
  const logs = renderStepProgress(stepProgress(direction, step.statements, 0));
  const row = newRow(step, { startedAt: new Date(), finishedAt: null, logs, appliedStepsCount: 0 });
  await context.history.insert(row);
  return row;
}

function resumePoint(step: MigrationStep, row: HistoryRow): number {
  const progress = parseStepProgress(row.logs);
  if (progress === null || progress.direction !== step.direction) return 0;
  if (!canResume(progress, step.statements)) throw cannotResume(step, progress.done);
  return progress.done;
}

/**
 * The statement at which an earlier run ended may have left something half-way, or have landed without its record: that
 * run may have been killed between the two. One that failed has not landed, whatever stands there by its name.
 */
async function settledPoint(
  done: number,
  {
    step,
    row,
    context,
    record,
  }: {
    readonly step: MigrationStep;
    readonly row: HistoryRow;
    readonly context: ApplyContext;
    readonly record: (count: number) => Promise<void>;
  },
): Promise<number> {
  const next = step.statements[done];
  const isResumed = context.rows.includes(row) && parseStepProgress(row.logs) !== null;
  if (next?.kind !== 'outside' || !isResumed) return done;
  const state = await context.database.settle(next);
  const progress = renderStepProgress(stepProgress(step.direction, step.statements, done));
  const hasFailed = textAboveKept(row.logs) !== progress;
  if (state === 'not-landed' || hasFailed) return done;
  await record(next.index);
  return next.index;
}

/** How far a step is, and why no further; one that is being reverted goes on keeping its script, for its directory may go. */
function progressLogs(step: MigrationStep, done: number, failure: string | null = null): string {
  const progress = renderStepProgress(stepProgress(step.direction, step.statements, done));
  return keepUnder(
    failure === null ? progress : `${progress}\n\n${failure}`,
    step.direction === 'down' ? step.kept : null,
  );
}

function unfinishedTransaction(step: MigrationStep): Error {
  return new Error(`${step.file} begins a transaction that it never ends`);
}
