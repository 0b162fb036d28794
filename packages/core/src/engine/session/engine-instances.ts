import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Provider } from '../../database/database.js';
import type { EngineConnection } from '../../database/engine-connection.js';
import { ADAPTER_NAME, ENGINE_PROVIDERS, engineAdapter } from '../engine-adapter.js';
import { type EngineRuntime, guardEngine, loadEngineRuntime } from '../engine-runtime.js';
import { MigrationWatch } from './migration-watch.js';
import { offlineConnection } from './offline-connection.js';

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
  /** Whether migrations are to go without Prisma's advisory lock. */
  readonly skipsLock?: boolean;
  /** Hears the engine's log: JSON, one object a line. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/** An engine with the database that it works on. */
export interface EngineInstance {
  readonly runtime: EngineRuntime;
  readonly engine: SchemaEngine;
  readonly main: MigrationWatch;
}

/** What a database has said, and how to read it. */
export interface DatabaseError {
  readonly error: unknown;
  readonly connection: Pick<EngineConnection, 'explain'>;
  readonly inShadow: boolean;
  /** What it was asked; empty where it was not even there. */
  readonly sql: string;
}

/** The engines of a session, made when they are needed, and what they are shown. */
export class EngineInstances {
  readonly #options: EngineSessionOptions;
  readonly #shadows = new Set<AsyncDisposable>();
  #main: Promise<EngineConnection> | null = null;
  #live: Promise<EngineInstance> | null = null;
  #offline: Promise<EngineInstance> | null = null;
  /** What a database has said last. */
  lastError: DatabaseError | null = null;

  constructor(options: EngineSessionOptions) {
    this.#options = options;
  }

  /** The live database. */
  async main(): Promise<EngineConnection> {
    this.#main ??= this.#options.openMain();
    return orForgotten(this.#main, () => {
      this.#main = null;
    });
  }

  /** The engine at work on the live database. */
  async live(): Promise<EngineInstance> {
    this.#live ??= this.main().then((main) => this.open(main));
    return orForgotten(this.#live, () => {
      this.#live = null;
    });
  }

  /** An engine for what concerns no live database. */
  async offline(): Promise<EngineInstance> {
    const { provider, defaultSchema = null } = this.#options;
    this.#offline ??= this.open(offlineConnection(provider, defaultSchema));
    return orForgotten(this.#offline, () => {
      this.#offline = null;
    });
  }

  /** An engine at work on a database; whoever asks for it frees it. */
  async open(connection: EngineConnection): Promise<EngineInstance> {
    const { files, provider, skipsLock = false, onLog } = this.#options;
    const runtime = await loadEngineRuntime();
    const main = new MigrationWatch(connection, { skipsLock });
    const note = this.#noteError(main, false);
    const onError = (error: unknown, sql: string): void => {
      if (!main.isPretending) note(error, sql);
    };
    const factory = {
      provider: ENGINE_PROVIDERS[provider],
      adapterName: ADAPTER_NAME,
      connect: async () => engineAdapter({ connection: main, onError }),
      connectToShadowDb: () => this.#connectToShadow(),
    };
    const models = files.map(({ path, text }): [string, string] => [path, text]);
    // Of an empty list it would panic.
    const datamodels = models.length === 0 ? undefined : models;
    const log = (line: unknown): void => onLog?.(String(line));
    const adapter = bindMigrationAwareSqlAdapterFactory(factory);
    const engine = await guardEngine(runtime, () => runtime.SchemaEngine.new({ datamodels }, log, adapter));
    return { runtime, engine, main };
  }

  /** Leaves the engines alone, one of which can be asked nothing more, and takes new ones for the next calls. */
  forget(): void {
    this.#live = null;
    this.#offline = null;
  }

  /** Closes the shadow databases that a call has left open, as one does that fails. */
  async closeShadows(): Promise<void> {
    const left = [...this.#shadows];
    this.#shadows.clear();
    for (const shadow of left) await shadow[Symbol.asyncDispose]();
  }

  /** Gives the memory of the engines back. After a breakdown it is still in use by what has broken down. */
  async free(): Promise<void> {
    for (const each of await Promise.allSettled([this.#live, this.#offline])) {
      if (each.status === 'fulfilled') each.value?.engine.free();
    }
    this.#live = null;
    this.#offline = null;
  }

  async #connectToShadow(): Promise<ReturnType<typeof engineAdapter>> {
    try {
      const shadow = await this.#options.openShadow();
      this.#shadows.add(shadow);
      const onDispose = async (): Promise<void> => {
        if (this.#shadows.delete(shadow)) await shadow[Symbol.asyncDispose]();
      };
      return engineAdapter({ connection: shadow, onError: this.#noteError(shadow, true), onDispose });
    } catch (error) {
      this.#noteError(offlineConnection(this.#options.provider, null), true)(error, '');
      throw error;
    }
  }

  #noteError(connection: EngineConnection, inShadow: boolean): (error: unknown, sql: string) => void {
    return (error, sql) => {
      this.lastError = { error, connection, inShadow, sql };
    };
  }
}

async function orForgotten<Result>(opening: Promise<Result>, forget: () => void): Promise<Result> {
  try {
    return await opening;
  } catch (error) {
    forget();
    throw error;
  }
}
