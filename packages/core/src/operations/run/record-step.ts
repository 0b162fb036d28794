import { randomUUID } from 'node:crypto';
import type { HistoryRow } from '../../revisions/history-row.js';
import { historyRowState } from '../../revisions/history-row.js';
import type { ApplyContext } from './apply-context.js';
import type { MigrationStep } from './migration-step.js';
import type { StatementError } from './run-errors.js';
import { failureLog } from './run-errors.js';

/** Records a step that is through, in the transaction that holds it. */
export async function recordDone(step: MigrationStep, context: ApplyContext, startedAt: Date): Promise<void> {
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

/** Records a step that failed and left nothing behind, with its log. */
export async function recordRolledBack(
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

/** A new row for a revision. */
export function newRow(
  { revision }: MigrationStep,
  state: Pick<HistoryRow, 'startedAt' | 'finishedAt' | 'logs' | 'appliedStepsCount'>,
): HistoryRow {
  const { extension, name, checksum } = revision;
  return { id: randomUUID(), extension, name, checksum, rolledBackAt: null, ...state };
}
