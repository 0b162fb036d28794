import type { Database, Driver } from '../../packages/core/src/database/database.js';
import { driverFor } from '../../packages/core/src/database/driver-for.js';
import type { EngineConnection } from '../../packages/core/src/database/engine-connection.js';
import type { MigrationList, SchemaEngine, SchemaFilter } from '../../packages/core/src/engine/schema-engine.js';
import type { EngineSessionOptions } from '../../packages/core/src/engine/session/engine-instances.js';
import { openEngineSession } from '../../packages/core/src/engine/session/open-engine-session.js';
import { testdir } from '../../packages/core/src/testdir.test-support.js';
import type { DatabaseKind, TestDatabase } from './test-database.js';

type Target = Omit<Parameters<Driver['open']>[0], 'mode'>;

/** A migration by its name, with its script. */
export type NamedScript = readonly [name: string, sql: string];

/** No table and no enum is anybody else's. */
export const NO_FILTER: SchemaFilter = { externalTables: [], externalEnums: [] };

/** A session of Prisma's engine on a database of its own. */
export class LiveEngine implements AsyncDisposable {
  /** On SQLite, the engine has it for itself once it has migrated, until {@link LiveEngine.close}. */
  readonly database: TestDatabase;
  readonly engine: SchemaEngine;
  /** The same database as a driver opens it. */
  readonly target: Target;
  readonly #kind: DatabaseKind;
  readonly #close: () => Promise<void>;

  private constructor(parts: {
    readonly database: TestDatabase;
    readonly engine: SchemaEngine;
    readonly target: Target;
    readonly kind: DatabaseKind;
    readonly close: () => Promise<void>;
  }) {
    this.database = parts.database;
    this.engine = parts.engine;
    this.target = parts.target;
    this.#kind = parts.kind;
    this.#close = parts.close;
  }

  static async on(
    kind: DatabaseKind,
    models: string,
    {
      schema,
      datasource = '',
      ...options
    }: { readonly schema?: string; readonly datasource?: string } & Partial<EngineSessionOptions> = {},
  ): Promise<LiveEngine> {
    const root = testdir({ 'prisma/.keep': '' });
    const database = await kind.create(root, undefined, schema);
    const driver = await driverFor(kind.provider);
    const target = { ...targetOf(database), root };
    let main: Promise<Database> | null = null;
    const openMain = async (): Promise<EngineConnection> => {
      main ??= driver.open({ ...target, mode: 'write' });
      return (await main).engineConnection();
    };
    const engine = await openEngineSession({
      files: [{ path: '/schema.prisma', text: schemaOf(kind, models, datasource) }],
      provider: kind.provider,
      openMain,
      openShadow: () => openShadow(driver, target),
      ...options,
    });
    const close = async (): Promise<void> => {
      await engine[Symbol.asyncDispose]();
      const open: Database | null = main === null ? null : await main;
      await open?.close();
    };
    return new LiveEngine({ database, engine, target, kind, close });
  }

  /** The same models as the CLI sends them. */
  schema(models: string, datasource = ''): { files: { path: string; content: string }[] } {
    return { files: [{ path: '/schema.prisma', content: schemaOf(this.#kind, models, datasource) }] };
  }

  list(...migrations: readonly NamedScript[]): MigrationList {
    return {
      baseDir: '/migrations',
      lockfile: { path: 'migration_lock.toml', content: `provider = "${this.#kind.provider}"\n` },
      shadowDbInitScript: '',
      migrationDirectories: migrations.map(([path, value]) => ({
        path,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } },
      })),
    };
  }

  /** The names of tables as the engine takes those of external ones. */
  external(...tables: readonly string[]): SchemaFilter {
    return { externalTables: tables.map((table) => this.#kind.engineName(table)), externalEnums: [] };
  }

  /** Runs SQL as `prisma db execute` does. */
  async execute(script: string): Promise<void> {
    await this.engine.dbExecute({ datasourceType: { tag: 'url', url: this.database.url }, script });
  }

  /** Closing twice does no harm. */
  async close(): Promise<void> {
    await this.#close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function targetOf({ url, display }: TestDatabase): Omit<Target, 'root'> {
  return { url, display, command: 'test', lockTimeoutMs: null, statementTimeoutMs: null };
}

async function openShadow(driver: Driver, live: Target): ReturnType<EngineSessionOptions['openShadow']> {
  const shadow = await driver.openShadow({
    extension: 'core',
    shadow: 'auto',
    prismaUrl: null,
    live,
    initScript: null,
    root: live.root,
  });
  return { ...shadow.engineConnection(), [Symbol.asyncDispose]: () => shadow.close() };
}

function schemaOf({ provider }: DatabaseKind, models: string, datasource: string): string {
  return `datasource db {\n  provider = "${provider}"\n${datasource}}\n${models}`;
}
