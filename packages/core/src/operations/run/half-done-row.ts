import type { HistoryRow } from '../../revisions/history-row.js';
import type { MigrationStep } from './migration-step.js';
import { parseStepProgress } from './step-progress.js';

/**
 * The row of a step that an earlier run left half-way, outside a transaction. Whatever the mode, such a step can only go
 * on from there: from its start, what is through would be done twice.
 */
export function halfDoneRow({ revision, direction }: MigrationStep, rows: readonly HistoryRow[]): HistoryRow | null {
  const row = rows.find(
    ({ extension, name, rolledBackAt, logs }) =>
      extension === revision.extension &&
      name === revision.name &&
      rolledBackAt === null &&
      parseStepProgress(logs)?.direction === direction,
  );
  return row ?? null;
}
