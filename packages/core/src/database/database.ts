import type { LockHolder } from '../events.js';
import type { HistoryRow } from '../history/history-row.js';

/** The databases that a driver exists for. */
export type Provider = 'sqlite';

/** A statement of a script, with its place. */
export interface Statement {
  /** 1-based position in the script. */
  readonly index: number;
  readonly sql: string;
  /** 1-based line of its first token. */
  readonly line: number;
  /**
   * `plain` can run in a transaction; `outside` cannot (VACUUM); `begin`, `end` and `savepoint` are the script's own
   * transaction control.
   */
  readonly kind: 'plain' | 'outside' | 'begin' | 'end' | 'savepoint';
}

/** A database error with what the driver knows of it. */
export interface StatementFailure {
  readonly message: string;
  /** The driver's own code, such as `SQLITE_CONSTRAINT_FOREIGNKEY` or a SQLSTATE. */
  readonly code: string | null;
}

/** A raw result, column by column, as Prisma's engine wants it. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: 'integer' | 'double' | 'text' | 'bytes' }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A user object of the database, described canonically: two databases with equal catalogs have equal schemas. */
export interface CatalogEntry {
  readonly kind: 'table' | 'view' | 'index' | 'trigger' | 'enum' | 'function';
  readonly name: string;
  /** The table it belongs to; its own name for a table or view. */
  readonly table: string;
  /** Canonical text of its definition. */
  readonly definition: string;
}

/** One open connection. All statements of a run go through it, in order. */
export interface Database extends AsyncDisposable {
  readonly provider: Provider;
  /** For people; without secrets. */
  readonly display: string;
  /** Rows of one statement. `?` marks a parameter in every dialect. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** As {@link query}, with column names and types. */
  queryTable(sql: string, parameters: readonly unknown[]): Promise<ResultTable>;
  /** Runs one statement without a result. Throws the driver's error; see {@link explainFailure}. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<void>;
  /** Runs a script of several statements. */
  executeScript(sql: string): Promise<void>;
  /** Starts a transaction fit for schema changes. */
  begin(): Promise<void>;
  /** Checks what the database checks late (foreign keys), then commits; on a failed check nothing is committed. */
  commit(): Promise<void>;
  /** Ends the transaction without effect; does nothing outside one. */
  rollback(): Promise<void>;
  /** Whether a transaction is open, one that a script opened itself included. */
  inTransaction(): boolean;
  /** Names of all tables, history tables included; `schema.table` where the database has schemas. */
  listTables(): Promise<readonly string[]>;
  /** All user objects but history tables. */
  readCatalog(): Promise<readonly CatalogEntry[]>;
  /** The applied revisions of all given tables, those that do not exist read as empty, in one query. */
  readHistory(tables: readonly HistoryTable[]): Promise<readonly HistoryRow[]>;
  explainFailure(error: unknown): StatementFailure;
  close(): Promise<void>;
}

/** Where an extension's history lies. */
export interface HistoryTable {
  readonly extension: string;
  readonly table: string;
}

/** Held for a whole run; only one run per database has it. */
export interface DatabaseLock extends AsyncDisposable {
  release(): Promise<void>;
}

/** How to open a database. */
export interface OpenOptions {
  readonly url: string;
  readonly display: string;
  /** Base of relative paths. */
  readonly root: string;
  /** `write` creates what is missing; `read` changes nothing and finds an absent database empty. */
  readonly mode: 'read' | 'write';
}

/** How long to wait for a lock, and what to tell meanwhile. */
export interface LockOptions extends Omit<OpenOptions, 'mode'> {
  readonly timeoutMs: number;
  readonly command: string;
  readonly onWaiting?: (holder: LockHolder) => void;
  readonly signal?: AbortSignal;
}

/** Everything that differs between databases. */
export interface Driver {
  readonly provider: Provider;
  open(options: OpenOptions): Promise<Database>;
  /** An empty, disposable database; closing it removes it. */
  openShadow(options: {
    readonly extension: string;
    readonly shadowUrl: string | null;
    readonly root: string;
  }): Promise<Database>;
  lock(options: LockOptions): Promise<DatabaseLock>;
  /** Splits a script into its statements. */
  parseScript(sql: string): readonly Statement[];
  quoteIdentifier(name: string): string;
  quoteLiteral(value: string): string;
  /** The statement that creates a history table in Prisma's own form. */
  createHistoryTable(table: string): string;
  /** A table's name as Prisma's engine wants it in `externalTables`. */
  externalName(entity: { readonly databaseName: string; readonly schema: string | null }): string;
}
