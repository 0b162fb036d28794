import type { Database, Driver } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { HistoryProblem } from '../../revisions/history-problem.js';
import { renderKeptScript } from '../../revisions/kept-script.js';
import { readDownScript } from '../../workspace/read-down-script.js';
import { openHistory, readAppliedState } from '../run/applied-state.js';
import { inTransaction } from '../run/in-transaction.js';
import { isInterrupted } from '../run/is-interrupted.js';
import { lockForRun } from '../run/lock-for-run.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { renameFormerTables } from '../run/rename-former-tables.js';
import { runInterrupted } from '../run/run-errors.js';
import { parseStepProgress } from '../run/step-progress.js';
import type { RunOptions } from '../run-options.js';
import { repairFailed } from './repair-errors.js';

/** An applied revision whose script is no longer what was applied. */
export type Edited = Extract<HistoryProblem, { kind: 'edited' }>;

/** What a repair is written with. */
export interface WriteRepairParts {
  /** Open for writing. */
  readonly database: Database;
  readonly driver: Driver;
  readonly open: OpenWorkspace;
  /** What was agreed to. */
  readonly edited: readonly Edited[];
  readonly options: RunOptions;
  /** What others are told who wait. */
  readonly command: string;
}

/** Takes the lock and writes all checksums in one transaction; gives those that were still to be written. */
export async function writeRepair(parts: WriteRepairParts): Promise<readonly Edited[]> {
  const { database, driver, open, edited, options, command } = parts;
  await using _lock = await lockForRun(database, options, command);
  await renameFormerTables({ database, driver, workspace: open.workspace });
  const { problems } = await readAppliedState({ database, open });
  const repaired = edited.filter(({ row }) =>
    problems.some((now) => now.kind === 'edited' && now.row.id === row.id && now.row.checksum === row.checksum),
  );
  if (await isInterrupted(options.signal)) throw runInterrupted(0, repaired.length, true);
  const history = openHistory({ database, driver, workspace: open.workspace });
  try {
    await inTransaction(database, async () => {
      for (const { row, revision } of repaired) {
        const { checksum } = revision;
        // A row that is being reverted keeps how far that got; any other the down script that belongs to its revision now.
        const isReverting = parseStepProgress(row.logs) !== null;
        const kept = renderKeptScript(revision, await readDownScript(revision));
        await history.update(row, { checksum, ...(isReverting ? {} : { logs: kept ?? row.logs }) });
      }
    });
  } catch (error) {
    throw error instanceof OrchestrateError ? error : repairFailed(database.explain(error), error);
  }
  return repaired;
}
