import type { OnEvent } from '../../events.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { CopyOptions, DatabaseCopy, DigestOptions, TableDigest, WriteWatch } from '../backups.js';
import type {
  CatalogEntry,
  CompleteDraftOptions,
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
import { backupUnsupported } from './backup/backup-unsupported.js';
import { placeOf } from './connection/place-of.js';
import { poolerWarning } from './connection/pooler-warning.js';
import type { PostgresConnection } from './connection/postgres-connection.js';
import { explainPostgresError, runningError } from './connection/postgres-errors.js';
import type { PostgresSession } from './connection/postgres-session.js';
import {
  furtherRestoration,
  mayChangeSession,
  mayReleaseLocks,
  sessionRestoration,
} from './connection/postgres-session.js';
import type { PostgresLocation } from './connection/postgres-url.js';
import type { StatementLimits } from './connection/statement-limits.js';
import type { SchemaName } from './entity-name.js';
import { readEntityName, writeEntityName } from './entity-name.js';
import { PostgresLock } from './lock/postgres-lock.js';
import { postgresEngineConnection } from './postgres-engine-connection.js';
import { createsHistory, PostgresHistory } from './postgres-history.js';
import { quoteIdentifier, quoteStored } from './quote.js';
import { truncateIdentifier } from './truncate-identifier.js';

/** What a {@link PostgresDatabase} is made of. */
export interface PostgresDatabaseParts {
  readonly provider: Provider;
  readonly connection: PostgresConnection;
  readonly location: PostgresLocation;
  readonly session: PostgresSession;
  /** What the connection is for. */
  readonly command: string;
  /** Whether the session refuses to write until {@link PostgresDatabase.openForWriting}. */
  readonly isReadOnly: boolean;
  readonly limits: StatementLimits;
  readonly onEvent?: OnEvent | undefined;
}

/** How much smaller than its tables a dump is at best: it is compressed, and has no indexes. */
const BEST_COMPRESSION = 8;

/** One connection to a PostgreSQL database. */
export class PostgresDatabase implements Database {
  readonly provider: Provider;
  readonly display: string;
  readonly isMissing = false;
  readonly defaultSchema: string;
  #parts: PostgresDatabaseParts;
  #connection: PostgresConnection;
  #history: PostgresHistory;
  /** Whether a script may have left the session otherwise than it was. */
  #isSessionChanged = false;
  readonly #furtherRestoration = new Set<string>();
  #mayHaveUnlocked = false;
  #lock: PostgresLock | null = null;

  constructor(parts: PostgresDatabaseParts) {
    this.#parts = parts;
    this.#connection = parts.connection;
    this.provider = parts.provider;
    this.display = parts.location.display;
    this.defaultSchema = parts.location.schema;
    this.#history = new PostgresHistory(parts.connection, this.defaultSchema, parts.session.historyRelations);
  }

  /** Goes on with another connection to a database that is called the same. */
  protected reconnect(parts: PostgresDatabaseParts): void {
    this.#parts = parts;
    this.#connection = parts.connection;
    this.#history = new PostgresHistory(parts.connection, this.defaultSchema, parts.session.historyRelations);
    this.#isSessionChanged = false;
  }

  /** The statements that make the session what it was. */
  protected sessionRestoration(): readonly string[] {
    return sessionRestoration(this.#sessionOptions());
  }

  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#explained(() => this.#connection.query<Row>(sql, parameters));
  }

  engineConnection(): EngineConnection {
    const connection = postgresEngineConnection({
      provider: this.provider,
      display: this.display,
      defaultSchema: this.defaultSchema,
      connection: () => this.#connection,
      explained: (work) => this.#explained(work),
    });
    const note = (script: string): void => {
      this.#noteStatements([script]);
      this.#isSessionChanged = true;
    };
    return {
      ...connection,
      executeScript: (script) => {
        note(script);
        return connection.executeScript(script);
      },
      executeRaw: (sql, values) => {
        // What has no values may be a script.
        if (values.length === 0) note(sql);
        return connection.executeRaw(sql, values);
      },
    };
  }

  async execute(sql: string, parameters: readonly unknown[] = []): Promise<void> {
    // What has parameters is of the history, and not of a script.
    const isHistory = parameters.length > 0;
    await this.#explained<unknown>(
      () => (isHistory ? this.#writeHistory(sql, parameters) : this.#connection.script([sql])),
      isHistory,
    );
  }

  async executeAll(statements: readonly string[], onExecuted: (count: number) => void): Promise<void> {
    if (statements.length === 0) return;
    this.#noteStatements(statements);
    let done = 0;
    const run = (): Promise<void> =>
      this.#parts.limits.run(this.#connection, {
        statements,
        onExecuted: (count) => {
          done = count;
          onExecuted(count);
        },
      });
    await this.#explained(run, () => createsHistory(statements[done] ?? ''));
  }

  async restoreSession(): Promise<void> {
    const further = [...this.#furtherRestoration];
    if (this.#isSessionChanged || further.length > 0) {
      const restoration = [...further, ...this.sessionRestoration()];
      await this.#explained(() => this.#connection.script(restoration));
      this.#isSessionChanged = false;
      this.#furtherRestoration.clear();
    }
    if (this.#mayHaveUnlocked) {
      await this.#explained(async () => this.#lock?.retake());
      this.#mayHaveUnlocked = false;
    }
  }

  async settle({ sql }: Statement): Promise<'landed' | 'not-landed'> {
    const { settleStatement } = await import('./script/settle-statement.js');
    return this.#explained(() => settleStatement(this.#connection, sql));
  }

  async begin(): Promise<void> {
    await this.#explained(() => this.#connection.script(['BEGIN']));
  }

  // The server checks everything itself.
  async commit(): Promise<void> {
    // Of a transaction that is not there, or has failed, the server would say that it is committed.
    if (this.#connection.transaction !== 'open' && !this.#connection.isLost) {
      throw new Error('the transaction was ended from within');
    }
    await this.#explained(() => this.#connection.script(['COMMIT']));
  }

  async rollback(): Promise<void> {
    if (!this.inTransaction()) return;
    try {
      await this.#connection.script(['ROLLBACK']);
    } catch (error) {
      // The server rolls back what belongs to a connection that is gone.
      if (!this.#connection.isLost) throw error;
    }
  }

  inTransaction(): boolean {
    return this.#connection.transaction !== 'none';
  }

  async lock(options: LockOptions): Promise<AsyncDisposable> {
    const acquire = (): Promise<PostgresLock> =>
      PostgresLock.acquire(this.#connection, { ...options, display: this.display });
    this.#lock = await this.#explained(acquire);
    return this.#lock;
  }

  async watchWrites({ backups }: { readonly backups: number }): Promise<WriteWatch> {
    const { PostgresWriteWatch } = await import('./backup/postgres-write-watch.js');
    const { database } = this.#parts.location;
    const parts = { connection: this.#connection, database, ownSessions: backups };
    return this.#explained(() => PostgresWriteWatch.begin(parts));
  }

  get place(): string {
    return placeOf(this.#parts.location);
  }

  async readSize(): Promise<number> {
    const [row] = await this.query<{ readonly size: string }>(
      `SELECT COALESCE(sum(pg_table_size(c.oid)), 0)::text AS size FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema'`,
    );
    return Math.ceil(Number(row?.size ?? 0) / BEST_COMPRESSION);
  }

  async backUpTo<Seen>(file: string, options: CopyOptions<Seen>): Promise<DatabaseCopy<Seen>> {
    const { location, session, onEvent } = this.#parts;
    if (this.provider === 'cockroachdb') throw backupUnsupported(this.provider);
    if (location.isPooled) onEvent?.(poolerWarning(location));
    const { dumpDatabase } = await import('./backup/dump-database.js');
    const { version: serverVersion, role } = session;
    const look = (): Promise<Seen> => options.look(this);
    const connection = this.#connection;
    return this.#explained(() => dumpDatabase({ ...options, look, connection, location, serverVersion, role, file }));
  }

  async readTableDigests(options: DigestOptions): Promise<readonly TableDigest[]> {
    const { readTableDigests } = await import('./backup/read-table-digests.js');
    const { display } = this;
    const { role } = this.#parts.session;
    const digests = await this.#explained(() => readTableDigests(this.#connection, { ...options, display, role }));
    return digests.map((digest) => ({ ...digest, table: writeEntityName(digest.table, this.defaultSchema) }));
  }

  // The server checks its pages itself, and its foreign keys whenever something is written.
  async findDamage(): Promise<null> {
    return null;
  }

  async countOrphans(): Promise<null> {
    return null;
  }

  async listEntities(): Promise<readonly DatabaseEntity[]> {
    const { listPostgresEntities } = await import('./catalog/postgres-entities.js');
    return this.#explained(() => listPostgresEntities(this.#connection, this.#entityName));
  }

  entityName({ databaseName, schema }: { readonly databaseName: string; readonly schema: string | null }): string {
    return writeEntityName({ schema: schema ?? this.defaultSchema, name: databaseName }, this.defaultSchema);
  }

  quoteTable(entityName: string): string {
    const { schema, name } = readEntityName(entityName, this.defaultSchema);
    return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
  }

  engineName(entityName: string): string {
    const { schema, name } = readEntityName(entityName, this.defaultSchema);
    return `${schema}.${name}`;
  }

  async readColumns(): Promise<readonly TableColumn[]> {
    const { readPostgresColumns } = await import('./catalog/postgres-entities.js');
    return this.#explained(() => readPostgresColumns(this.#connection, this.#entityName));
  }

  async readDataChanges(statements: readonly Statement[], tables: readonly string[]): Promise<readonly DataChange[]> {
    const { readDataChanges } = await import('./script/read-data-changes.js');
    const { defaultSchema } = this;
    return readDataChanges(statements, { tables, defaultSchema });
  }

  async readCatalog(): Promise<readonly CatalogEntry[]> {
    const { readPostgresCatalog } = await import('./catalog/postgres-catalog.js');
    return this.#explained(() => readPostgresCatalog(this.#connection, this.#entityName));
  }

  async readReferences(): Promise<readonly TableReference[]> {
    const { readPostgresReferences } = await import('./catalog/postgres-entities.js');
    return this.#explained(() => readPostgresReferences(this.#connection, this.#entityName));
  }

  async readForeignKeys(): Promise<readonly ForeignKey[]> {
    const { readPostgresForeignKeys } = await import('./catalog/postgres-foreign-keys.js');
    const nameOf = (table: SchemaName): string => writeEntityName(table, this.defaultSchema);
    return this.#explained(() => readPostgresForeignKeys(this.#connection, nameOf));
  }

  async holdTables(tables: readonly string[]): Promise<void> {
    if (tables.length === 0) return;
    const quoted = tables.map((table) => quoteStored(this.#storedName(table))).join(', ');
    // ACCESS EXCLUSIVE, which dropping them takes anyhow: getting there from less is how transactions block each other.
    await this.executeAll([`LOCK TABLE ${quoted} IN ACCESS EXCLUSIVE MODE`], () => {});
  }

  async readRows(table: string, form: RowForm): Promise<TableRows> {
    const { readPostgresRows } = await import('./postgres-rows.js');
    return this.#explained(() => readPostgresRows(this.#connection, this.#storedName(table), form));
  }

  async readRestoration(tables: readonly string[], backward: readonly ForeignKey[]): Promise<Restoration> {
    const { readPostgresRestoration } = await import('./postgres-restoration.js');
    return this.#explained(() =>
      readPostgresRestoration(this.#connection, {
        tables: tables.map((table) => this.#storedName(table)),
        backward: backward.map(({ table, name }) => ({ table: this.#storedName(table), key: name ?? '' })),
      }),
    );
  }

  async listHistoryTables(): Promise<readonly Pick<HistoryTable, 'table' | 'schema'>[]> {
    const relations = await this.#explained(() => this.#history.list(), true);
    return relations.map(({ name, schema }) => ({ table: name, schema }));
  }

  async listFormerTables(tables: readonly HistoryTable[]): Promise<readonly HistoryTable[]> {
    return this.#history.former(tables);
  }

  async readHistory(tables: readonly HistoryTable[], wanted?: 'all' | 'kept'): Promise<readonly HistoryRow[]> {
    return this.#explained(() => this.#history.read(tables, wanted), true);
  }

  async completeDraft(draft: DraftedScripts, { sharedEnums }: CompleteDraftOptions): Promise<DraftedScripts> {
    const { addsValues, completeDraft } = await import('./draft/complete-draft.js');
    const { moveEnumColumns } = await import('./draft/move-enum-columns.js');
    const { readEnumValues } = await import('./catalog/postgres-entities.js');
    const { defaultSchema } = this;
    const enums = addsValues(draft)
      ? await this.#explained(() => readEnumValues(this.#connection, defaultSchema))
      : new Map<string, readonly string[]>();
    const own = completeDraft(draft, { defaultSchema, enums });
    const withOthers = (script: string): string =>
      moveEnumColumns(script, { sharedEnums, entityName: this.#entityName });
    return { up: withOthers(own.up), down: withOthers(own.down) };
  }

  // PostgreSQL lets nothing be broken that something else relies on.
  async findBroken(): Promise<null> {
    return null;
  }

  explain(error: unknown): DatabaseFailure {
    return explainPostgresError(error, this.#connection.placeOf(error));
  }

  async openForWriting(): Promise<Database> {
    const { location, onEvent } = this.#parts;
    if (location.isPooled) onEvent?.(poolerWarning(location));
    if (!this.#parts.isReadOnly) return this;
    // Back to what the server says, which may itself be that nothing is to be written.
    await this.#explained(() => this.#connection.script(['RESET default_transaction_read_only']));
    const session = { ...this.#parts.session, historyRelations: this.#history.relations };
    return new PostgresDatabase({ ...this.#parts, session, isReadOnly: false });
  }

  async close(): Promise<void> {
    await this.#connection.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  readonly #entityName = (entity: { readonly databaseName: string; readonly schema: string | null }): string =>
    this.entityName(entity);

  #storedName(entityName: string): SchemaName {
    const { schema, name } = readEntityName(entityName, this.defaultSchema);
    return { schema: truncateIdentifier(schema), name };
  }

  // Between the statements of a script the session is as the script wants it, but its role may not know the history.
  async #writeHistory(sql: string, parameters: readonly unknown[]): Promise<void> {
    const role = this.#isSessionChanged ? await readRole(this.#connection) : null;
    const set = this.inTransaction() ? 'SET LOCAL ROLE' : 'SET ROLE';
    if (role !== null) await this.#connection.script([`${set} NONE`]);
    await this.#connection.query(sql, parameters);
    if (role !== null) await this.#connection.script([`${set} ${quoteIdentifier(role)}`]);
  }

  /** What has to be taken back when they are through. */
  #noteStatements(statements: readonly string[]): void {
    this.#isSessionChanged ||= statements.some(mayChangeSession);
    for (const each of statements.flatMap(furtherRestoration)) this.#furtherRestoration.add(each);
    this.#mayHaveUnlocked ||= statements.some(mayReleaseLocks);
  }

  #sessionOptions(): { readonly schema: string; readonly command: string; readonly isReadOnly: boolean } {
    return { schema: this.defaultSchema, command: this.#parts.command, isReadOnly: this.#parts.isReadOnly };
  }

  // A server that is gone, full or only to be read is no fault of the statement.
  async #explained<Result>(work: () => Promise<Result>, isHistory: boolean | (() => boolean) = false): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw runningError(error, {
        display: this.display,
        role: this.#parts.session.role,
        schema: this.defaultSchema,
        isLost: this.#connection.isLost,
        isHistory: typeof isHistory === 'boolean' ? isHistory : isHistory(),
      });
    }
  }
}

/** The role that a script has set; null where it has set none. */
async function readRole(connection: PostgresConnection): Promise<string | null> {
  const [row] = await connection.query<{ readonly role: string }>(`SELECT current_setting('role') AS role`);
  return row === undefined || row.role === 'none' ? null : row.role;
}
