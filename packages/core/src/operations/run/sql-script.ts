import { randomUUID } from 'node:crypto';
import type { Driver, HistoryTable } from '../../database/database.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import { extensionOf, revisionNameOf } from '../../revisions/revision.js';
import { halfDoneRow } from './half-done-row.js';
import type { MigrationStep, TransactionMode } from './migration-step.js';
import { runsStepwise, statementsInside } from './migration-step.js';
import { assertFitsOneTransaction } from './one-transaction.js';
import { halfDoneError } from './run-errors.js';

/** What a {@link sqlScript} is made from. */
export interface SqlScriptOptions {
  readonly steps: readonly MigrationStep[];
  /** The history that the plan was made from. */
  readonly rows: readonly HistoryRow[];
  readonly driver: Driver;
  /** The history tables of the workspace. */
  readonly tables: readonly HistoryTable[];
  /** Those that are still called by a former name of their extension. */
  readonly former: readonly HistoryTable[];
  /** The database schema that unqualified names mean. */
  readonly defaultSchema: string | null;
  readonly mode: TransactionMode;
}

/**
 * The script that does by hand what a run would do: the statements of every step with its history row, in the same
 * transactions. It is meant for the state of the database that it was made from, and for one run.
 *
 * @throws OrchestrateError `HISTORY.HALF_DONE` when a step has to go on from where an earlier run left it,
 * `RUN.NOT_TRANSACTIONAL`
 */
export function sqlScript(options: SqlScriptOptions): string {
  const { steps, rows, driver, tables, former, defaultSchema, mode } = options;
  const isOne = mode === 'all';
  if (isOne) assertFitsOneTransaction(steps, rows);
  const begun = steps.find((step) => halfDoneRow(step, rows) !== null);
  if (begun !== undefined) throw halfDoneError(begun.revision.id, begun.direction);
  const touched = new Set(steps.map(({ revision }) => revision.extension));
  const tableOf = new Map(tables.map((table) => [table.extension, driver.quoteHistoryTable(table)]));
  const touchedTables = tables.filter(({ extension }) => touched.has(extension));
  const renaming = former.flatMap((from) => {
    const table = tables.find(({ extension }) => extension === from.extension);
    return table === undefined ? [] : driver.renameHistoryTable(from, table.table);
  });
  const creating = touchedTables.flatMap((table) => driver.createHistoryTable(table));
  const preparing = new Set([...renaming, ...creating].map((sql) => `${sql};`));
  const parts = steps.map((step) => {
    const isWrapped = !isOne && !runsStepwise(step, mode);
    const body = [
      ...(isOne || isWrapped ? statementsInside(step) : step.statements).map((statement) => driver.scriptOf(statement)),
      ...driver.scriptRestoration(step.statements, defaultSchema),
      `${historyStatement(step, { driver, table: tableOf.get(step.revision.extension) ?? '' })};`,
    ].join('\n');
    return `-- ${step.direction === 'up' ? 'Apply' : 'Revert'} ${step.revision.id}\n${isWrapped ? `BEGIN;\n${body}\nCOMMIT;` : body}`;
  });
  const all = [...preparing, ...parts].join('\n\n');
  return `${[driver.scriptPreamble(defaultSchema), isOne ? `BEGIN;\n\n${all}\n\nCOMMIT;` : all].filter((part) => part !== '').join('\n\n')}\n`;
}

function historyStatement(
  { direction, revision, kept }: MigrationStep,
  { driver, table }: { readonly driver: Driver; readonly table: string },
): string {
  const now = driver.timeLiteral(new Date());
  const name = driver.quoteLiteral(revision.name);
  if (direction === 'down') {
    const folded = revision.replaces.filter((id) => extensionOf(id) === revision.extension);
    const names = [name, ...folded.map((id) => driver.quoteLiteral(revisionNameOf(id)))];
    const condition = names.length === 1 ? `= ${name}` : `IN (${names.join(', ')})`;
    return `UPDATE ${table} SET "rolled_back_at" = ${now} WHERE "migration_name" ${condition} AND "rolled_back_at" IS NULL`;
  }
  const logs = kept === null ? 'NULL' : driver.quoteLiteral(kept);
  const values = [driver.quoteLiteral(randomUUID()), driver.quoteLiteral(revision.checksum), now, name, logs, now, '1'];
  return `INSERT INTO ${table} ("id", "checksum", "finished_at", "migration_name", "logs", "started_at", "applied_steps_count") VALUES (${values.join(', ')})`;
}
