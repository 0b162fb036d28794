import { dirname } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { sorted } from '../../compare.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { CopyOptions, DatabaseCopy, DigestOptions, TableDigest, WriteWatch } from '../backups.js';
import type {
  CatalogEntry,
  Database,
  DatabaseEntity,
  DatabaseFailure,
  DataChange,
  DraftedScripts,
  ForeignKey,
  HistoryTable,
  LockOptions,
  Provider,
  Restoration,
  RowForm,
  Statement,
  TableColumn,
  TableReference,
  TableRows,
} from '../database.js';
import type { EngineConnection } from '../engine-connection.js';
import { copyTables } from './copy-tables.js';
import { findBroken } from './find-broken.js';
import { ForeignKeyGuard } from './foreign-key-guard.js';
import { pageSizeOf, pagesOf } from './pages-of.js';
import { quoteIdentifier } from './quote.js';
import { listSqliteTables, readSqliteCatalog, readSqliteColumns, readSqliteReferences } from './sqlite-catalog.js';
import { sqliteEngineConnection } from './sqlite-engine-connection.js';
import { explainSqliteError, openingError, sqliteCode } from './sqlite-errors.js';

import { listFormerTables, listHistoryTables, readSqliteHistory } from './sqlite-history.js';
import { SqliteLock } from './sqlite-lock.js';
import { endsRebuild, keepDependents, UNCHECKED_RENAME } from './table-rebuild.js';

/** What a {@link SqliteDatabase} is made of. */
export interface SqliteDatabaseParts {
  readonly connection: BetterSqlite3.Database;
  /** Absolute path; null for a database in memory. */
  readonly file: string | null;
  readonly display: string;
  /** What tells it from other databases. */
  readonly place: string;
  readonly isMissing: boolean;
  /** Opens another connection to a file, which fails at once where it would have to wait. */
  readonly openOther: (file: string) => BetterSqlite3.Database;
  /** Opens the same file for writing. */
  readonly openForWriting: () => Promise<Database>;
}

/** One connection to a SQLite database, through better-sqlite3. */
export class SqliteDatabase implements Database {
  readonly provider: Provider = 'sqlite';
  readonly display: string;
  readonly place: string;
  readonly isMissing: boolean;
  readonly defaultSchema = null;
  readonly #parts: SqliteDatabaseParts;
  #connection: BetterSqlite3.Database;
  #guard: ForeignKeyGuard | null = null;

