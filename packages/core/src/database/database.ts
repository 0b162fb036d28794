import type { LockHolder } from '../events.js';
import type { HistoryRow } from '../revisions/history-row.js';

/** The databases that a driver exists for, by the name that a datasource block gives them. */
export type Provider = 'sqlite';

/** A statement of a script, with its place. */
export interface Statement {
  /** 1-based position in the script. */
  readonly index: number;
  readonly sql: string;
  /** 1-based line of its first token. */
  readonly line: number;
  /** `plain` can run in a transaction; `outside` cannot; `begin` and `end` are the script's own transaction control. */
  readonly kind: 'plain' | 'outside' | 'begin' | 'end';
  /** Whether it could create, drop or rename a table; what is not understood could. */
  readonly mayChangeTables: boolean;
}

/** A database error with what the driver knows of it. */
export interface DatabaseFailure {
  readonly message: string;
  /** The database's own code, such as `SQLITE_CONSTRAINT_FOREIGNKEY`; null for what did not come from the database. */
  readonly code: string | null;
}

/** A raw result, column by column, as Prisma's engine wants it. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: 'integer' | 'double' | 'text' | 'bytes' }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** One column of one table. */
export interface TableColumn {
  readonly table: string;
  readonly name: string;
  /** As declared, in upper case. */
  readonly type: string;
  readonly required: boolean;
  /** Whether a row can be inserted without a value for it: a default, an identity, a generated column. */
  readonly hasDefault: boolean;
}

/** A user object of the database, described canonically: databases with equal catalogs have equal schemas. */
export interface CatalogEntry {
  readonly kind: 'table' | 'view' | 'index' | 'trigger';
  readonly name: string;
  readonly definition: string;
}

/** The history table of one extension. */
export interface HistoryTable {
  readonly extension: string;
  readonly table: string;
}

/** How long to wait for the lock, and whom to tell meanwhile. */
export interface LockOptions {
  readonly timeoutMs: number;
  /** What is waiting, for whoever finds the lock taken: `orchestrate upgrade`. */
  readonly command: string;
  readonly onWaiting?: ((holder: LockHolder) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One open connection. All statements of a run go through it, in order. */
export interface Database extends AsyncDisposable {
  readonly provider: Provider;
  /** For people; without secrets. */
  readonly display: string;
  /** Whether it was opened for reading and is not there. */
  readonly isMissing: boolean;

  /** Rows of one statement. `?` marks a parameter in every dialect. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** As {@link Database.query}, with column names and types. */
  queryTable(sql: string, parameters: readonly unknown[]): Promise<ResultTable>;
  /**
   * Runs one statement that gives no rows. What is wrong with the statement comes as the database's own error (see
   * {@link Database.explain}), what is wrong with the database (full, busy, read-only) as an OrchestrateError.
   */
  execute(sql: string, parameters?: readonly unknown[]): Promise<void>;

  /** Starts a transaction fit for schema changes. */
  begin(): Promise<void>;
  /**
   * Commits. `verify` first checks what the database itself would not (foreign keys while they are off) and throws
   * without committing when the transaction broke something that held before.
   */
  commit(options: { readonly verify: boolean }): Promise<void>;
  /** Ends the transaction without effect; does nothing outside one. */
  rollback(): Promise<void>;
  /** Whether a transaction is open, one that a script opened itself included. */
  inTransaction(): boolean;
  /** Waits until no other run works on this database; held until released. */
  lock(options: LockOptions): Promise<AsyncDisposable>;

  /** Writes a complete copy to a new file, while others may go on writing. */
  backUpTo(file: string): Promise<void>;

  /** Names of all tables; history tables and the database's own excluded. */
  listTables(): Promise<readonly string[]>;
  /** The columns of all tables that {@link Database.listTables} names. */
  readColumns(): Promise<readonly TableColumn[]>;
  /** Every user object, history tables excluded, in a fixed order. */
  readCatalog(): Promise<readonly CatalogEntry[]>;

  /** The rows of all given history tables, oldest first; tables that do not exist read as empty. */
  readHistory(tables: readonly HistoryTable[]): Promise<readonly HistoryRow[]>;

  /**
   * A script with what it takes for the triggers that are there now, and the indexes that Prisma's engine cannot
   * describe, to be on the tables that it rebuilds or creates again; as it is where nothing is to be done.
   */
  keepDependents(script: string): Promise<string>;
  /** What is broken of that which the database itself checks only in use (views, triggers, references); null for nothing. */
  findBroken(): Promise<string | null>;

  explain(error: unknown): DatabaseFailure;
  close(): Promise<void>;
}

/** How to open a database. */
export interface OpenOptions {
  readonly url: string;
  readonly display: string;
  /** Base of relative paths, absolute. */
  readonly root: string;
  /** `write` creates the database where it is missing; `read` changes nothing and finds a missing one empty. */
  readonly mode: 'read' | 'write';
}

/** How to open a shadow database. */
export interface ShadowOptions {
  readonly extension: string;
  /** `auto`, or the URL of a database that is empty and not the live one. */
  readonly shadow: 'auto' | { readonly url: string };
  readonly root: string;
}

/** Everything that differs between databases. */
export interface Driver {
  readonly provider: Provider;
  open(options: OpenOptions): Promise<Database>;
  /** An empty, disposable database; closing it removes what was put into it. */
  openShadow(options: ShadowOptions): Promise<Database>;
  /**
   * A shadow database that holds only these tables of another and those that they refer to, without rows: quick to
   * describe, and free to be changed.
   */
  openExcerpt(shadow: Database, tables: readonly string[]): Promise<Database>;
  /** Splits a script into its statements; comments between them are dropped. */
  parseScript(sql: string): readonly Statement[];
  /** What a script that is run by hand must set first; empty where nothing. */
  readonly scriptPreamble: string;
  /** A statement as it stands in a script that is run by hand, its end included. */
  scriptOf(statement: Statement): string;
  quoteIdentifier(name: string): string;
  quoteLiteral(value: string): string;
  /** A point in time as the history table stores it. */
  encodeTime(time: Date): unknown;
  /** The same as SQL text. */
  timeLiteral(time: Date): string;
  /** The statement that creates a history table in Prisma's own form, unless it is there. */
  createHistoryTable(table: string): string;
  /** A table's or enum's name, as {@link Database.listTables} gives it and as Prisma's engine wants external ones. */
  qualifiedName(entity: { readonly databaseName: string; readonly schema: string | null }): string;
  /** Whether every value of one column type survives a change to the other. */
  isWidening(from: string, to: string): boolean;
}
