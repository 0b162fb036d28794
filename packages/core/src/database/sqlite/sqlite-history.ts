import type BetterSqlite3 from 'better-sqlite3';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { HistoryTable } from '../database.js';
import { formerTablesThere, historyTablesThere } from '../history-tables-there.js';
import { logsColumn, rowsWanted } from '../kept-logs.js';
import { notAHistoryTable } from '../not-a-history-table.js';
import type { StoredHistoryRow } from '../stored-history-row.js';
import { byExtensionAndAge, toHistoryRow } from '../stored-history-row.js';
import { quoteIdentifier, quoteLiteral } from './quote.js';
import { sqliteCode } from './sqlite-errors.js';

/** SQLite's default limit is 500 terms in a compound SELECT. */
const TABLES_PER_QUERY = 400;

type StoredRow = StoredHistoryRow<number | bigint | string>;

/** The table that Prisma's own engine creates, to the letter. */
export function createHistoryTable({ table }: HistoryTable): string {
  return `CREATE TABLE IF NOT EXISTS ${quoteIdentifier(table)} (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;
}

/**
 * All rows of the given tables, oldest first.
 *
 * @throws OrchestrateError `HISTORY.NOT_A_HISTORY_TABLE`
 */
export function readSqliteHistory(
  connection: BetterSqlite3.Database,
  tables: readonly HistoryTable[],
  wanted: 'all' | 'kept' = 'all',
): readonly HistoryRow[] {
  const present = historyTablesThere(tables, isThere(connection));
  const rows: HistoryRow[] = [];
  for (let at = 0; at < present.length; at += TABLES_PER_QUERY) {
    // Sorted here: SQLite takes longer to plan an order over hundreds of tables than to read them.
    rows.push(
      ...prepareRead(connection, present.slice(at, at + TABLES_PER_QUERY), wanted)
        .all()
        .map((row) => toHistoryRow(row, toDate)),
    );
  }
  return rows.sort(byExtensionAndAge);
}

/** Those that are still called by a former name of their extension. */
export function listFormerTables(
  connection: BetterSqlite3.Database,
  tables: readonly HistoryTable[],
): readonly HistoryTable[] {
  return formerTablesThere(tables, isThere(connection));
}

/** The statement that gives a history table another name. */
export function renameHistoryTable({ table }: HistoryTable, to: string): string {
  return `ALTER TABLE ${quoteIdentifier(table)} RENAME TO ${quoteIdentifier(to)}`;
}

function isThere(connection: BetterSqlite3.Database): (table: HistoryTable) => boolean {
  const there = new Set(listHistoryTables(connection));
  return ({ table }) => there.has(table);
}

/** What is called like a history table. */
export function listHistoryTables(connection: BetterSqlite3.Database): readonly string[] {
  return connection
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name LIKE '\\_prisma\\_migrations%' ESCAPE '\\'`,
    )
    .pluck()
    .all();
}

function prepareRead(
  connection: BetterSqlite3.Database,
  tables: readonly HistoryTable[],
  wanted: 'all' | 'kept',
): BetterSqlite3.Statement<[], StoredRow> {
  const selects = tables.map(
    ({ extension, table }) =>
      `SELECT ${quoteLiteral(extension)} AS extension, id, checksum, finished_at, migration_name, ${logsColumn(wanted)}, rolled_back_at, started_at, applied_steps_count FROM ${quoteIdentifier(table)}${rowsWanted(wanted)}`,
  );
  try {
    return connection.prepare<[], StoredRow>(selects.join(' UNION ALL '));
  } catch (error) {
    if (sqliteCode(error) !== 'SQLITE_ERROR') throw error;
    const [only, ...others] = tables;
    if (only !== undefined && others.length === 0) throw notAHistoryTable(only, error);
    // One of them is at fault, and alone it says so.
    for (const table of tables) prepareRead(connection, [table], wanted);
    throw error;
  }
}

// Prisma stores milliseconds; SQLite's own current_timestamp is text in UTC without a zone.
function toDate(value: number | bigint | string): Date {
  if (typeof value !== 'string') return new Date(Number(value));
  return new Date(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/.test(value) ? `${value.replace(' ', 'T')}Z` : value);
}
