import type { ApplyContext } from './apply-context.js';
import { applyStepwise } from './apply-stepwise.js';
import { halfDoneRow } from './half-done-row.js';
import { inTransaction } from './in-transaction.js';
import { isInterrupted } from './is-interrupted.js';
import type { MigrationStep } from './migration-step.js';
import { actionOf, runsStepwise, statementsInside } from './migration-step.js';
import { assertFitsOneTransaction } from './one-transaction.js';
import { recordDone, recordRolledBack } from './record-step.js';
import { runInterrupted, StatementError, stepFailed } from './run-errors.js';
import { asRecordError, commitVerified, runStatements } from './run-statements.js';

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
  await prepareHistory(steps, context);
  const finished: FinishedStep[] = [];
  for (const [index, step] of steps.entries()) {
    if (await isInterrupted(context.signal)) throw runInterrupted(index, steps.length, false);
    const run = (): Promise<void> =>
      runsStepwise(step, context.mode) || halfDoneRow(step, context.rows) !== null
        ? applyStepwise(step, context)
        : applyInTransaction(step, { context, earlier: index });
    finished.push(await timed(step, { index, total: steps.length, context }, run));
  }
  return finished;
}

async function prepareHistory(steps: readonly MigrationStep[], { database, history }: ApplyContext): Promise<void> {
  await inTransaction(database, () => history.prepare(extensionsOf(steps)));
}

async function applyAll(steps: readonly MigrationStep[], context: ApplyContext): Promise<readonly FinishedStep[]> {
  const { database, history, rows } = context;
  assertFitsOneTransaction(steps, rows);
  const finished: FinishedStep[] = [];
  let current: MigrationStep | undefined;
  try {
    await database.begin();
    await history.prepare(extensionsOf(steps));
    await context.around?.begin();
    for (const [index, step] of steps.entries()) {
      current = step;
      if (await isInterrupted(context.signal)) throw runInterrupted(index, steps.length, true);
      const startedAt = new Date();
      const run = async (): Promise<void> => {
        await runStatements(database, statementsInside(step));
        await finishStep(step, context, startedAt);
      };
      finished.push(await timed(step, { index, total: steps.length, context }, run));
    }
    await context.around?.end();
    await commitVerified(database);
    return finished;
  } catch (error) {
    await database.rollback();
    if (!(error instanceof StatementError) || current === undefined) throw error;
    throw stepFailed(current, error, {
      aftermath: { kind: 'all-rolled-back', count: steps.length },
      retry: context.retry,
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
    await runStatements(database, statementsInside(step));
    await finishStep(step, context, startedAt);
    await commitVerified(database);
  } catch (error) {
    await database.rollback();
    if (!(error instanceof StatementError)) throw error;
    // A log that the database cannot take (its encoding, a lost connection) must not hide what it is about.
    if (step.direction === 'up') await recordRolledBack(step, { context, error, startedAt }).catch(() => {});
    throw stepFailed(step, error, { aftermath: { kind: 'rolled-back', earlier }, retry: context.retry });
  }
}

/** Records a step whose statements are through; where that fails, they have done something to its history. */
async function finishStep(step: MigrationStep, context: ApplyContext, startedAt: Date): Promise<void> {
  const { database } = context;
  await database.restoreSession();
  try {
    await recordDone(step, context, startedAt);
  } catch (error) {
    throw asRecordError(database, error);
  }
}

function extensionsOf(steps: readonly MigrationStep[]): readonly string[] {
  return [...new Set(steps.map(({ revision }) => revision.extension))];
}

async function timed(
  step: MigrationStep,
  { index, total, context }: { readonly index: number; readonly total: number; readonly context: ApplyContext },
  run: () => Promise<void>,
): Promise<FinishedStep> {
  const { onEvent, recordOnly } = context;
  const revision = step.revision.id;
  const action = actionOf(step.direction, step.revision, recordOnly);
  const startedAt = performance.now();
  onEvent?.({ kind: 'revision-started', revision, index, total });
  await run();
  const durationMs = performance.now() - startedAt;
  onEvent?.({ kind: 'revision-finished', revision, action, index, total, durationMs });
  return { step, durationMs };
}