  constructor(parts: SqliteDatabaseParts) {
    this.#parts = parts;
    this.#connection = parts.connection;
    this.display = parts.display;
    this.place = parts.place;
    this.isMissing = parts.isMissing;
  }

  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#read(() => this.#connection.prepare<unknown[], Row>(sql).all(...parameters));
  }

  engineConnection(): EngineConnection {
    const explained = (error: unknown): unknown => this.#explained(error);
    return sqliteEngineConnection({ connection: () => this.#connection, explained });
  }

  async execute(sql: string, parameters: readonly unknown[] = []): Promise<void> {
    this.#guard?.beforeStatement(sql);
    try {
      if (endsRebuild(sql)) this.#renameUnchecked(sql);
      else if (parameters.length === 0) this.#connection.exec(sql);
      else this.#connection.prepare(sql).run(...parameters);
    } catch (error) {
      throw this.#explained(error);
    }
  }

  async executeAll(statements: readonly string[], onExecuted: (count: number) => void): Promise<void> {
    for (const [index, sql] of statements.entries()) {
      await this.execute(sql);
      onExecuted(index + 1);
    }
  }

  // Pragmas are a script's own affair: what matters is set with each transaction.
  async restoreSession(): Promise<void> {}

  // VACUUM and its kind do no harm when they run twice.
  async settle(): Promise<'not-landed'> {
    return 'not-landed';
  }

  async begin(): Promise<void> {
    // Inside a transaction the pragma would be ignored; with foreign keys on, rebuilding a table would delete its children.
    this.#connection.pragma('foreign_keys = OFF');
    try {
      this.#connection.exec('BEGIN IMMEDIATE');
    } catch (error) {
      throw this.#explained(error);
    }
    this.#guard = new ForeignKeyGuard(this.#connection);
  }

  async commit({ verify }: { readonly verify: boolean }): Promise<void> {
    if (verify) this.#guard?.assertNothingBroken();
    try {
      this.#connection.exec('COMMIT');
    } catch (error) {
      throw this.#explained(error);
    }
    this.#guard = null;
  }

  async rollback(): Promise<void> {
    this.#guard = null;
    if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
  }

  inTransaction(): boolean {
    return this.#connection.inTransaction;
  }

  async lock(options: LockOptions): Promise<AsyncDisposable> {
    // Nobody else can reach a database in memory.
    if (this.#parts.file === null) return { [Symbol.asyncDispose]: async () => {} };
    return SqliteLock.acquire(this.#parts.openOther, this.#parts.file, options);
  }

  async watchWrites(): Promise<WriteWatch> {
    const { SqliteWriteWatch } = await import('./backup/sqlite-write-watch.js');
    return this.#read(() => new SqliteWriteWatch(this.#connection, this.#parts.file));
  }

  async readSize(): Promise<number> {
    return this.#read(() => {
      // A lock is taken by a transaction, and that alone gives a new file its first page.
      const isEmpty = this.#connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
      return isEmpty ? 0 : pagesOf(this.#connection) * pageSizeOf(this.#connection);
    });
  }

  async backUpTo<Seen>(to: string, { look, onProgress, signal }: CopyOptions<Seen>): Promise<DatabaseCopy<Seen>> {
    const { file: from, openOther, display, place } = this.#parts;
    if (from === null) throw new Error('There is no copy of a database in memory.');
    const { copyDatabase } = await import('./backup/copy-database.js');
    try {
      const { journalMode } = await copyDatabase({ from, to, open: openOther, onProgress, signal });
      const connection = openOther(to);
      const details = { SQLite: versionOf(connection), 'journal mode': journalMode };
      const openForWriting = (): Promise<Database> => Promise.reject(new Error('A copy is not written to.'));
      const parts = { connection, file: to, place, display, isMissing: false, openOther, openForWriting };
      await using copied = new SqliteDatabase(parts);
      return { seen: await look(copied), details };
    } catch (error) {
      throw openingError(error, sqliteCode(error) === 'SQLITE_FULL' ? dirname(to) : from);
    }
  }

  async readTableDigests(options: DigestOptions): Promise<readonly TableDigest[]> {
    const { readSqliteDigests } = await import('./backup/sqlite-digests.js');
    return readSqliteDigests(this.#connection, options);
  }

  async findDamage(depth: 'quick' | 'whole'): Promise<string | null> {
    const { findSqliteDamage } = await import('./backup/find-damage.js');
    return findSqliteDamage(this.#connection, depth);
  }

  async countOrphans(): Promise<number | null> {
    const { countSqliteOrphans } = await import('./backup/find-damage.js');
    return countSqliteOrphans(this.#connection);
  }

  /** The same tables, and those that they refer to, in a database of their own. */
  copyTablesTo(target: BetterSqlite3.Database, tables: readonly string[]): void {
    copyTables(this.#connection, target, tables);
  }

  async listEntities(): Promise<readonly DatabaseEntity[]> {
    return this.#read(() => listSqliteTables(this.#connection));
  }

  entityName({ databaseName }: { readonly databaseName: string }): string {
    return databaseName;
  }

  quoteTable(entityName: string): string {
    return quoteIdentifier(entityName);
  }

  engineName(entityName: string): string {
    return entityName;
  }

  async readColumns(): Promise<readonly TableColumn[]> {
    return this.#read(() => readSqliteColumns(this.#connection));
  }

  async readDataChanges(statements: readonly Statement[]): Promise<readonly DataChange[]> {
    const { dataChangeOf } = await import('./data-change.js');
    return statements.flatMap(({ sql }) => dataChangeOf(sql));
  }

  async readCatalog(): Promise<readonly CatalogEntry[]> {
    return this.#read(() => readSqliteCatalog(this.#connection));
  }

  async readReferences(): Promise<readonly TableReference[]> {
    return this.#read(() => readSqliteReferences(this.#connection));
  }

  async readForeignKeys(): Promise<readonly ForeignKey[]> {
    const { readSqliteForeignKeys } = await import('./sqlite-rows.js');
    return this.#read(() => readSqliteForeignKeys(this.#connection));
  }

  // A transaction that may write has the whole file for itself.
  async holdTables(): Promise<void> {}

  async readRows(table: string, form: RowForm): Promise<TableRows> {
    const { readSqliteRows } = await import('./sqlite-rows.js');
    return this.#read(() => readSqliteRows(this.#connection, table, form));
  }

  async readRestoration(tables: readonly string[]): Promise<Restoration> {
    const { readSqliteRestoration } = await import('./sqlite-rows.js');
    return this.#read(() => readSqliteRestoration(this.#connection, tables));
  }

  async listHistoryTables(): Promise<readonly Pick<HistoryTable, 'table' | 'schema'>[]> {
    const names = await this.#read(() => listHistoryTables(this.#connection));
    return sorted(names).map((table) => ({ table, schema: null }));
  }

  async listFormerTables(tables: readonly HistoryTable[]): Promise<readonly HistoryTable[]> {
    return this.#read(() => listFormerTables(this.#connection, tables));
  }

  async readHistory(tables: readonly HistoryTable[], wanted?: 'all' | 'kept'): Promise<readonly HistoryRow[]> {
    return this.#read(() => readSqliteHistory(this.#connection, tables, wanted));
  }

  async completeDraft({ up, down }: DraftedScripts): Promise<DraftedScripts> {
    return { up: keepDependents(this.#connection, up), down: keepDependents(this.#connection, down) };
  }

  async findBroken(): Promise<string | null> {
    return findBroken(this.#connection);
  }

  #renameUnchecked(sql: string): void {
    this.#connection.exec(UNCHECKED_RENAME.before);
    try {
      this.#connection.exec(sql);
    } finally {
      this.#connection.exec(UNCHECKED_RENAME.after);
    }
  }

  explain(error: unknown): DatabaseFailure {
    return explainSqliteError(error);
  }

  #read<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      throw this.#explained(error);
    }
  }

  // A file that cannot be written, is full or is busy is no fault of the statement.
  #explained(error: unknown): unknown {
    return this.#parts.file === null ? error : openingError(error, this.#parts.file);
  }

  /** Goes on with another database. */
  protected reconnect(connection: BetterSqlite3.Database): void {
    this.#connection.close();
    this.#connection = connection;
    this.#guard = null;
  }

  async openForWriting(): Promise<Database> {
    await this.close();
    return this.#parts.openForWriting();
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function versionOf(connection: BetterSqlite3.Database): string {
  return String(connection.prepare('SELECT sqlite_version()').pluck().get());
}
