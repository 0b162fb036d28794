import type { HistoryRow } from '../../revisions/history-row.js';
import { halfDoneRow } from './half-done-row.js';
import type { MigrationStep } from './migration-step.js';
import { runsStepwise } from './migration-step.js';
import { cannotRunInOneTransaction } from './run-errors.js';

/** @throws OrchestrateError `RUN.NOT_TRANSACTIONAL` when `--tx all` meets a step that no transaction can hold */
export function assertFitsOneTransaction(steps: readonly MigrationStep[], rows: readonly HistoryRow[]): void {
  for (const step of steps) {
    const isBegun = halfDoneRow(step, rows) !== null;
    if (isBegun || runsStepwise(step, 'revision')) throw cannotRunInOneTransaction(step, isBegun);
  }
}
