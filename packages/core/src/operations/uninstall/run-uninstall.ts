import type { Database, Driver, HistoryTable } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import { sqlHistory } from '../../history/sql-history.js';
import type { Workspace } from '../../workspace/workspace.js';
import { backUpByPolicy } from '../backup/back-up-by-policy.js';
import type { ApplyContext } from '../run/apply-context.js';
import { applySteps } from '../run/apply-steps.js';
import { halfDoneRow } from '../run/half-done-row.js';
import { inTransaction } from '../run/in-transaction.js';
import { lockForRun } from '../run/lock-for-run.js';
import { runsStepwise } from '../run/migration-step.js';
import type { RunOptions } from '../run-options.js';
import type { BackupFormat, SavedRows } from './backup/save-rows.js';
import { saveRows } from './backup/save-rows.js';
import type { DecidedUninstall } from './decide-uninstall.js';
import { breaksOthers, historyNotDropped } from './uninstall-errors.js';

/** What an uninstall runs with. */
export interface RunUninstallParts {
  /** Open for writing. */
  readonly database: Database;
  readonly driver: Driver;
  readonly workspace: Workspace;
  readonly extension: string;
  /** Decides anew, now that no other run can come between. */
  readonly decide: () => Promise<DecidedUninstall>;
  readonly backup: { readonly format: BackupFormat /** Absolute. */; readonly parent: string } | null;
  readonly options: RunOptions;
  /** What others are told who wait. */
  readonly command: string;
}

/** What an uninstall has done. */
export interface FinishedUninstall {
  readonly decided: DecidedUninstall;
  readonly saved: SavedRows | null;
}

/**
 * Takes the lock, decides, saves the rows, reverts and drops the history table: all in one transaction, unless a script
 * cannot run in one. Then each revision is recorded as it goes, so that the same command goes on after an interruption.
 */
export async function runUninstall(parts: RunUninstallParts): Promise<FinishedUninstall> {
  const { database, options, command, workspace } = parts;
  await using _lock = await lockForRun(database, options, command);
  const decided = await parts.decide();
  const { own, steps, rows, preview } = decided;
  if (own === null) return { decided, saved: null };
  options.onEvent?.({
    kind: 'plan',
    direction: 'downgrade',
    revisions: preview.revisions.map(({ revision }) => revision),
  });
  await backUpByPolicy(database, workspace, options);
  let saved: SavedRows | null = null;
  let brokenBefore: string | null = null;
  const begin = async (): Promise<void> => {
    await database.holdTables(preview.tables.map(({ table }) => table));
    brokenBefore = await database.findBroken();
    saved = await save(decided, parts);
  };
  const end = (): Promise<void> => dropHistory(own, { ...parts, brokenBefore });
  const context: Omit<ApplyContext, 'mode'> = {
    database,
    history: sqlHistory({ database, driver: parts.driver, tables: [own] }),
    rows,
    retry: `orchestrate uninstall ${parts.extension}`,
    onEvent: options.onEvent,
    signal: options.signal,
  };
  try {
    if (steps.every((step) => !runsStepwise(step, 'revision') && halfDoneRow(step, rows) === null)) {
      await applySteps(steps, { ...context, mode: 'all', around: { begin, end } });
    } else {
      await inTransaction(database, begin);
      await applySteps(steps, { ...context, mode: 'revision' });
      await inTransaction(database, end);
    }
  } catch (error) {
    throw withOwnFix(error, decided);
  }
  return { decided, saved };
}

async function save({ preview, own }: DecidedUninstall, parts: RunUninstallParts): Promise<SavedRows | null> {
  const { backup, database, extension, options } = parts;
  if (backup === null || own === null) return null;
  const now = new Date();
  const applied = preview.revisions.map(({ revision }) => `  ${revision}`).toReversed();
  const head = [
    `Rows of the tables of ${extension}, saved on ${now.toISOString()} before it was uninstalled from ${database.display}.`,
    `To put them back, apply the revisions that were applied then, and run this script:`,
    ...applied,
  ];
  const tables = preview.tables.map(({ table }) => table);
  return saveRows({ ...backup, database, extension, tables, now, head, run: options });
}

async function dropHistory(
  own: HistoryTable,
  { database, driver, extension, brokenBefore }: RunUninstallParts & { readonly brokenBefore: string | null },
): Promise<void> {
  const broken = brokenBefore === null ? await database.findBroken() : null;
  if (broken !== null) throw breaksOthers(extension, broken);
  const table = driver.quoteHistoryTable(own);
  try {
    await database.execute(`DROP TABLE ${table}`);
  } catch (error) {
    if (error instanceof OrchestrateError) throw error;
    throw historyNotDropped(table, database.explain(error).message, error);
  }
}

/** A script that only the history has cannot be corrected where it is. */
function withOwnFix(error: unknown, { preview }: DecidedUninstall): unknown {
  if (!(error instanceof OrchestrateError) || error.code !== 'DOWNGRADE.REVISION_FAILED') return error;
  const { code, message, meta, cause } = error;
  const failed = preview.revisions.find(({ revision }) => revision === meta['revision']);
  if (failed?.script !== 'history') return error;
  const { extension } = preview;
  const fix = `Its down.sql is the copy that the history keeps. Change by hand what it stumbles over, or restore the code of ${extension} from version control and correct its down.sql; then run: orchestrate uninstall ${extension}`;
  return new OrchestrateError({ code, message, fix, meta, cause });
}
