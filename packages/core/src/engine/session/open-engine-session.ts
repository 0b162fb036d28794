import type * as Wasm from '@prisma/schema-engine-wasm';
import type { EngineConnection } from '../../database/engine-connection.js';
import { isOrchestrateError, messageOf } from '../../errors.js';
import { readDatasource } from '../../fragment/read-datasource.js';
import { asEngineError } from '../as-engine-error.js';
import { EngineBreakdown, guardEngine, isBreakdown, isSpent } from '../engine-runtime.js';
import { EngineError, type MigrationList, type SchemaEngine, type SchemaFilter } from '../schema-engine.js';
import { type EngineInstance, EngineInstances, type EngineSessionOptions } from './engine-instances.js';
import {
  gone,
  initScriptFailed,
  migrationFailed,
  migrationNotClean,
  notSupported,
  panicked,
  withFirstTimeHint,
  withoutTrace,
} from './session-errors.js';

/**
 * Prisma's schema engine in WebAssembly at work on live databases: all that Prisma's CLI asks of an engine, which is more
 * than this build of it does by itself. Calls are done in the order in which they come.
 *
 * Each method rejects with an {@link EngineError} that has Prisma's own code. After a panic, every further one does.
 */
export async function openEngineSession(options: EngineSessionOptions): Promise<SchemaEngine> {
  return new EngineSession(options).engine;
}

/** What a call works on: the live database, none, or that of a URL. */
type Target = 'live' | 'offline' | { readonly url: string };

class EngineSession {
  readonly #options: EngineSessionOptions;
  readonly #instances: EngineInstances;
  #last: Promise<unknown> = Promise.resolve();
  #brokenBy: string | null = null;
  /** What shadow databases are prepared with. */
  readonly #initScripts = new Set<string>();

  constructor(options: EngineSessionOptions) {
    this.#options = options;
    this.#instances = new EngineInstances(options);
  }

