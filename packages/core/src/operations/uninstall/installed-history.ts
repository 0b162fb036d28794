import type { Database, HistoryTable } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import { CORE, HISTORY_TABLE_PREFIX, historyTableName } from '../../extension.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { Workspace } from '../../workspace/workspace.js';
import { historyTables } from '../run/applied-state.js';
import { ambiguousHistory } from './uninstall-errors.js';

/** What databases keep of a table's name; that of an extension is ASCII. */
const LONGEST_NAME = 63;

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

/** A table as it is there. */
type FoundTable = Pick<HistoryTable, 'table' | 'schema'>;

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
  const unknown = unknownOf(tables, { known, defaultSchema: database.defaultSchema });
  const expected = known.find((table) => table.extension === extension);
  if (expected !== undefined) {
    const found = tables.find((table) => isThatOf(table, expected)) ?? null;
    const own = found === null ? null : { ...found, extension };
    return { known, own, formerNames: expected.formerNames ?? [], others: unknown.map(named) };
  }
  const candidates = unknown.filter((each) => isCalled(each, historyTableName(extension)));
  const own = candidates.find(({ schema }) => schema === database.defaultSchema) ?? candidates[0] ?? null;
  if (candidates.length > 1 && own?.schema !== database.defaultSchema) {
    const schemas = candidates.map(({ schema }) => schema ?? '');
    throw ambiguousHistory(extension, schemas);
  }
  const others = unknown.filter((each) => !candidates.includes(each)).map(named);
  return { known, own: own === null ? null : { ...own, extension }, formerNames: [], others };
}

/** What is called like the history of an extension that is not in the workspace. */
function unknownOf(
  tables: readonly FoundTable[],
  { known, defaultSchema }: { readonly known: readonly HistoryTable[]; readonly defaultSchema: string | null },
): readonly FoundTable[] {
  // A schema with a history of core is another workspace's, as where each tenant has one.
  const foreign = new Set(
    tables
      .filter(({ table, schema }) => table === historyTableName(CORE) && schema !== defaultSchema)
      .map(({ schema }) => schema),
  );
  return tables.filter(
    (each) => !foreign.has(each.schema) && !known.some((table) => isThatOf(each, table)) && isCalledLikeOne(each.table),
  );
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

/** Whether a table that is there is that history, by its name or a former one. */
function isThatOf(found: FoundTable, { table, schema, formerNames = [] }: HistoryTable): boolean {
  const names = [table, ...formerNames.map(historyTableName)];
  return found.schema === schema && names.some((name) => isCalled(found, name));
}

/** Whether a table that is there is the one of that name. */
function isCalled({ table }: FoundTable, name: string): boolean {
  return table === name || (table.length === LONGEST_NAME && name.startsWith(table));
}

function isCalledLikeOne(table: string): boolean {
  return table.startsWith(`${HISTORY_TABLE_PREFIX}_`) && /^[a-z0-9_]+$/.test(table);
}

/** Names of extensions have dashes where those of their tables have underscores. */
function named(found: FoundTable): HistoryTable {
  return { ...found, extension: found.table.slice(`${HISTORY_TABLE_PREFIX}_`.length).replaceAll('_', '-') };
}
