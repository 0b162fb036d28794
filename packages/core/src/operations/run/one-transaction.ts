import type { HistoryRow } from '../../revisions/history-row.js';
import { halfDoneRow } from './half-done-row.js';
import type { MigrationStep } from './migration-step.js';
import { runsStepwise } from './migration-step.js';
import { cannotRunInOneTransaction } from './run-errors.js';

/** @throws OrchestrateError `RUN.NOT_TRANSACTIONAL` when `--tx all` meets a step that no transaction can hold */
export function assertFitsOneTransaction(steps: readonly MigrationStep[], rows: readonly HistoryRow[]): void {
  const unfit = unfitForOneTransaction(steps, rows);
  if (unfit !== null) throw cannotRunInOneTransaction(unfit.step, unfit.isBegun);
}

/** The first step that no transaction can hold; `isBegun` where that is because a run stopped half-way through it. */
export function unfitForOneTransaction(
  steps: readonly MigrationStep[],
  rows: readonly HistoryRow[],
): { readonly step: MigrationStep; readonly isBegun: boolean } | null {
  for (const step of steps) {
    const isBegun = halfDoneRow(step, rows) !== null;
    if (isBegun || runsStepwise(step, 'revision')) return { step, isBegun };
  }
  return null;
}
