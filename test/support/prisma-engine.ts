import { loadEngineRuntime } from '../../packages/core/src/engine/engine-runtime.js';
import { bindMigrationAwareSqlAdapterFactory } from './prisma-adapter.js';
import type { TestDatabase } from './test-database.js';

/** A migration as Prisma reads it from its directory. */
export interface PrismaMigration {
  readonly name: string;
  readonly sql: string;
}

/** What {@link withPrismaEngine} works on. */
export interface PrismaEngineOptions {
  readonly database: TestDatabase;
  readonly migrations: readonly PrismaMigration[];
  /** Tables of others, which are none of the schema's. */
  readonly externalTables?: readonly string[];
  readonly externalEnums?: readonly string[];
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
  /** The SQL between the database and a schema, of one file or several: nothing where there is no drift. */
  diff(schema: string | Readonly<Record<string, string>>): Promise<string>;
  /** What `prisma migrate resolve --applied` does. */
  markApplied(name: string): Promise<void>;
  /** What `prisma migrate resolve --rolled-back` does. */
  markRolledBack(name: string): Promise<void>;
}

/**
 * Runs Prisma's schema engine on a database, as Prisma's CLI does with the native build of the same engine, with an
 * adapter that knows nothing of orchestrate.
 */
export async function withPrismaEngine<Result>(
  { database, migrations, externalTables = [], externalEnums = [] }: PrismaEngineOptions,
  job: (engine: PrismaEngine) => Promise<Result>,
): Promise<Result> {
  const { SchemaEngine } = await loadEngineRuntime();
  const prisma = await database.connectPrisma();
  const { provider, connect, connectToShadowDb } = prisma;
  const factory = { provider, adapterName: 'test', connect, connectToShadowDb };
  const engine = await SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  const filters = { externalTables: [...externalTables], externalEnums: [...externalEnums] };
  const migrationsList = {
    baseDir: '/migrations',
    lockfile: { path: 'migration_lock.toml', content: `provider = "${prisma.lockfileProvider}"\n` },
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
        const texts = typeof schema === 'string' ? { 'schema.prisma': schema } : schema;
        const files = Object.entries(texts).map(([path, content]) => ({ path, content }));
        const { exitCode, stdout } = await engine.diff({
          from: { tag: 'schemaDatasource', files, configDir: '/' },
          to: { tag: 'schemaDatamodel', files },
          script: true,
          exitCode: true,
          filters,
        });
        return exitCode === 0 ? '' : (stdout ?? '');
      },
      markApplied: async (migrationName) => void (await engine.markMigrationApplied({ migrationName, migrationsList })),
      markRolledBack: async (migrationName) => void (await engine.markMigrationRolledBack({ migrationName })),
    });
  } finally {
    engine.free();
    await prisma.close();
  }
}
