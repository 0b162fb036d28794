import type { HistoryRow } from '../revisions/history-row.js';

/** What may change in a row after it was written. */
export type HistoryChange = Partial<
  Pick<HistoryRow, 'checksum' | 'finishedAt' | 'rolledBackAt' | 'logs' | 'appliedStepsCount'>
>;

/** Where the applied revisions of every extension are recorded. Writes take part in the transaction that is open. */
export interface HistoryStore {
  /** Every row of every extension, by extension, oldest first; without the scripts that applied ones keep. */
  read(): Promise<readonly HistoryRow[]>;
  /** The rows of one extension that may keep a script, oldest first, with it in `logs` (see `parseKeptScript`). */
  readKept(extension: string): Promise<readonly HistoryRow[]>;
  /** Creates the history tables of these extensions where they are missing; one of a former name gets the present one. */
  prepare(extensions: readonly string[]): Promise<void>;
  insert(row: HistoryRow): Promise<void>;
  /** Changes one row; a row that is not there is left so. */
  update(row: Pick<HistoryRow, 'extension' | 'id'>, change: HistoryChange): Promise<void>;
}
