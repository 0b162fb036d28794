import { OrchestrateError } from '../errors.js';
import { historyTableName } from '../extension.js';
import type { HistoryTable } from './database.js';

/**
 * The history tables that are there, each as it is called: by the extension's name, or else by one that it had.
 *
 * @throws OrchestrateError `HISTORY.TWO_TABLES`
 */
export function historyTablesThere(
  tables: readonly HistoryTable[],
  isThere: (table: HistoryTable) => boolean,
): readonly HistoryTable[] {
  return tables.flatMap((table) => {
    const formers = formerTables(table);
    if (formers.length === 0) return isThere(table) ? [table] : [];
    const [found, second] = [table, ...formers].filter(isThere);
    if (found !== undefined && second !== undefined) throw twoTables(found, second);
    return found ?? [];
  });
}

/** Those among them that are called by a former name. */
export function formerTablesThere(
  tables: readonly HistoryTable[],
  isThere: (table: HistoryTable) => boolean,
): readonly HistoryTable[] {
  const renamed = tables.filter(({ formerNames = [] }) => formerNames.length > 0);
  return historyTablesThere(renamed, isThere).filter((table) => !renamed.includes(table));
}

function formerTables(table: HistoryTable): readonly HistoryTable[] {
  return (table.formerNames ?? []).map((name) => ({ ...table, table: historyTableName(name) }));
}

function twoTables({ extension, table }: HistoryTable, second: HistoryTable): OrchestrateError {
  return new OrchestrateError({
    code: 'HISTORY.TWO_TABLES',
    message: `The database has two history tables of extension "${extension}": ${table}, and ${second.table} from when it had another name. Which of them says what is applied cannot be told.`,
    fix: `Compare them. If ${second.table} is the whole history, drop ${table}, which the next run then makes of it; if ${table} is, drop ${second.table}; if that belongs to something else, take the name out of "formerNames" in the manifest of ${extension}.`,
    meta: { extension, tables: [table, second.table] },
  });
}
