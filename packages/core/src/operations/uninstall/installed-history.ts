import type { Database, HistoryTable } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { Workspace } from '../../workspace/workspace.js';
import { historyTables } from '../run/applied-state.js';
import type { FoundTable } from '../run/stray-histories.js';
import { findStrayHistories, isCalledAfter } from '../run/stray-histories.js';
import { ambiguousHistory } from './uninstall-errors.js';

/** The history tables that matter for an uninstall. */
export interface InstalledHistories {
  /** Those of the workspace. */
  readonly known: readonly HistoryTable[];
  /** Where the extension that goes has its history, by the name that its table has; null where it has none here. */
  readonly own: HistoryTable | null;
  /** Names that the extension that goes had. */
  readonly formerNames: readonly string[];
  /** Those of extensions whose code is gone, the one that goes left out. */
  readonly others: readonly HistoryTable[];
}

/**
 * Finds the histories by the names of their tables, as the code of an extension may be gone.
 *
 * @throws OrchestrateError `UNINSTALL.AMBIGUOUS`
 */
export async function findHistories(
  database: Database,
  { workspace, extension }: { readonly workspace: Workspace; readonly extension: string },
): Promise<InstalledHistories> {
  const tables = await database.listHistoryTables();
  const known = historyTables(workspace, database);
  const stray = findStrayHistories({
    tables,
    isOwned: (each) => known.some((table) => isThatOf(each, table)),
    defaultSchema: database.defaultSchema,
  });
  const expected = known.find((table) => table.extension === extension);
  if (expected !== undefined) {
    const found = tables.find((table) => isThatOf(table, expected)) ?? null;
    const own = found === null ? null : { ...found, extension };
    return { known, own, formerNames: expected.formerNames ?? [], others: stray };
  }
  const candidates = stray.filter((each) => isCalledAfter(extension, each));
  const own = candidates.find(({ schema }) => schema === database.defaultSchema) ?? candidates[0] ?? null;
  if (candidates.length > 1 && own?.schema !== database.defaultSchema) {
    const schemas = candidates.map(({ schema }) => schema ?? '');
    throw ambiguousHistory(extension, schemas);
  }
  const others = stray.filter((each) => !candidates.includes(each));
  return { known, own: own === null ? null : { ...own, extension }, formerNames: [], others };
}

/** Reads histories of extensions that nobody knows any more; what is only called like one says nothing. */
export async function readKeptOf(database: Database, tables: readonly HistoryTable[]): Promise<readonly HistoryRow[]> {
  const rows: HistoryRow[] = [];
  for (const table of tables) {
    try {
      rows.push(...(await database.readHistory([table], 'kept')));
    } catch (error) {
      if (!(error instanceof OrchestrateError) || error.code !== 'HISTORY.NOT_A_HISTORY_TABLE') throw error;
    }
  }
  return rows;
}

/** Whether a table that is there is that history, by the name of its extension or a former one. */
function isThatOf(found: FoundTable, { extension, schema, formerNames = [] }: HistoryTable): boolean {
  return found.schema === schema && [extension, ...formerNames].some((name) => isCalledAfter(name, found));
}
