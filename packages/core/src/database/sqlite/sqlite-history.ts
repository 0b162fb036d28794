import type BetterSqlite3 from 'better-sqlite3';
import { compareCodeUnits } from '../../compare.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { HistoryTable } from '../database.js';
import { notAHistoryTable } from '../not-a-history-table.js';
import { quoteIdentifier, quoteLiteral } from './quote.js';
import { sqliteCode } from './sqlite-errors.js';

/** SQLite's default limit is 500 terms in a compound SELECT. */
const TABLES_PER_QUERY = 400;

interface StoredRow {
  readonly extension: string;
  readonly id: string;
  readonly checksum: string;
  readonly finished_at: unknown;
  readonly migration_name: string;
  readonly logs: string | null;
  readonly rolled_back_at: unknown;
  readonly started_at: unknown;
  readonly applied_steps_count: number;
}

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
): readonly HistoryRow[] {
  const there = new Set(
    connection
      .prepare<[], string>(
        `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name LIKE '\\_prisma\\_migrations%' ESCAPE '\\'`,
      )
      .pluck()
      .all(),
  );
  const present = tables.filter(({ table }) => there.has(table));
  const rows: HistoryRow[] = [];
  for (let at = 0; at < present.length; at += TABLES_PER_QUERY) {
    // Sorted here: SQLite takes longer to plan an order over hundreds of tables than to read them.
    rows.push(
      ...prepareRead(connection, present.slice(at, at + TABLES_PER_QUERY))
        .all()
        .map(toHistoryRow),
    );
  }
  return rows.sort(byExtensionAndAge);
}

function prepareRead(
  connection: BetterSqlite3.Database,
  tables: readonly HistoryTable[],
): BetterSqlite3.Statement<[], StoredRow> {
  const selects = tables.map(
    ({ extension, table }) =>
      `SELECT ${quoteLiteral(extension)} AS extension, id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count FROM ${quoteIdentifier(table)}`,
  );
  try {
    return connection.prepare<[], StoredRow>(selects.join(' UNION ALL '));
  } catch (error) {
    if (sqliteCode(error) !== 'SQLITE_ERROR') throw error;
    const [only, ...others] = tables;
    if (only !== undefined && others.length === 0) throw notAHistoryTable(only, error);
    // One of them is at fault, and alone it says so.
    for (const table of tables) prepareRead(connection, [table]);
    throw error;
  }
}

// A stable sort: rows of the same time stay as they were written.
function byExtensionAndAge(left: HistoryRow, right: HistoryRow): number {
  return compareCodeUnits(left.extension, right.extension) || left.startedAt.getTime() - right.startedAt.getTime();
}

function toHistoryRow(row: StoredRow): HistoryRow {
  return {
    id: row.id,
    extension: row.extension,
    name: row.migration_name,
    checksum: row.checksum,
    startedAt: toDate(row.started_at) ?? new Date(0),
    finishedAt: toDate(row.finished_at),
    rolledBackAt: toDate(row.rolled_back_at),
    logs: row.logs,
    appliedStepsCount: row.applied_steps_count,
  };
}

// Prisma stores milliseconds; SQLite's own current_timestamp is text in UTC without a zone.
function toDate(value: unknown): Date | null {
  if (value === null) return null;
  if (typeof value === 'number' || typeof value === 'bigint') return new Date(Number(value));
  const text = String(value);
  return new Date(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/.test(text) ? `${text.replace(' ', 'T')}Z` : text);
}