  get engine(): SchemaEngine {
    return {
      applyMigrations: (input) => this.#call('live', ({ engine }) => engine.applyMigrations(input)),
      createDatabase: () => this.#do(() => this.#createDatabase()),
      createMigration: (input) =>
        this.#call('live', async (instance) => {
          await this.#replay(instance, input);
          return instance.engine.createMigration(input);
        }),
      dbExecute: (input) => this.#do(() => this.#execute(input)),
      debugPanic: () => this.#call('offline', async ({ engine }) => engine.debugPanic() ?? {}),
      devDiagnostic: (input) =>
        this.#call('live', async ({ engine, main }) => {
          this.#initScripts.add(input.migrationsList.shadowDbInitScript);
          const { action } = await engine.devDiagnostic(input);
          if (action.tag !== 'reset' || main.hasHistory) return { action };
          return { action: { ...action, reason: withFirstTimeHint(action.reason) } };
        }),
      diagnoseMigrationHistory: (input) =>
        this.#call('live', async ({ engine, main }) => {
          const output = await engine.diagnoseMigrationHistory(input);
          return { ...output, hasMigrationsTable: output.hasMigrationsTable && main.hasHistory };
        }),
      diff: async (input) => {
        const { target, params } = this.#placeDiff(input);
        return this.#call(target, ({ engine }) => engine.diff(params));
      },
      ensureConnectionValidity: (input) =>
        this.#call(targetOf(input), ({ engine }) => engine.ensureConnectionValidity(input)),
      evaluateDataLoss: (input) =>
        this.#call('live', async (instance) => {
          await this.#replay(instance, input);
          return instance.engine.evaluateDataLoss(input);
        }),
      getDatabaseVersion: (input) => this.#call(targetOf(input), ({ engine }) => engine.version(null)),
      introspect: (input) => this.#call('live', ({ engine }) => engine.introspect(input)),
      // It would end the process.
      introspectSql: () => this.#do(() => Promise.reject(notSupported('Typed SQL'))),
      markMigrationApplied: (input) => this.#call('live', ({ engine }) => engine.markMigrationApplied(input)),
      markMigrationRolledBack: (input) => this.#call('live', ({ engine }) => engine.markMigrationRolledBack(input)),
      reset: ({ filter }) => this.#do(() => this.#reset(filter)),
      schemaPush: (input) => this.#call('live', ({ engine }) => engine.schemaPush(input)),
      [Symbol.asyncDispose]: () => this.#close(),
    };
  }

  /** Does one thing after the other; an engine takes no two calls at once. */
  #do<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(async () => {
      if (this.#brokenBy !== null) throw gone(this.#brokenBy);
      this.#instances.lastError = null;
      try {
        return await work();
      } catch (error) {
        throw this.#explain(error);
      } finally {
        await this.#instances.closeShadows();
      }
    });
    this.#last = done.catch(() => {});
    return done;
  }

  #call<Result>(target: Target, work: (instance: EngineInstance) => Promise<Result>): Promise<Result> {
    return this.#do(async () => {
      if (target === 'live') return this.#run(await this.#instances.live(), work);
      if (target === 'offline') return this.#run(await this.#instances.offline(), work);
      return this.#onUrl(target.url, async (connection) => {
        if (connection === null) return this.#run(await this.#instances.live(), work);
        const instance = await this.#instances.open(connection);
        try {
          return await run(instance, work);
        } finally {
          if (!isSpent(instance.runtime)) instance.engine.free();
        }
      });
    });
  }

  async #run<Result>(instance: EngineInstance, work: (instance: EngineInstance) => Promise<Result>): Promise<Result> {
    try {
      return await run(instance, work);
    } catch (error) {
      if (isSpent(instance.runtime)) this.#instances.forget();
      throw error;
    }
  }

  async #onUrl<Result>(url: string, work: (other: EngineConnection | null) => Promise<Result>): Promise<Result> {
    const other = (await this.#options.openUrl?.(url)) ?? null;
    try {
      return await work(other);
    } finally {
      await other?.[Symbol.asyncDispose]();
    }
  }

  // This build replays a history in a shadow database only where it compares the history with the live database. What comes
  // of that replay it keeps, for the two methods that would need one and do not know how.
  async #replay(
    { engine, main }: EngineInstance,
    { migrationsList, filters }: { readonly migrationsList: MigrationList; readonly filters: SchemaFilter },
  ): Promise<void> {
    this.#initScripts.add(migrationsList.shadowDbInitScript);
    const names = migrationsList.migrationDirectories.map(({ path }) => path);
    try {
      await main.pretend(names, () => engine.devDiagnostic({ migrationsList, filters }));
    } catch (error) {
      // It fails in any case where it comes to the live database, which it is not shown.
      if (isBreakdown(error) || hasCode(error) || this.#instances.lastError?.inShadow === true) throw error;
    }
    this.#instances.lastError = null;
  }

  async #execute({ datasourceType, script }: Wasm.DbExecuteParams): Promise<Wasm.DbExecuteResult> {
    const execute = async (connection: EngineConnection): Promise<Wasm.DbExecuteResult> => {
      try {
        await connection.executeScript(script);
        return {};
      } catch (error) {
        this.#instances.lastError = { error, connection, inShadow: false, sql: script };
        throw new EngineError(connection.explain(error).message, { cause: error });
      }
    };
    if (datasourceType.tag === 'schema') return execute(await this.#instances.main());
    return this.#onUrl(datasourceType.url, async (other) => execute(other ?? (await this.#instances.main())));
  }

  // The engine's own empties tables on SQLite instead of dropping them, and spares nothing external.
  async #reset({ externalTables, externalEnums }: SchemaFilter): Promise<Wasm.ResetOutput> {
    const { schemas = null } = readDatasource(this.#options.files) ?? {};
    const main = await this.#instances.main();
    if (main.reset === undefined) throw notSupported('Emptying this database');
    try {
      await main.reset({ schemas, externalTables, externalEnums });
    } catch (error) {
      throw isOrchestrateError(error) ? error : new EngineError(main.explain(error).message, { cause: error });
    }
    return {};
  }

  async #createDatabase(): Promise<Wasm.CreateDatabaseResult> {
    const { createDatabase } = this.#options;
    if (createDatabase === undefined) throw notSupported('Creating a database');
    return { databaseName: await createDatabase() };
  }

  /** What a comparison looks at, with URLs put as the engine takes them. */
  #placeDiff(input: Wasm.DiffParams): { readonly target: Target; readonly params: Wasm.DiffParams } {
    const { from, to } = input;
    const urls = [from, to].flatMap((side) => (side.tag === 'url' ? [side.url] : []));
    const content = `datasource db {\n  provider = "${this.#options.provider}"\n}\n`;
    const files = [{ path: 'schema.prisma', content }];
    for (const side of [from, to]) if (side.tag === 'migrations') this.#initScripts.add(side.shadowDbInitScript);
    const known = (side: Wasm.DiffTarget): Wasm.DiffTarget =>
      side.tag === 'url' ? { tag: 'schemaDatasource', files, configDir: '.' } : side;
    const params = { ...input, from: known(from), to: known(to) };
    const [url, other = url] = urls;
    const isOnLive = [from, to].some(({ tag }) => tag === 'schemaDatasource');
    if (url === undefined) return { target: isOnLive ? 'live' : 'offline', params };
    if (url === other && !isOnLive) return { target: { url }, params };
    const reason = 'Two live databases cannot be compared with each other; compare each with a schema instead.';
    throw new EngineError(reason);
  }

  #explain(error: unknown): EngineError {
    if (error instanceof EngineBreakdown) {
      this.#brokenBy = error.message;
      return panicked(error.message, error);
    }
    const { lastError } = this.#instances;
    // What is wrong with the database says more than what the engine makes of it.
    if (lastError !== null && isOrchestrateError(lastError.error)) return asEngineError(lastError.error);
    if (error instanceof EngineError || isOrchestrateError(error)) return asEngineError(error);
    const code = hasCode(error) ? error.code : null;
    const message = withoutTrace(messageOf(error));
    const said = lastError === null ? null : lastError.connection.explain(lastError.error);
    const [, migration] = /^Migration `(.*)` failed to apply cleanly/.exec(message) ?? [];
    if (said === null) return new EngineError(message, { code, cause: error });
    if (code === 'P3006' && migration !== undefined) return migrationNotClean(migration, said);
    if (lastError?.inShadow === true && this.#initScripts.has(lastError.sql)) return initScriptFailed(said);
    // Of what it asks by itself, the engine repeats no more than a number.
    const isNumber = code === null && /Error code \d+$/.test(message);
    return new EngineError(isNumber ? `${message}\n${said.message}` : message, { code, cause: error });
  }

  async #close(): Promise<void> {
    await this.#last;
    if (this.#brokenBy === null) await this.#instances.free();
  }
}

async function run<Result>(
  instance: EngineInstance,
  work: (instance: EngineInstance) => Promise<Result>,
): Promise<Result> {
  const { runtime, main } = instance;
  main.begin();
  try {
    return await guardEngine(runtime, () => work(instance));
  } catch (error) {
    const { failed } = main;
    if (failed === null || error instanceof EngineBreakdown || isOrchestrateError(failed.error)) throw error;
    throw migrationFailed(failed.name, main.explain(failed.error));
  }
}

function targetOf(input: Partial<Wasm.GetDatabaseVersionInput> | undefined): Target {
  const datasource = input?.datasource;
  return datasource?.tag === 'ConnectionString' ? { url: datasource.url } : 'live';
}

function hasCode(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
