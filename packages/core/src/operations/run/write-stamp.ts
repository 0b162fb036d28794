import { randomUUID } from 'node:crypto';
import type { Database, Driver } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import { renderKeptScript } from '../../revisions/kept-script.js';
import type { StampPlan } from '../../revisions/plan-stamp.js';
import type { Revision } from '../../revisions/revision.js';
import { readDownScript } from '../../workspace/read-down-script.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { RunOptions } from '../run-options.js';
import { openHistory } from './applied-state.js';
import { inTransaction } from './in-transaction.js';
import { isInterrupted } from './is-interrupted.js';
import { lockForRun } from './lock-for-run.js';
import { renameFormerTables } from './rename-former-tables.js';
import { runInterrupted } from './run-errors.js';
import { stampFailed } from './stamp-errors.js';

/** A decided stamp, and the rows that it was decided from. */
export type PlannedStamp = Extract<StampPlan, { kind: 'plan' }> & {
  readonly rows: readonly HistoryRow[];
  /** Whose histories it is about. */
  readonly extensions: readonly string[];
};

/** What a stamp is written with. */
export interface WriteStampParts {
  /** Open for writing. */
  readonly database: Database;
  readonly driver: Driver;
  readonly workspace: Workspace;
  /** Decides anew, now that no other run can come between. */
  readonly decide: () => Promise<PlannedStamp>;
  readonly options: RunOptions;
  /** What others are told who wait. */
  readonly command: string;
}

/** Takes the lock, decides, and writes all rows in one transaction. */
export async function writeStamp(parts: WriteStampParts): Promise<PlannedStamp> {
  const { database, driver, workspace, decide, options, command } = parts;
  await using _lock = await lockForRun(database, options, command);
  await renameFormerTables({ database, driver, workspace });
  const planned = await decide();
  const { recorded, rolledBack } = planned;
  const total = recorded.length + rolledBack.length;
  if (total === 0) return planned;
  if (await isInterrupted(options.signal)) throw runInterrupted(0, total, true);
  options.onEvent?.({ kind: 'step', message: 'Writing the history' });
  const history = openHistory({ database, driver, workspace });
  const rolledBackAt = new Date();
  try {
    await inTransaction(database, async () => {
      await history.prepare([...new Set(recorded.map(({ extension }) => extension))]);
      for (const row of rolledBack) await history.update(row, { rolledBackAt });
      for (const [index, row] of newRows(planned, new Date()).entries()) {
        const revision = recorded[index] as Revision;
        const logs = renderKeptScript(revision, await readDownScript(revision)) ?? row.logs;
        await history.insert({ ...row, logs });
      }
    });
  } catch (error) {
    throw error instanceof OrchestrateError ? error : stampFailed(database.explain(error), error);
  }
  return planned;
}

/** The histories as they are after a stamp. */
export function stampedRows(planned: PlannedStamp, now: Date): readonly HistoryRow[] {
  const gone = new Set(planned.rolledBack);
  return [...planned.rows.filter((row) => !gone.has(row)), ...newRows(planned, now)];
}

/** The rows that `prisma migrate resolve --applied` writes. */
function newRows({ recorded }: PlannedStamp, now: Date): readonly HistoryRow[] {
  return recorded.map(({ extension, name, checksum }, index) => {
    // A millisecond apart, as histories are read in the order in which revisions were started.
    const at = new Date(now.getTime() - recorded.length + index + 1);
    return {
      id: randomUUID(),
      extension,
      name,
      checksum,
      startedAt: at,
      finishedAt: at,
      rolledBackAt: null,
      logs: '',
      appliedStepsCount: 0,
    };
  });
}
