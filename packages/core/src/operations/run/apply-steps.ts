import { randomUUID } from 'node:crypto';
import type { Database, Statement } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { OnEvent } from '../../events.js';
import type { HistoryRow } from '../../history/history-row.js';
import { historyRowState } from '../../history/history-row.js';
import type { HistoryStore } from '../../history/history-store.js';
import type { MigrationStep, TransactionMode } from './migration-step.js';
import { runsStepwise } from './migration-step.js';
import {
  cannotResume,
  cannotRunInOneTransaction,
  failureLog,
  runInterrupted,
  StatementError,
  stepFailed,
} from './run-errors.js';
import { canResume, parseStepProgress, renderStepProgress, stepProgress } from './step-progress.js';

/** What a run works with. */
export interface ApplyContext {
  readonly database: Database;
  readonly history: HistoryStore;
  /** The rows as they are under the lock. */
  readonly rows: readonly HistoryRow[];
  readonly mode: TransactionMode;
  /** What to run again after a failure. */
  readonly command: string;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A step that is through. */
export interface FinishedStep {
  readonly step: MigrationStep;
  readonly durationMs: number;
}

/**
 * Runs steps in their order and records each. A transaction holds a step and its history row, or the whole run; a
 * script that cannot run in one goes statement by statement, its progress recorded with each.
 *
 * @throws OrchestrateError when a step fails, when the signal fires, or when the mode does not fit a step
 */
export async function applySteps(
  steps: readonly MigrationStep[],
  context: ApplyContext,
): Promise<readonly FinishedStep[]> {
  if (context.mode === 'all') return applyAll(steps, context);
  await context.database.begin();
  await context.history.prepare(extensionsOf(steps));
  await context.database.commit({ verify: false });
  const finished: FinishedStep[] = [];
  for (const [index, step] of steps.entries()) {
    if (context.signal?.aborted) throw runInterrupted(index, steps.length, false);
    const run = (): Promise<void> =>
      runsStepwise(step, context.mode)
        ? applyStepwise(step, context)
        : applyInTransaction(step, { context, earlier: index });
    finished.push(await timed(step, { index, total: steps.length, onEvent: context.onEvent }, run));
  }
  return finished;
}

async function applyAll(steps: readonly MigrationStep[], context: ApplyContext): Promise<readonly FinishedStep[]> {
  const { database, history } = context;
  const unfit = steps.find((step) => runsStepwise(step, 'revision'));
  if (unfit !== undefined) throw cannotRunInOneTransaction(unfit);
  const finished: FinishedStep[] = [];
  let current: MigrationStep | undefined;
  try {
    await database.begin();
    await history.prepare(extensionsOf(steps));
    for (const [index, step] of steps.entries()) {
      current = step;
      if (context.signal?.aborted) throw runInterrupted(index, steps.length, true);
      const startedAt = new Date();
      const run = async (): Promise<void> => {
        await runStatements(database, step.statements);
        await recordDone(step, context, startedAt);
      };
      finished.push(await timed(step, { index, total: steps.length, onEvent: context.onEvent }, run));
    }
    await commitVerified(database);
    return finished;
  } catch (error) {
    await database.rollback();
    if (!(error instanceof StatementError) || current === undefined) throw error;
    throw stepFailed(current, error, {
      aftermath: { kind: 'all-rolled-back', count: steps.length },
      command: context.command,
    });
  }
}

async function applyInTransaction(
  step: MigrationStep,
  { context, earlier }: { readonly context: ApplyContext; readonly earlier: number },
): Promise<void> {
  const { database } = context;
  const startedAt = new Date();
  try {
    await database.begin();
    await runStatements(database, step.statements);
    await recordDone(step, context, startedAt);
    await commitVerified(database);
  } catch (error) {
    await database.rollback();
    if (!(error instanceof StatementError)) throw error;
    if (step.direction === 'up') await recordRolledBack(step, { context, error, startedAt });
    throw stepFailed(step, error, { aftermath: { kind: 'rolled-back', earlier }, command: context.command });
  }
}

/**
 * Outside one transaction each statement that can commits together with the record of it; the others (VACUUM and its
 * kind) are recorded just after, and do no harm when they run twice. A script's own transaction is recorded at its end.
 */
async function applyStepwise(step: MigrationStep, context: ApplyContext): Promise<void> {
  const { database, history } = context;
  const row = await openRow(step, context);
  const { statements } = step;
  let done = resumePoint(step, row);
  const record = (count: number): Promise<void> =>
    history.update(row, { logs: renderStepProgress(stepProgress(step.direction, statements, count)) });

  let current: Statement | null = null;
  try {
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
    const progress = renderStepProgress(stepProgress(step.direction, statements, done));
    await history.update(row, { logs: `${progress}\n\n${failureLog(step, failed)}` });
    throw stepFailed(step, failed, {
      aftermath: { kind: 'partial', done, total: statements.length },
      command: context.command,
    });
  }
  await history.update(
    row,
    step.direction === 'up'
      ? { finishedAt: new Date(), logs: null, appliedStepsCount: 1, checksum: step.revision.checksum }
      : { rolledBackAt: new Date(), logs: null },
  );
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

async function recordDone(step: MigrationStep, context: ApplyContext, startedAt: Date): Promise<void> {
  if (step.direction === 'up') {
    await context.history.insert(newRow(step, { startedAt, finishedAt: new Date(), logs: null, appliedStepsCount: 1 }));
    return;
  }
  const rolledBackAt = new Date();
  for (const row of context.rows) {
    const isOfStep = row.extension === step.revision.extension && row.name === step.revision.name;
    if (isOfStep && historyRowState(row) === 'applied') await context.history.update(row, { rolledBackAt });
  }
}

async function recordRolledBack(
  step: MigrationStep,
  {
    context,
    error,
    startedAt,
  }: { readonly context: ApplyContext; readonly error: StatementError; readonly startedAt: Date },
): Promise<void> {
  const row = newRow(step, { startedAt, finishedAt: null, logs: failureLog(step, error), appliedStepsCount: 0 });
  await context.history.insert({ ...row, rolledBackAt: new Date() });
}

function newRow(
  { revision }: MigrationStep,
  state: Pick<HistoryRow, 'startedAt' | 'finishedAt' | 'logs' | 'appliedStepsCount'>,
): HistoryRow {
  const { extension, name, checksum } = revision;
  return { id: randomUUID(), extension, name, checksum, rolledBackAt: null, ...state };
}

async function runStatements(database: Database, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) {
    try {
      await database.execute(statement.sql);
    } catch (error) {
      throw asStatementError(database, statement, error);
    }
  }
}

async function commitVerified(database: Database): Promise<void> {
  try {
    await database.commit({ verify: true });
  } catch (error) {
    throw asStatementError(database, null, error);
  }
}

// An OrchestrateError is about the database as a whole (full, busy, read-only), not about a statement.
function asStatementError(database: Database, statement: Statement | null, error: unknown): Error {
  if (error instanceof StatementError || error instanceof OrchestrateError) return error;
  return new StatementError(statement, database.explain(error), error);
}

function unfinishedTransaction(step: MigrationStep): Error {
  return new Error(`${step.file} begins a transaction that it never ends`);
}

function extensionsOf(steps: readonly MigrationStep[]): readonly string[] {
  return [...new Set(steps.map(({ revision }) => revision.extension))];
}

async function timed(
  step: MigrationStep,
  { index, total, onEvent }: { readonly index: number; readonly total: number; readonly onEvent: OnEvent | undefined },
  run: () => Promise<void>,
): Promise<FinishedStep> {
  const revision = step.revision.id;
  const startedAt = performance.now();
  onEvent?.({ kind: 'revision-started', revision, index, total });
  await run();
  const durationMs = performance.now() - startedAt;
  onEvent?.({ kind: 'revision-finished', revision, index, total, durationMs });
  return { step, durationMs };
}
