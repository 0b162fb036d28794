import { randomUUID } from 'node:crypto';
import type { HistoryRow } from '../../revisions/history-row.js';
import { historyRowState } from '../../revisions/history-row.js';
import { revisionId } from '../../revisions/revision.js';
import type { ApplyContext } from './apply-context.js';
import type { MigrationStep } from './migration-step.js';
import type { StatementError } from './run-errors.js';
import { failureLog } from './run-errors.js';

/** Records a step that is through, in the transaction that holds it. */
export async function recordDone(step: MigrationStep, context: ApplyContext, startedAt: Date): Promise<void> {
  if (step.direction === 'up') {
    const row = newRow(step, { startedAt, finishedAt: new Date(), logs: step.kept, appliedStepsCount: 1 });
    await context.history.insert(row);
    return;
  }
  const rolledBackAt = new Date();
  for (const row of appliedRowsOf(step, context)) await context.history.update(row, { rolledBackAt });
}

/** The applied rows of a revision, and of what it folds: reverting a squash reverts that too. */
export function appliedRowsOf(
  { revision }: MigrationStep,
  { rows }: Pick<ApplyContext, 'rows'>,
): readonly HistoryRow[] {
  const { extension, name, replaces } = revision;
  const folded = replaces.length === 0 ? null : new Set(replaces);
  // Called for each step, so a row in the common case costs no more than two comparisons.
  const isIts = (row: HistoryRow): boolean =>
    (row.name === name && row.extension === extension) || folded?.has(revisionId(row.extension, row.name)) === true;
  return rows.filter((row) => isIts(row) && historyRowState(row) === 'applied');
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
