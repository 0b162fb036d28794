import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as Wasm from '@prisma/schema-engine-wasm';
import type { Provider } from '../../database/database.js';
import type { EngineConnection } from '../../database/engine-connection.js';
import { isOrchestrateError, messageOf } from '../../errors.js';
import { asEngineError } from '../as-engine-error.js';
import { ADAPTER_NAME, ENGINE_PROVIDERS, engineAdapter } from '../engine-adapter.js';
import { EngineBreakdown, type EngineRuntime, guardEngine, isBreakdown, loadEngineRuntime } from '../engine-runtime.js';
import { EngineError, type MigrationList, type SchemaEngine, type SchemaFilter } from '../schema-engine.js';
import { MigrationWatch } from './migration-watch.js';
import { offlineConnection } from './offline-connection.js';
import { gone, migrationFailed, migrationNotClean, notSupported, panicked, withoutTrace } from './session-errors.js';

/** What {@link openEngineSession} works on. */
export interface EngineSessionOptions {
  /** The schema; its `schemas` and preview features count wherever a call brings no schema of its own. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly provider: Provider;
  /** The database schema that unqualified names mean, where no live database is opened to say so. */
  readonly defaultSchema?: string | null;
  /** Opens the live database, once, with the first call that needs it; closing it is the affair of whoever opens it. */
  readonly openMain: () => Promise<EngineConnection>;
  /** Opens an empty database for a replay; the session closes it. */
  readonly openShadow: () => Promise<EngineConnection & AsyncDisposable>;
  /** Creates the live database, and says its name. */
  readonly createDatabase?: () => Promise<string>;
  /** Opens the database of a URL that a call brings; null where that is the live one, as it always is without this. */
  readonly openUrl?: (url: string) => Promise<(EngineConnection & AsyncDisposable) | null>;
  /** Hears the engine's log: JSON, one object a line. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/**
 * Prisma's schema engine in WebAssembly at work on live databases: all that Prisma's CLI asks of an engine, which is more
 * than this build of it does by itself. Calls are done in the order in which they come.
 *
 * Each method rejects with an {@link EngineError} that has Prisma's own code. After a panic, every further one does.
 */
export async function openEngineSession(options: EngineSessionOptions): Promise<SchemaEngine> {
  return new EngineSession(options).engine;
}

type WasmEngine = Wasm.SchemaEngine;

/** An engine with the databases that it has been shown. */
interface Instance {
  readonly engine: WasmEngine;
  readonly main: MigrationWatch;
}

class EngineSession {
  readonly #options: EngineSessionOptions;
  readonly #instances = new Map<'live' | 'offline', Promise<Instance>>();
  readonly #shadows = new Set<AsyncDisposable>();
  #runtime: EngineRuntime | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #brokenBy: string | null = null;
  /** What a database has said last, and how to read it. */
  #failure: { readonly error: unknown; readonly connection: EngineConnection; readonly inShadow: boolean } | null =
    null;

  constructor(options: EngineSessionOptions) {
    this.#options = options;
  }

