import type * as Engine from '@prisma/schema-engine-wasm';

/** A migration list as Prisma's CLI sends it: the names and texts of all migrations, whatever directory they come from. */
export type MigrationList = Engine.MigrationList;

/** Tables and enums that are none of the engine's business. */
export type SchemaFilter = Engine.SchemaFilter;

/**
 * What Prisma's CLI asks of its schema engine, by the names of the engine's JSON-RPC methods. One session works on one
 * datasource. There are two: the WebAssembly engine over our own drivers, and the client of an engine that runs as a
 * process of its own.
 *
 * Every method rejects with an {@link EngineError} for what the engine has to say, with Prisma's own code.
 */
export interface SchemaEngine extends AsyncDisposable {
  applyMigrations(input: Engine.ApplyMigrationsInput): Promise<Engine.ApplyMigrationsOutput>;
  createDatabase(input: Engine.CreateDatabaseParams): Promise<Engine.CreateDatabaseResult>;
  createMigration(input: Engine.CreateMigrationInput): Promise<Engine.CreateMigrationOutput>;
  dbExecute(input: Engine.DbExecuteParams): Promise<Engine.DbExecuteResult>;
  debugPanic(): Promise<Engine.DebugPanicOutput>;
  devDiagnostic(input: Engine.DevDiagnosticInput): Promise<Engine.DevDiagnosticOutput>;
  diagnoseMigrationHistory(input: Engine.DiagnoseMigrationHistoryInput): Promise<Engine.DiagnoseMigrationHistoryOutput>;
  /** `stdout` holds what the process of an engine prints by a request of its own. */
  diff(input: Engine.DiffParams): Promise<Engine.DiffResult>;
  ensureConnectionValidity(
    input: Engine.EnsureConnectionValidityParams,
  ): Promise<Engine.EnsureConnectionValidityResult>;
  evaluateDataLoss(input: Engine.EvaluateDataLossInput): Promise<Engine.EvaluateDataLossOutput>;
  getDatabaseVersion(input?: Engine.GetDatabaseVersionInput): Promise<string>;
  introspect(input: Engine.IntrospectParams): Promise<Engine.IntrospectResult>;
  introspectSql(input: Engine.IntrospectSqlParams): Promise<Engine.IntrospectSqlResult>;
  markMigrationApplied(input: Engine.MarkMigrationAppliedInput): Promise<Engine.MarkMigrationAppliedOutput>;
  markMigrationRolledBack(input: Engine.MarkMigrationRolledBackInput): Promise<Engine.MarkMigrationRolledBackOutput>;
  reset(input: Engine.ResetInput): Promise<Engine.ResetOutput>;
  schemaPush(input: Engine.SchemaPushInput): Promise<Engine.SchemaPushOutput>;
}

/** The name of a method of the protocol. */
export type SchemaEngineMethod = Exclude<keyof SchemaEngine, symbol>;

/** What an engine answers instead of a result, in the form that Prisma's CLI prints. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  /** Prisma's code, such as `P3018`; null for what has none. */
  readonly code: string | null;
  /** What the code is told with, by Prisma's names: `migration_name`, `database_host`. */
  readonly meta: Readonly<Record<string, unknown>> | null;
  /** Whether the engine broke down and is of no more use. */
  readonly isPanic: boolean;

  constructor(
    message: string,
    {
      code = null,
      meta = null,
      isPanic = false,
      cause,
    }: {
      readonly code?: string | null;
      readonly meta?: Readonly<Record<string, unknown>> | null;
      readonly isPanic?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.meta = meta;
    this.isPanic = isPanic;
  }
}
