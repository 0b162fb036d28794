import type { Database, Driver, HistoryTable } from '../../database/database.js';
import { sqlHistory } from '../../history/sql-history.js';
import { historyError } from '../../revisions/consistency-errors.js';
import type { HistoryProblem } from '../../revisions/history-problem.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import { historyRowState } from '../../revisions/history-row.js';
import type { KeptScript } from '../../revisions/kept-script.js';
import { parseKeptScript } from '../../revisions/kept-script.js';
import type { Undo } from '../../revisions/plan-uninstall.js';
import { planUninstall } from '../../revisions/plan-uninstall.js';
import { revisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { readDownScript } from '../../workspace/read-down-script.js';
import type { MigrationStep } from '../run/migration-step.js';
import { migrationStep } from '../run/migration-step.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { halfDoneError } from '../run/run-errors.js';
import { parseStepProgress } from '../run/step-progress.js';
import { noScript } from './uninstall-errors.js';

/** What tells how to revert an extension. */
export interface ReadUndoParts {
  readonly database: Database;
  readonly driver: Driver;
  readonly open: OpenWorkspace;
  readonly extension: string;
  /** Its history table by the name that it has. */
  readonly own: HistoryTable;
  /** The same as its code names it, with the names that it had; as it is where its code is gone. */
  readonly expected: HistoryTable;
  readonly rows: readonly HistoryRow[];
  readonly graph: RevisionGraph | null;
}

/**
 * What reverts everything that is applied of the extension, in the order of the run.
 *
 * @throws OrchestrateError `UNINSTALL.NO_DOWN_SCRIPT`, `HISTORY.EDITED`, `HISTORY.FAILED`, `HISTORY.HALF_DONE`
 */
export async function readUndo(parts: ReadUndoParts): Promise<readonly Undo[]> {
  const { database, driver, open, extension, own, expected, rows, graph } = parts;
  assertNothingHalfDone(rows, open);
  const kept = new Map<string, KeptScript>();
  for (const { id, logs } of await sqlHistory({ database, driver, tables: [expected] }).readKept(extension)) {
    const script = parseKeptScript(logs);
    if (script !== null) kept.set(id, script);
  }
  const revisions = open.revisions.filter((revision) => revision.extension === extension);
  const onDisk = await Promise.all(
    revisions.map(async (revision) => ({ revision, downScript: await readDownScript(revision) })),
  );
  const plan = planUninstall({ extension, rows, kept, onDisk, graph });
  if (plan.kind === 'plan') return plan.undo;
  if (plan.kind === 'edited') {
    const problems = plan.revisions.map(
      ({ revision, row }): HistoryProblem => ({ kind: 'edited', id: revision.id, row, revision }),
    );
    throw historyError(problems as [HistoryProblem, ...HistoryProblem[]]);
  }
  const isCodeThere = open.workspace.extensions.some(({ name }) => name === extension);
  throw noScript(plan.revisions, { extension, historyTable: driver.quoteHistoryTable(own), isCodeThere });
}

/** The scripts taken apart. */
export function stepsOf(
  undo: readonly Undo[],
  { driver, root }: { readonly driver: Driver; readonly root: string },
): Promise<readonly MigrationStep[]> {
  return Promise.all(
    undo.map(async ({ revision, script, source }) => {
      const step = await migrationStep({ direction: 'down', revision, script, root, driver });
      return source === 'directory' ? step : { ...step, file: `down.sql of ${revision.id}, as the history keeps it` };
    }),
  );
}

/** How much of a revision that did not finish is in the database, nobody can tell. */
function assertNothingHalfDone(rows: readonly HistoryRow[], { revisions }: OpenWorkspace): void {
  const onDisk = new Set(revisions.map(({ id }) => id));
  const problems = rows
    .filter((row) => historyRowState(row) === 'failed')
    .map((row): HistoryProblem => {
      const id = revisionId(row.extension, row.name);
      if (onDisk.has(id) && parseStepProgress(row.logs) !== null) throw halfDoneError(id, 'up');
      return { kind: 'failed', id, row, isGone: !onDisk.has(id), done: null };
    });
  const [first, ...more] = problems;
  if (first !== undefined) throw historyError([first, ...more]);
}
