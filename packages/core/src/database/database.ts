import type { Config } from '../config/config.js';
import type { Environment } from '../config/environment.js';
import type { LockHolder, OnEvent } from '../events.js';
import type { HistoryRow } from '../revisions/history-row.js';
import type { BackupDriver, CopiedDatabase } from './backups.js';
import type { DriverChecks } from './doctor-checks.js';
import type { EngineConnection } from './engine-connection.js';
import type { SqlLinter } from './sql-lint.js';
import type { SharedServer, ShareServerOptions, TestGround, TestGroundOptions } from './test-ground.js';

/** The databases that a driver exists for, by the name that a datasource block gives them. */
export type Provider = 'sqlite' | 'postgresql' | 'cockroachdb';

/** A statement of a script, with its place. */
export interface Statement {
  /** 1-based position in the script. */
  readonly index: number;
  readonly sql: string;
  /** 1-based line of its first token. */
  readonly line: number;
  /** `plain` can run in a transaction; `outside` cannot; `begin` and `end` are the script's own transaction control. */
  readonly kind: 'plain' | 'outside' | 'begin' | 'end';
  /** Whether it is transaction control that a transaction around the whole script makes needless. */
  readonly isRedundant: boolean;
  /** Whether it sets something for the statements after it, however far behind it they run. */
  readonly setsSession: boolean;
  /** Whether it could create, drop or rename a table; what is not understood could. */
  readonly mayChangeTables: boolean;
}

/** A database error with what the driver knows of it. */
export interface DatabaseFailure {
  readonly message: string;
  /** The database's own code, such as `SQLITE_CONSTRAINT_FOREIGNKEY`; null for what did not come from the database. */
  readonly code: string | null;
}

/** Something that one extension owns, by the name that {@link Database.entityName} gives it. */
export interface DatabaseEntity {
  readonly kind: 'table' | 'enum';
  readonly name: string;
}

/** One column of one table. */
export interface TableColumn {
  /** As {@link DatabaseEntity.name}. */
  readonly table: string;
  readonly name: string;
  /** As declared, in upper case. */
  readonly type: string;
  readonly required: boolean;
  /** Whether a row can be inserted without a value for it: a default, an identity, a generated column. */
  readonly hasDefault: boolean;
  /** The values of its enum, in order; null where it has none. */
  readonly values: readonly string[] | null;
}

/** What a statement does to the data of a table, by names as {@link Database.entityName} gives them, though spelt as in the statement. */
export type DataChange =
  | { readonly kind: 'table-made' | 'table-dropped'; readonly table: string }
  | { readonly kind: 'table-renamed'; readonly table: string; readonly to: string }
  | { readonly kind: 'column-dropped'; readonly table: string; readonly column: string }
  | { readonly kind: 'column-renamed'; readonly table: string; readonly column: string; readonly to: string }
  /** All rows, or those that a condition chooses. */
  | { readonly kind: 'rows-deleted'; readonly table: string; readonly isPartial: boolean }
  /** All rows of one table go into another, too; of each the values of these columns, or of all (null). */
  | {
      readonly kind: 'rows-copied';
      readonly table: string;
      readonly to: string;
      readonly columns: readonly string[] | null;
    };

/** What one statement does to one object of the schema, or to the rows of a table. */
export interface Touch {
  readonly action: 'made' | 'changed' | 'renamed' | 'dropped' | 'written';
  /** What it is; `table` for rows that are `written`. A `schema` is touched with all that is in it. */
  readonly kind:
    | 'table'
    | 'view'
    | 'index'
    | 'sequence'
    | 'trigger'
    | 'rule'
    | 'policy'
    | 'statistics'
    | 'type'
    | 'enum'
    | 'function'
    | 'schema';
  /** As {@link Database.entityName} gives it, though spelt as in the statement; a function with its argument types. */
  readonly name: string;
  /** The table that it is or hangs on; null where it is none and the statement does not say. */
  readonly table: string | null;
  /** The new name of what is renamed or moved. */
  readonly to?: string;
  /** Whether it is gone with the session. */
  readonly isTemporary?: boolean;
}

