import { compareCodeUnits } from '../compare.js';
import type { HistoryRow } from '../revisions/history-row.js';

/** A row of a history table as its columns have it, the points in time as the driver reads them. */
export interface StoredHistoryRow<Time> {
  readonly extension: string;
  readonly id: string;
  readonly checksum: string;
  readonly finished_at: Time | null;
  readonly migration_name: string;
  readonly logs: string | null;
  readonly rolled_back_at: Time | null;
  readonly started_at: Time | null;
  readonly applied_steps_count: number;
}

/** Reads a row, its points in time with the driver's own means. */
export function toHistoryRow<Time>(row: StoredHistoryRow<Time>, toDate: (time: Time) => Date): HistoryRow {
  const date = (time: Time | null): Date | null => (time === null ? null : toDate(time));
  return {
    id: row.id,
    extension: row.extension,
    name: row.migration_name,
    checksum: row.checksum,
    startedAt: date(row.started_at) ?? new Date(0),
    finishedAt: date(row.finished_at),
    rolledBackAt: date(row.rolled_back_at),
    logs: row.logs,
    appliedStepsCount: row.applied_steps_count,
  };
}

/** The order of histories: by extension, oldest first; rows of the same time stay as they come. */
export function byExtensionAndAge(left: HistoryRow, right: HistoryRow): number {
  return compareCodeUnits(left.extension, right.extension) || left.startedAt.getTime() - right.startedAt.getTime();
}
