import type BetterSqlite3 from 'better-sqlite3';
import { messageOf } from '../../errors.js';
import { CORE } from '../../extension.js';
import type { EngineConnection, EngineValue, ResultTable, ResultType } from '../engine-connection.js';
import { parseScript } from './parse-script.js';
import { quoteLiteral } from './quote.js';
import { explainSqliteError } from './sqlite-errors.js';
import { createHistoryTable } from './sqlite-history.js';
import { endsRebuild, UNCHECKED_RENAME } from './table-rebuild.js';

/** What {@link sqliteEngineConnection} works on. */
export interface SqliteEngineParts {
  /** The connection of the moment. */
  readonly connection: () => BetterSqlite3.Database;
  /** Turns what is wrong with the file into an error that says so. */
  readonly explained: (error: unknown) => unknown;
}

/** Shows a connection to a SQLite database to Prisma's engine. */
export function sqliteEngineConnection({ connection, explained }: SqliteEngineParts): EngineConnection {
  const run = async <Result>(work: () => Result): Promise<Result> => {
    try {
      return work();
    } catch (error) {
      throw explained(error);
    }
  };
  return {
    provider: 'sqlite',
    defaultSchema: null,
    queryTable: (sql, values) => run(() => withHistory(connection(), sql, () => queryTable(connection(), sql, values))),
    executeRaw: (sql, values) => run(() => executeRaw(connection(), sql, values)),
    executeScript: (script) => run(() => executeScript(connection(), script)),
    reset: async ({ externalTables }) => {
      const { resetSqlite } = await import('./reset-sqlite.js');
      await run(() => resetSqlite(connection(), externalTables));
    },
    explain: explainSqliteError,
  };
}

const READS_HISTORY = /^\s*SELECT\b.*\bFROM `_prisma_migrations\w*`\s+ORDER BY/s;
const WRITES_HISTORY = /^INSERT INTO `(_prisma_migrations\w*)`/;

// The WebAssembly build of the engine takes a missing history table on SQLite for a failure, where every other build takes
// it for a history that has not begun.
function withHistory(connection: BetterSqlite3.Database, sql: string, query: () => ResultTable): ResultTable {
  try {
    return query();
  } catch (error) {
    if (!/^no such table: _prisma_migrations\w*$/.test(messageOf(error))) throw error;
    if (READS_HISTORY.test(sql)) return { columns: [], rows: [] };
    const [, table] = WRITES_HISTORY.exec(sql) ?? [];
    if (table === undefined) throw error;
    connection.exec(createHistoryTable({ extension: CORE, table, schema: null }));
    return query();
  }
}

function executeRaw(connection: BetterSqlite3.Database, sql: string, values: readonly EngineValue[]): number {
  // What has no values may be several statements: the engine sends whole migrations that way.
  if (values.length === 0) {
    executeScript(connection, sql);
    return 0;
  }
  return connection.prepare<unknown[]>(sql).run(...values.map(store)).changes;
}

const RENAMES = /\bRENAME\s+TO\b/i;

// A view on a table that is being rebuilt, which may be another's, would stop it half-way: the table gone, its copy left.
function executeOne(connection: BetterSqlite3.Database, sql: string): void {
  if (!endsRebuild(sql)) {
    connection.exec(sql);
    return;
  }
  connection.exec(UNCHECKED_RENAME.before);
  try {
    connection.exec(sql);
  } finally {
    connection.exec(UNCHECKED_RENAME.after);
  }
}

function executeScript(connection: BetterSqlite3.Database, script: string): void {
  const wasInside = connection.inTransaction;
  try {
    if (RENAMES.test(script)) for (const { sql } of parseScript(script)) executeOne(connection, sql);
    else connection.exec(script);
  } catch (error) {
    // What is recorded of the failure would go with the transaction.
    if (!wasInside && connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function queryTable(connection: BetterSqlite3.Database, sql: string, values: readonly EngineValue[]): ResultTable {
  const statement = connection.prepare<unknown[], unknown[]>(adapted(sql));
  if (!statement.reader) {
    statement.run(...values.map(store));
    return { columns: [], rows: [] };
  }
  const rows = statement.raw(true).all(...values.map(store));
  const columns = statement.columns().map(({ name, type }, at) => ({
    name,
    type: type?.toUpperCase() === 'DATETIME' ? ('datetime' as const) : typeOfColumn(rows, at),
  }));
  const isTime = columns.map(({ type }) => type === 'datetime');
  return { columns, rows: rows.map((row) => row.map((value, at) => (isTime[at] ? readTime(value) : value))) };
}

/** The engine takes a database for one in use when there is any table in it. */
const LIST_TABLES = "SELECT name AS table_name FROM sqlite_master WHERE type='table' ORDER BY name ASC";

// It asks for a partial index by its name in double quotes, which better-sqlite3 takes for a column's; and it takes a table
// of SQLite's own, which stays when all others are dropped, for one of the user's.
function adapted(sql: string): string {
  if (sql === LIST_TABLES) return sql.replace(' ORDER', " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER");
  const [, query, name] = /^(SELECT sql FROM sqlite_master WHERE type = 'index' AND name = )"(.*)";?$/s.exec(sql) ?? [];
  return query === undefined || name === undefined ? sql : query + quoteLiteral(name);
}

// Points in time are milliseconds, as the native build of the engine writes them.
function store({ value, type }: EngineValue): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return type === 'datetime' && typeof value === 'string' ? Date.parse(value) : value;
}

// The default of the column is text, in universal time.
function readTime(value: unknown): unknown {
  if (typeof value === 'number') return new Date(value).toISOString();
  if (typeof value !== 'string') return value;
  const time = new Date(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) ? `${value.replace(' ', 'T')}Z` : value);
  return Number.isNaN(time.getTime()) ? value : time.toISOString();
}

function typeOfColumn(rows: readonly unknown[][], at: number): ResultType {
  const value = rows.find((row) => row[at] !== null)?.[at];
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'double';
  return value instanceof Uint8Array ? 'bytes' : 'text';
}
