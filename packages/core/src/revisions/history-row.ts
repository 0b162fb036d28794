/** One row of a history table, in Prisma's columns. */
export interface HistoryRow {
  /** A UUID, as Prisma writes it. */
  readonly id: string;
  readonly extension: string;
  /** The revision's directory name. */
  readonly name: string;
  readonly checksum: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly rolledBackAt: Date | null;
  readonly logs: string | null;
  readonly appliedStepsCount: number;
}

/** What a row says of its revision, read as Prisma reads it. */
export type HistoryRowState = 'applied' | 'failed' | 'rolled-back';

/** A row that was rolled back counts for nothing but the record; one that never finished has failed. */
export function historyRowState(row: HistoryRow): HistoryRowState {
  if (row.rolledBackAt !== null) return 'rolled-back';
  return row.finishedAt === null ? 'failed' : 'applied';
}
