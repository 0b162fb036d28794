import { createRequire } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { loadEngineRuntime } from '../../packages/core/src/engine/engine-runtime.js';
import { repositoryRoot } from './repository.js';

/** A migration as Prisma reads it from its directory. */
export interface PrismaMigration {
  readonly name: string;
  readonly sql: string;
}

/** What {@link withPrismaEngine} works on. */
export interface PrismaEngineOptions {
  /** The SQLite file; made where it is missing. */
  readonly database: string;
  readonly migrations: readonly PrismaMigration[];
  /** Tables of others, which are none of the schema's. */
  readonly externalTables?: readonly string[];
}

/** What Prisma's own commands ask of its engine. */
export interface PrismaEngine {
  /** What `prisma migrate deploy` does. */
  applyMigrations(): Promise<readonly string[]>;
  /** What `prisma migrate status` looks at: null where database and migrations agree. */
  diagnose(): Promise<{
    readonly history: unknown;
    readonly failed: readonly string[];
    readonly edited: readonly string[];
  }>;
  /** The SQL between the database and a schema: nothing where there is no drift. */
  diff(schema: string): Promise<string>;
  /** What `prisma migrate resolve --rolled-back` does. */
  markRolledBack(name: string): Promise<void>;
}

const utilities = createRequire(join(repositoryRoot, 'packages/core/package.json'))('@prisma/driver-adapter-utils') as {
  readonly bindMigrationAwareSqlAdapterFactory: (factory: object) => object;
  readonly ColumnTypeEnum: Readonly<Record<'Int64' | 'Double' | 'Text' | 'DateTime' | 'Bytes', number>>;
  readonly DriverAdapterError: new (cause: object) => Error;
};

/**
 * Runs Prisma's schema engine on a SQLite file, as Prisma's CLI does with the native build of the same engine, with an
 * adapter that knows nothing of orchestrate.
 */
export async function withPrismaEngine<Result>(
  { database, migrations, externalTables = [] }: PrismaEngineOptions,
  job: (engine: PrismaEngine) => Promise<Result>,
): Promise<Result> {
  const { SchemaEngine } = await loadEngineRuntime();
  const connection = new Database(database);
  const connect = async () => adapter(connection);
  const connectToShadowDb = async () => adapter(new Database(':memory:'));
  const factory = { provider: 'sqlite', adapterName: 'test', connect, connectToShadowDb };
  const engine = await SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    utilities.bindMigrationAwareSqlAdapterFactory(factory),
  );
  const filters = { externalTables: [...externalTables], externalEnums: [] };
  const migrationsList = {
    baseDir: '/migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  };
  try {
    return await job({
      applyMigrations: async () => (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames,
      diagnose: async () => {
        const input = { migrationsList, optInToShadowDatabase: true, filters };
        const { history, failedMigrationNames, editedMigrationNames } = await engine.diagnoseMigrationHistory(input);
        return { history, failed: failedMigrationNames, edited: editedMigrationNames };
      },
      diff: async (schema) => {
        const files = [{ path: 'schema.prisma', content: schema }];
        const { exitCode, stdout } = await engine.diff({
          from: { tag: 'schemaDatasource', files, configDir: '/' },
          to: { tag: 'schemaDatamodel', files },
          script: true,
          exitCode: true,
          filters,
        });
        return exitCode === 0 ? '' : (stdout ?? '');
      },
      markRolledBack: async (migrationName) => void (await engine.markMigrationRolledBack({ migrationName })),
    });
  } finally {
    engine.free();
    connection.close();
  }
}

interface Query {
  readonly sql: string;
  readonly args: readonly unknown[];
}

function adapter(connection: Database.Database): object {
  const { DateTime } = utilities.ColumnTypeEnum;
  return {
    provider: 'sqlite',
    adapterName: 'test',
    getConnectionInfo: () => ({ supportsRelationJoins: false }),
    queryRaw: ({ sql, args }: Query) =>
      translated(() => {
        const statement = connection.prepare(sql);
        if (!statement.reader) {
          statement.run(...args.map(toSqlite));
          return { columnNames: [], columnTypes: [], rows: [] };
        }
        const rows = statement.raw(true).all(...args.map(toSqlite)) as unknown[][];
        const columns = statement.columns();
        const columnTypes = columns.map(({ type }, at) => (type === 'DATETIME' ? DateTime : typeOf(rows, at)));
        const values = rows.map((row) => row.map((value, at) => fromSqlite(value, columnTypes[at])));
        return { columnNames: columns.map(({ name }) => name), columnTypes, rows: values };
      }),
    executeRaw: ({ sql, args }: Query) => translated(() => connection.prepare(sql).run(...args.map(toSqlite)).changes),
    executeScript: (script: string) => translated(() => void connection.exec(script)),
    startTransaction: () => {
      throw new Error('The engine asked for a transaction.');
    },
    dispose: async () => {},
  };
}

// The native engine stores times as milliseconds.
function toSqlite(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const isTime = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)$/.test(value);
  return isTime ? Date.parse(value) : value;
}

function fromSqlite(value: unknown, type: number | undefined): unknown {
  if (type === utilities.ColumnTypeEnum.DateTime && typeof value === 'number') return new Date(value).toISOString();
  return type === utilities.ColumnTypeEnum.Int64 && value !== null ? String(value) : value;
}

function typeOf(rows: readonly (readonly unknown[])[], at: number): number {
  const { Int64, Double, Text, Bytes } = utilities.ColumnTypeEnum;
  const value = rows.find((row) => row[at] !== null)?.[at];
  if (typeof value === 'number') return Number.isInteger(value) ? Int64 : Double;
  return value instanceof Uint8Array ? Bytes : Text;
}

async function translated<Result>(work: () => Result): Promise<Result> {
  try {
    return work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new utilities.DriverAdapterError({
      kind: 'sqlite',
      extendedCode: 1,
      message,
      originalCode: 'SQLITE_ERROR',
      originalMessage: message,
    });
  }
}
