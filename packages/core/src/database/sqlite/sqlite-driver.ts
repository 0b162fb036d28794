import { statSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import { OrchestrateError } from '../../errors.js';
import type { Database, Driver, OpenOptions, ShadowDatabase, ShadowForecast, ShadowOptions } from '../database.js';
import { identifySqlite } from './identify-sqlite.js';
import { loadBetterSqlite3, MEMORY } from './load-better-sqlite3.js';
import { parseScript } from './parse-script.js';
import { quoteIdentifier, quoteLiteral } from './quote.js';
import { realPathOf } from './real-path-of.js';
import { placedTokens } from './sql-tokens.js';
import { SqliteDatabase } from './sqlite-database.js';
import { openingError, readOnlyUrl, sqliteCode } from './sqlite-errors.js';
import { createHistoryTable, renameHistoryTable } from './sqlite-history.js';
import { SqliteShadow } from './sqlite-shadow.js';
import { absoluteSqliteUrl, parseSqliteUrl } from './sqlite-url.js';
import { endsRebuild, UNCHECKED_RENAME } from './table-rebuild.js';

/** How long a statement waits for another program's transaction on the same file. */
const BUSY_TIMEOUT_MS = 10_000;

/** Type changes on SQLite that keep every value; whatever becomes TEXT keeps its text. */
const WIDENINGS = new Set([
  'INTEGER>BIGINT',
  'INTEGER>DECIMAL',
  'BIGINT>DECIMAL',
  'INTEGER>REAL',
  'BOOLEAN>INTEGER',
  'BIGINT>INTEGER',
]);

/** What can be dropped by itself. */
const DROPPED = new Set(['table', 'view', 'trigger', 'index']);

/** Databases in SQLite files, and shadow databases in memory. */
export const sqliteDriver: Driver = {
  provider: 'sqlite',
  starter: {
    url: 'file:./prisma/dev.db',
    isReady: true,
    adapter: '@prisma/adapter-better-sqlite3',
    builds: ['better-sqlite3'],
    // With what lies beside a database: its journal, its lock, and what a restore has put aside.
    ignored: ['prisma/*.db', 'prisma/*.db-*', 'prisma/*.db.*'],
  },
  hasEnums: false,
  // It works synchronously, so more than one at once is only for those that wait for a lock.
  fleetConcurrency: 4,
  identify: identifySqlite,
  urlOfSchema: () => null,
  absoluteUrl: absoluteSqliteUrl,
  // It tells databases apart by what is before `://`, and takes what is behind `file:` for a path, encoded or not.
  studioUrl: (url) => url.replace(/^file:/, 'file://'),
  open,
  placeOf: (options) => realPathOf(parseSqliteUrl(options.url, options).file),
  restoreScratch: async (options) => (await import('./backup/restore-sqlite.js')).restoreSqlite(options),
  createDatabase,
  openShadow,
  describeShadow,
  openExcerpt,
  shareServer: null,
  doctorChecks: async () => (await import('./doctor/sqlite-checks.js')).SQLITE_CHECKS,
  openTestGround: async (options) => {
    const { SqliteTestGround } = await import('./sqlite-test-ground.js');
    return new SqliteTestGround(options, open);
  },
  parseScript: async (sql) => parseScript(sql).map(({ start: _start, ...statement }) => statement),
  scriptRestoration: () => [],
  scriptPreamble: () => '-- Rebuilding a table must not delete the rows that refer to it.\nPRAGMA foreign_keys = OFF;',
  scriptOf: ({ sql }) =>
    endsRebuild(sql) ? `${UNCHECKED_RENAME.before};\n${sql};\n${UNCHECKED_RENAME.after};` : `${sql};`,
  isOfSharedTransaction: () => false,
  quoteIdentifier,
  quoteLiteral,
  // SQLite folds the letters of ASCII only.
  entityName: ({ databaseName }) => databaseName,
  namesOf: () => ({
    defaultSchema: null,
    entityName: ({ databaseName }) => databaseName,
    engineName: (entityName) => entityName,
  }),
  dropStatement: ({ kind, name }) =>
    DROPPED.has(kind) ? `DROP ${kind.toUpperCase()} IF EXISTS ${quoteIdentifier(name)}` : null,
  nameBytes: null,
  nameKey: (name) => name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  quoteHistoryTable: ({ table }) => quoteIdentifier(table),
  encodeTime: (time) => time.getTime(),
  timeLiteral: (time) => String(time.getTime()),
  createHistoryTable: (table) => [createHistoryTable(table)],
  renameHistoryTable: (from, to) => [renameHistoryTable(from, to)],
  isWidening: (from, to) => to === 'TEXT' || WIDENINGS.has(`${from}>${to}`),
  readTokens: async (sql) => [...placedTokens(sql)],
  readTouches: async (statements) => {
    const { touchesOf } = await import('./touches.js');
    return statements.map(({ sql }) => touchesOf(sql));
  },
  reservedWords: async () => (await import('./reserved-words.js')).isSqliteWord,
  sqlRules: async () => (await import('./lint/sqlite-rules.js')).SQLITE_RULES,
  lintScript: async (script, context) =>
    (await import('./lint/lint-sqlite-script.js')).lintSqliteScript(script, context),
};

async function open(options: OpenOptions): Promise<Database> {
  const { file, readOnly } = parseSqliteUrl(options.url, options);
  const Connection = loadBetterSqlite3();
  const isMissing = !exists(file);
  if (readOnly && options.mode === 'write') throw readOnlyUrl(options.display);
  const isEmptyStandIn = isMissing && options.mode === 'read';
  try {
    return new SqliteDatabase({
      connection: isEmptyStandIn ? new Connection(MEMORY) : connect(Connection, file, { mode: options.mode, readOnly }),
      file: isEmptyStandIn ? null : file,
      display: options.display,
      place: realPathOf(file),
      isMissing: isEmptyStandIn,
      openOther: (other) => new Connection(other, { timeout: 0 }),
      openForWriting: () => open({ ...options, mode: 'write' }),
    });
  } catch (error) {
    throw openingError(error, file);
  }
}

interface ConnectOptions {
  readonly mode: OpenOptions['mode'];
  /** The URL itself asks that nothing be written. */
  readonly readOnly: boolean;
}

function connect(
  Connection: typeof BetterSqlite3,
  file: string,
  { mode, readOnly }: ConnectOptions,
): BetterSqlite3.Database {
  try {
    return checked(new Connection(file, { readonly: mode === 'read', timeout: BUSY_TIMEOUT_MS }));
  } catch (error) {
    if (readOnly || !RECOVERABLE.has(sqliteCode(error) ?? '')) throw error;
    const connection = checked(new Connection(file, { timeout: BUSY_TIMEOUT_MS }));
    connection.pragma('query_only = ON');
    return connection;
  }
}

/** A killed process left a transaction half-written; SQLite takes it back with the first read that may write. */
const RECOVERABLE = new Set(['SQLITE_READONLY_ROLLBACK', 'SQLITE_READONLY_RECOVERY']);

// SQLite opens anything; only the first read tells whether it is a database.
function checked(connection: BetterSqlite3.Database): BetterSqlite3.Database {
  try {
    connection.pragma('schema_version');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

// SQLite makes the file when it is first written to.
async function createDatabase(options: OpenOptions): Promise<void> {
  await (await open({ ...options, mode: 'write' })).close();
}

async function openShadow({ shadow, initScript }: ShadowOptions): Promise<ShadowDatabase> {
  const Connection = loadBetterSqlite3();
  if (shadow === 'auto') {
    return new SqliteShadow(() => {
      const connection = inMemory(Connection);
      if (initScript !== null) connection.exec(initScript);
      return connection;
    });
  }
  throw new OrchestrateError({
    kind: 'usage',
    code: 'SHADOW.NOT_NEEDED',
    message: 'A shadow database is configured, but SQLite replays revisions in memory.',
    fix: 'Remove "shadow" from the configuration, or set it to "auto".',
  });
}

async function describeShadow(): Promise<ShadowForecast> {
  const connection = new (loadBetterSqlite3())(MEMORY);
  const version = connection.prepare('SELECT sqlite_version()').pluck().get();
  connection.close();
  return { place: `SQLite ${version}`, defaultSchema: null, entityName: ({ databaseName }) => databaseName };
}

async function openExcerpt(shadow: Database, tables: readonly string[]): Promise<Database> {
  if (!(shadow instanceof SqliteDatabase)) throw new Error('The shadow database is of another driver.');
  const Connection = loadBetterSqlite3();
  return new SqliteShadow(() => {
    const connection = inMemory(Connection);
    shadow.copyTablesTo(connection, tables);
    return connection;
  });
}

function inMemory(Connection: typeof BetterSqlite3): BetterSqlite3.Database {
  const connection = new Connection(MEMORY);
  connection.pragma('foreign_keys = OFF');
  return connection;
}

function exists(file: string): boolean {
  try {
    statSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw openingError(error, file);
  }
}