  get engine(): SchemaEngine {
    return {
      applyMigrations: (input) => this.#call(({ engine }) => engine.applyMigrations(input)),
      createDatabase: () => this.#do(() => this.#createDatabase()),
      createMigration: (input) =>
        this.#call(async (instance) => {
          await this.#replay(instance, input);
          return instance.engine.createMigration(input);
        }),
      dbExecute: (input) => this.#call(async ({ engine }) => (await engine.dbExecute(input)) ?? {}),
      debugPanic: () => this.#call(({ engine }) => Promise.resolve(engine.debugPanic() ?? {}), 'offline'),
      devDiagnostic: (input) => this.#call(({ engine }) => engine.devDiagnostic(input)),
      diagnoseMigrationHistory: (input) =>
        this.#call(async ({ engine, main }) => {
          const output = await engine.diagnoseMigrationHistory(input);
          return { ...output, hasMigrationsTable: output.hasMigrationsTable && main.hasHistory };
        }),
      diff: (input) => this.#call(({ engine }) => engine.diff(input), isLive(input) ? 'live' : 'offline'),
      ensureConnectionValidity: (input) => this.#call(({ engine }) => engine.ensureConnectionValidity(input)),
      evaluateDataLoss: (input) =>
        this.#call(async (instance) => {
          await this.#replay(instance, input);
          return instance.engine.evaluateDataLoss(input);
        }),
      getDatabaseVersion: (input) => this.#call(({ engine }) => engine.version(input)),
      introspect: (input) => this.#call(({ engine }) => engine.introspect(input)),
      introspectSql: () => this.#do(() => Promise.reject(notSupported('Describing the result of SQL (typed SQL)'))),
      markMigrationApplied: (input) => this.#call(({ engine }) => engine.markMigrationApplied(input)),
      markMigrationRolledBack: (input) => this.#call(({ engine }) => engine.markMigrationRolledBack(input)),
      reset: (input) => this.#call(async ({ engine }) => (await engine.reset(input)) ?? {}),
      schemaPush: (input) => this.#call(({ engine }) => engine.schemaPush(input)),
      [Symbol.asyncDispose]: () => this.#close(),
    };
  }

  /** Does one thing after the other; an engine takes no two calls at once. */
  #do<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(async () => {
      if (this.#brokenBy !== null) throw gone(this.#brokenBy);
      this.#failure = null;
      try {
        return await work();
      } catch (error) {
        throw await this.#explain(error);
      } finally {
        await this.#closeShadows();
      }
    });
    this.#last = done.catch(() => {});
    return done;
  }

  #call<Result>(work: (instance: Instance) => Promise<Result>, kind: 'live' | 'offline' = 'live'): Promise<Result> {
    return this.#do(async () => {
      const instance = await this.#instance(kind);
      instance.main.begin();
      try {
        return await guardEngine(this.#runtime as EngineRuntime, () => work(instance));
      } catch (error) {
        const { failed } = instance.main;
        if (failed === null || error instanceof EngineBreakdown || isOrchestrateError(failed.error)) throw error;
        throw migrationFailed(failed.name, instance.main.explain(failed.error));
      }
    });
  }

  // This build replays a history in a shadow database only where it compares the history with the live database. What comes
  // of that replay it keeps, for the two methods that would need one and do not know how.
  async #replay(
    { engine, main }: Instance,
    { migrationsList, filters }: { readonly migrationsList: MigrationList; readonly filters: SchemaFilter },
  ): Promise<void> {
    const names = migrationsList.migrationDirectories.map(({ path }) => path);
    try {
      await main.pretend(names, () => engine.devDiagnostic({ migrationsList, filters }));
    } catch (error) {
      // The live database, which is not described, is bound to fail then.
      if (error instanceof EngineBreakdown || isBreakdown(error) || this.#failure?.inShadow === true) throw error;
      if (hasCode(error)) throw error;
    }
    this.#failure = null;
  }

  async #instance(kind: 'live' | 'offline'): Promise<Instance> {
    const open = this.#instances.get(kind);
    if (open !== undefined) return open;
    const opening = this.#open(kind);
    this.#instances.set(kind, opening);
    opening.catch(() => this.#instances.delete(kind));
    return opening;
  }

  async #open(kind: 'live' | 'offline'): Promise<Instance> {
    const { files, provider, defaultSchema = null, openMain, onLog } = this.#options;
    const [runtime, connection] = await Promise.all([
      this.#runtime ?? loadEngineRuntime(),
      kind === 'live' ? openMain() : offlineConnection(provider, defaultSchema),
    ]);
    this.#runtime = runtime;
    const main = new MigrationWatch(connection);
    const adapterProvider = ENGINE_PROVIDERS[provider];
    const factory = {
      provider: adapterProvider,
      adapterName: ADAPTER_NAME,
      connect: async () => engineAdapter({ connection: main, onError: this.#noteFailure(main, false) }),
      connectToShadowDb: () => this.#connectToShadow(),
    };
    const datamodels = files.map(({ path, text }): [string, string] => [path, text]);
    const engine = await guardEngine(runtime, () =>
      runtime.SchemaEngine.new(
        { datamodels },
        (line: unknown) => onLog?.(String(line)),
        bindMigrationAwareSqlAdapterFactory(factory),
      ),
    );
    return { engine, main };
  }

  async #connectToShadow(): Promise<ReturnType<typeof engineAdapter>> {
    try {
      const shadow = await this.#options.openShadow();
      this.#shadows.add(shadow);
      const onDispose = async (): Promise<void> => {
        if (this.#shadows.delete(shadow)) await shadow[Symbol.asyncDispose]();
      };
      return engineAdapter({ connection: shadow, onError: this.#noteFailure(shadow, true), onDispose });
    } catch (error) {
      this.#failure = { error, connection: offlineConnection(this.#options.provider, null), inShadow: true };
      throw error;
    }
  }

  #noteFailure(connection: EngineConnection, inShadow: boolean): (error: unknown) => void {
    return (error) => {
      this.#failure = { error, connection, inShadow };
    };
  }

  async #createDatabase(): Promise<Wasm.CreateDatabaseResult> {
    const { createDatabase } = this.#options;
    if (createDatabase === undefined) throw notSupported('Creating a database');
    return { databaseName: await createDatabase() };
  }

  async #explain(error: unknown): Promise<EngineError> {
    if (error instanceof EngineBreakdown) {
      this.#brokenBy = error.message;
      return panicked(error.message, error);
    }
    const failure = this.#failure;
    // What is wrong with the database says more than what the engine makes of it.
    if (failure !== null && isOrchestrateError(failure.error)) return asEngineError(failure.error);
    if (error instanceof EngineError || !(error instanceof Error)) return asEngineError(error);
    const code = hasCode(error) ? error.code : null;
    const message = withoutTrace(messageOf(error));
    const [, migration] = /^Migration `(.*)` failed to apply cleanly/.exec(message) ?? [];
    if (code === 'P3006' && migration !== undefined && failure?.inShadow === true) {
      return migrationNotClean(migration, failure.connection.explain(failure.error));
    }
    return isOrchestrateError(error) ? asEngineError(error) : new EngineError(message, { code, cause: error });
  }

  async #closeShadows(): Promise<void> {
    const left = [...this.#shadows];
    this.#shadows.clear();
    for (const shadow of left) await shadow[Symbol.asyncDispose]();
  }

  async #close(): Promise<void> {
    await this.#last;
    const instances = await Promise.allSettled(this.#instances.values());
    this.#instances.clear();
    // After a breakdown it is still in use by what has broken down.
    if (this.#brokenBy !== null) return;
    for (const each of instances) if (each.status === 'fulfilled') each.value.engine.free();
  }
}

/** Whether a comparison is with the live database. */
function isLive({ from, to }: Wasm.DiffParams): boolean {
  return [from, to].some(({ tag }) => tag === 'schemaDatasource' || tag === 'url');
}

function hasCode(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