/** A user object of the database, described canonically: databases with equal catalogs have equal schemas. */
export interface CatalogEntry {
  /** `table`, `view`, `index`, `trigger`, and what else the database has. */
  readonly kind: string;
  readonly name: string;
  readonly definition: string;
  /** The table that it is or hangs on, as {@link DatabaseEntity.name}; without for what stands by itself. */
  readonly table?: string;
}

/** A table that needs another table, by a foreign key, or an enum, for a column. */
export interface TableReference {
  /** As {@link DatabaseEntity.name}. */
  readonly table: string;
  /** What it needs, as {@link DatabaseEntity.name}. */
  readonly target: string;
}

/** A reference from rows of one table to rows of another; tables by the name that {@link Database.entityName} gives them. */
export interface ForeignKey {
  readonly table: string;
  /** Null where the database does not keep it. */
  readonly name: string | null;
  readonly columns: readonly string[];
  /** The table that is referred to. */
  readonly references: string;
}

/** `literals` are as SQL takes them; `text` is for other programs, points in time in ISO 8601 and bytes in hex behind `\\x`. */
export type RowForm = 'literals' | 'text';

/** The rows of one table, as they are: numbers are text from the start. */
export interface TableRows {
  /** Without those that the database computes. */
  readonly columns: readonly string[];
  /** What goes before rows of literals to put them back: `INSERT INTO … VALUES`. */
  readonly insert: string;
  /** Never all at once. NULL is null, as a literal `NULL`. Nothing else is to be done meanwhile. */
  readonly rows: AsyncIterable<readonly (string | null)[]>;
}

/** The statements around rows that are put back by hand, in the same transaction. */
export interface Restoration {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The history table of one extension. */
export interface HistoryTable {
  readonly extension: string;
  readonly table: string;
  /** The database schema that it is in; null for the one that the connection works in. */
  readonly schema: string | null;
  /** Names that the extension had; a database that has no such table may have that of one of them. */
  readonly formerNames?: readonly string[];
}

/** How long to wait for the lock, and whom to tell meanwhile. */
export interface LockOptions {
  readonly timeoutMs: number;
  /** What is waiting, for whoever finds the lock taken: `orchestrate upgrade`. */
  readonly command: string;
  readonly onWaiting?: ((holder: LockHolder) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The scripts of a revision, there and back. */
export interface DraftedScripts {
  readonly up: string;
  readonly down: string;
}

/** What a draft is made fit with. */
export interface CompleteDraftOptions {
  /** Names of enums that columns of other extensions have. */
  readonly sharedEnums: readonly string[];
}

/** One open connection. All statements of a run go through it, in order. */
export interface Database extends CopiedDatabase, AsyncDisposable {
  readonly provider: Provider;
  /** For people; without secrets. */
  readonly display: string;
  /** As {@link Driver.placeOf} says. */
  readonly place: string;
  /** Whether it was opened for reading and is not there. */
  readonly isMissing: boolean;
  /** The database schema that unqualified names mean; null where the database has none. */
  readonly defaultSchema: string | null;

  /** Rows of one statement. `?` marks a parameter in every dialect. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Lets Prisma's engine work in the same session, lock and settings included. */
  engineConnection(): EngineConnection;
  /**
   * Runs one statement that gives no rows. What is wrong with the statement comes as the database's own error (see
   * {@link Database.explain}), what is wrong with the database (full, busy, read-only) as an OrchestrateError.
   */
  execute(sql: string, parameters?: readonly unknown[]): Promise<void>;
  /**
   * Runs statements in their order, in one round trip where the database can. Where one fails, it rejects as
   * {@link Database.execute} does, after `onExecuted` was told how many are through.
   */
  executeAll(statements: readonly string[], onExecuted: (count: number) => void): Promise<void>;
  /**
   * Takes back what a script may have set for the rest of the session (its role, what unqualified names mean, limits),
   * so that each script starts as the first one does, and the history is written by who opened the database.
   */
  restoreSession(): Promise<void>;
  /**
   * After an interruption: whether a statement that cannot run in a transaction has landed. What it left half-way is
   * taken back first, so that it can run again.
   */
  settle(statement: Statement): Promise<'landed' | 'not-landed'>;

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

  /** All tables and enums; history tables and the database's own excluded. */
  listEntities(): Promise<readonly DatabaseEntity[]>;
  /** The name of a table or an enum: bare in the default schema, `schema.name` elsewhere. */
  entityName(entity: { readonly databaseName: string; readonly schema: string | null }): string;
  /** A table by a name of {@link Database.entityName}, in SQL. */
  quoteTable(entityName: string): string;
  /** A name of {@link Database.entityName} as Prisma's engine wants that of an external table or enum. */
  engineName(entityName: string): string;
  /** The columns of all tables that {@link Database.listEntities} names. */
  readColumns(): Promise<readonly TableColumn[]>;
  /**
   * What the statements of a script do to the data of tables, as far as they say it themselves: code that they call,
   * and rows that go because others do, are not looked into.
   *
   * @param tables all tables before the script, for statements that mean several
   */
  readDataChanges(statements: readonly Statement[], tables: readonly string[]): Promise<readonly DataChange[]>;
  /** Every user object, history tables excluded, in a fixed order. */
  readCatalog(): Promise<readonly CatalogEntry[]>;
  /** What tables need of each other, and the enums that they need, each once. */
  readReferences(): Promise<readonly TableReference[]>;

  /** Every reference between tables, those of tables that nobody knows any more too. */
  readForeignKeys(): Promise<readonly ForeignKey[]>;
  /** Inside a transaction: keeps everyone else from writing to these tables until it ends. */
  holdTables(tables: readonly string[]): Promise<void>;
  /** The rows of a table, inside a transaction. */
  readRows(table: string, form: RowForm): Promise<TableRows>;
  /**
   * What rows of these tables need around them to be put back as they are, with the numbers that the tables go on from.
   *
   * @param backward references to rows that are put back later
   */
  readRestoration(tables: readonly string[], backward: readonly ForeignKey[]): Promise<Restoration>;

  /** Every table that is called like a history table, of extensions that nobody knows any more too, by name. */
  listHistoryTables(): Promise<readonly Pick<HistoryTable, 'table' | 'schema'>[]>;
  /**
   * Those of the given history tables that are still called by a former name of their extension, as they are called.
   * What is known from the last look at all of them serves.
   *
   * @throws OrchestrateError `HISTORY.TWO_TABLES`
   */
  listFormerTables(tables: readonly HistoryTable[]): Promise<readonly HistoryTable[]>;
  /**
   * The rows of all given history tables, oldest first; tables that do not exist read as empty, and one that is still
   * called by a former name of its extension serves under that. Scripts that applied
   * rows keep in their `logs` stay where they are (`logs` is null then), unless those rows are all that is wanted.
   */
  readHistory(tables: readonly HistoryTable[], wanted?: 'all' | 'kept'): Promise<readonly HistoryRow[]>;

  /**
   * Scripts of Prisma's engine made fit for this database as it is now, before the way up: with what it takes for the
   * triggers, and the indexes that the engine cannot describe, to be on the tables that they rebuild or create again,
   * without names that hold in a shadow database only, and with the columns of others that have an enum which they
   * replace. As they are where nothing is to be done.
   */
  completeDraft(draft: DraftedScripts, options: CompleteDraftOptions): Promise<DraftedScripts>;
  /** What is broken of that which the database itself checks only in use (views, triggers, references); null for nothing. */
  findBroken(): Promise<string | null>;

  explain(error: unknown): DatabaseFailure;
  /** The same database, open for writing; nothing is to be done with this one any more. */
  openForWriting(): Promise<Database>;
  /** Closing twice does no harm. */
  close(): Promise<void>;
}

/** A disposable database in which revisions are replayed; closing it removes it or what was put into it. */
export interface ShadowDatabase extends Database {
  /** Makes it as it was when it was opened. */
  reset(): Promise<void>;
}

/** How to open a database. */
export interface OpenOptions {
  readonly url: string;
  readonly display: string;
  /** Base of relative paths, absolute. */
  readonly root: string;
  /** `write` creates a SQLite file where it is missing; `read` changes nothing and finds a missing one empty. */
  readonly mode: 'read' | 'write';
  /** What the connection is for, for those who look at the connections of a server: `orchestrate upgrade`. */
  readonly command: string;
  /** How long a statement of a revision waits for a lock on a table; null for the server's own limit. */
  readonly lockTimeoutMs: number | null;
  /** How long a statement of a revision may run; null for the server's own limit. */
  readonly statementTimeoutMs: number | null;
  /** What the URL leaves open is looked for there; `process.env` unless given. */
  readonly environment?: Environment | undefined;
  readonly onEvent?: OnEvent | undefined;
  /** Ends the attempt to connect. */
  readonly signal?: AbortSignal | undefined;
}

/** Where revisions are replayed: see `shadow` of the configuration. */
export type ShadowPlace = Config['shadow'];

/** How to open a shadow database. */
export interface ShadowOptions {
  readonly extension: string;
  readonly shadow: ShadowPlace;
  /** The shadow database that Prisma's own configuration names, first among what `auto` may mean; null without one. */
  readonly prismaUrl: string | null;
  /** The database that the shadow database stands in for; null where nothing names one. */
  readonly live: Omit<OpenOptions, 'mode'> | null;
  /** SQL that prepares it, before the first revision; null for none. */
  readonly initScript: string | null;
  readonly root: string;
  /** As for a database. */
  readonly environment?: Environment | undefined;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A token of SQL, by its place in the text. */
export interface SqlToken {
  /** `name` is a quoted identifier, `word` a bare one or a keyword, `other` a number or a single character. */
  readonly kind: 'blank' | 'comment' | 'string' | 'name' | 'word' | 'other';
  readonly start: number;
  readonly end: number;
}

/** How a database writes names. */
export type DatabaseNames = Pick<Database, 'defaultSchema' | 'entityName' | 'engineName'>;

/** What is known of a shadow database before it is opened. */
export interface ShadowForecast extends Pick<Database, 'defaultSchema' | 'entityName'> {
  /** Everything about its place that can change what comes of a replay: versions, sorting, what can be installed there. */
  readonly place: string;
}

/** What a new project begins with. */
export interface StarterDatabase {
  /** For `.env`. */
  readonly url: string;
  /** Whether that URL works as it is; otherwise it only shows what one looks like. */
  readonly isReady: boolean;
  /** The npm package that the generated client reaches the database through. */
  readonly adapter: string;
  /** The npm packages that work only where their install scripts may run, for which pnpm wants to be asked. */
  readonly builds: readonly string[];
  /** What it leaves in the project that is not to be committed, as `.gitignore` has it. */
  readonly ignored: readonly string[];
}

/** What a URL names, as far as it can be told without a connection. */
export interface DatabaseIdentity {
  /** Short, for people, and the same for everyone who uses the URL: neither user nor password is in it. */
  readonly name: string;
  /** Equal for URLs of the same database, however they are written; a schema of a database is one of its own. */
  readonly key: string;
  /** Equal for those that share the lock of {@link Database.lock}, so that runs on them wait for each other. */
  readonly lock: string;
  /** As {@link DatabaseIdentity.lock}, but the same on every machine, for which links may lead elsewhere. */
  readonly address: string;
  /** The database schema that unqualified names mean; null where databases have none. */
  readonly schema: string | null;
}

/** Everything that differs between databases. */
export interface Driver extends BackupDriver, SqlLinter {
  readonly provider: Provider;
  readonly starter: StarterDatabase;
  /** Whether an enum is something of its own in the database. */
  readonly hasEnums: boolean;
  /** On how many databases one process works at once, unless it is told. */
  readonly fleetConcurrency: number;
  /** @throws OrchestrateError `DATABASE.BAD_URL` */
  identify(target: Pick<OpenOptions, 'url' | 'display' | 'root' | 'environment'>): DatabaseIdentity;
  /** The URL for a program that runs elsewhere: what is relative in it is not any more. */
  absoluteUrl(target: Pick<OpenOptions, 'url' | 'display' | 'root'>): string;
  /** A URL of {@link Driver.absoluteUrl} as Prisma Studio takes it. */
  studioUrl(absoluteUrl: string): string;
  /** A URL of the same database that works in this schema; null where databases have none. */
  urlOfSchema(url: string, schema: string): string | null;
  open(options: OpenOptions): Promise<Database>;
  /** What tells a database from every other of its provider, whoever connects to it and how; without secrets. */
  placeOf(options: Pick<OpenOptions, 'url' | 'display' | 'root'>): string;
  /** Creates the database that a URL names, where a server says that it is missing. */
  createDatabase(options: OpenOptions): Promise<void>;
  /** A disposable database that holds nothing but what the initial script makes. */
  openShadow(options: ShadowOptions): Promise<ShadowDatabase>;
  /** Looks at where {@link Driver.openShadow} would open one, and makes nothing there. */
  describeShadow(options: ShadowOptions): Promise<ShadowForecast>;
  /**
   * A shadow database that holds only these tables of another and those that they refer to, without rows: quick to
   * describe, and free to be changed. Where describing costs the same anyhow it is the shadow database itself.
   */
  openExcerpt(shadow: Database, tables: readonly string[]): Promise<Database>;
  /**
   * Takes a throw-away server for test databases that is there already, or starts one; null where databases are on no
   * servers.
   *
   * @throws OrchestrateError `SHADOW.EMBEDDED_MISSING` where there is no such thing, `SHADOW.EMBEDDED_*`
   */
  readonly shareServer: ((options: ShareServerOptions) => Promise<SharedServer>) | null;
  /** What `doctor` looks at beside what is the same everywhere. */
  doctorChecks(): Promise<DriverChecks>;
  /** A place for test databases. */
  openTestGround(options: TestGroundOptions): Promise<TestGround>;
  /** Splits a script into its statements; comments between them are dropped. */
  parseScript(sql: string): Promise<readonly Statement[]>;
  /**
   * What a script that is run by hand must set first; empty where nothing.
   *
   * @param defaultSchema the database schema that unqualified names mean
   */
  scriptPreamble(defaultSchema: string | null): string;
  /** What takes back, in a script that is run by hand, what these statements have set for those after them. */
  scriptRestoration(statements: readonly Statement[], defaultSchema: string | null): readonly string[];
  /** A statement as it stands in a script that is run by hand, its end included. */
  scriptOf(statement: Statement): string;
  /**
   * Whether a failure may come of revisions that share a transaction, so that one transaction for each may well do.
   *
   * @param code that of the database
   */
  isOfSharedTransaction(code: string | null): boolean;
  quoteIdentifier(name: string): string;
  quoteLiteral(value: string): string;
  /** As {@link Database.entityName}, before there is a database: null means the usual schema. */
  entityName(
    entity: { readonly databaseName: string; readonly schema: string | null },
    defaultSchema: string | null,
  ): string;
  /** How the database of a URL writes names, without a look at it. */
  namesOf(target: Pick<OpenOptions, 'url' | 'display' | 'root' | 'environment'>): DatabaseNames;
  /**
   * What drops something of a catalog, as far as it is there, with all that depends on it; null for what goes with
   * something else. An enum may be named as {@link Database.quoteTable} does.
   */
  dropStatement(entry: Pick<CatalogEntry, 'kind' | 'name'>): string | null;
  /** The longest name that it keeps whole, in bytes of UTF-8; null where there is no such limit. */
  readonly nameBytes: number | null;
  /** What two names of tables or columns have in common that mean the same one. */
  nameKey(name: string): string;
  /** A history table in SQL. */
  quoteHistoryTable(table: HistoryTable): string;
  /** A point in time as the history table stores it. */
  encodeTime(time: Date): unknown;
  /** The same as SQL text. */
  timeLiteral(time: Date): string;
  /** The statements that create a history table in Prisma's own form, and its schema, unless they are there. */
  createHistoryTable(table: HistoryTable): readonly string[];
  /** The statements that give a history table another name, in the schema that it is in. */
  renameHistoryTable(from: HistoryTable, to: string): readonly string[];
  /** Whether every value of one column type survives a change to the other. */
  isWidening(from: string, to: string): boolean;
  /** The tokens of a script, gapless and in order; what is not terminated runs to the end. */
  readTokens(sql: string): Promise<readonly SqlToken[]>;
  /**
   * What each of these statements does to objects of the schema and to rows, as far as it says so itself: code that it
   * calls is not looked into. In the order of the statements; nothing for what cannot be read.
   *
   * @param defaultSchema the database schema that unqualified names mean; the usual one where it is null
   */
  readTouches(
    statements: readonly Pick<Statement, 'sql'>[],
    defaultSchema: string | null,
  ): Promise<readonly (readonly Touch[])[]>;
}
