import type { Database, Driver } from '../../database/database.js';
import type { EngineConnection } from '../../database/engine-connection.js';
import { type EngineSurroundings, engineTarget, noUrl } from './engine-target.js';
import { openLive } from './open-live.js';
import type { EngineDatasource } from './parse-engine-arguments.js';

/** What {@link EngineConnections} are made for. */
export interface EngineConnectionsOptions {
  readonly datasource: EngineDatasource;
  readonly surroundings: EngineSurroundings;
}

/** For whom a shadow database is made, in the name that it gets on a server. */
const SHADOW_OWNER = 'prisma';

/** The databases that an engine has been given, to close whatever is still open. */
export class EngineConnections {
  readonly #options: EngineConnectionsOptions;
  readonly #open = new Set<Database>();
  #isClosed = false;

  constructor(options: EngineConnectionsOptions) {
    this.#options = options;
  }

  /** @throws EngineError `P1003`; OrchestrateError `DATABASE.*` */
  async openMain(driver: Driver): Promise<EngineConnection> {
    const { datasource, surroundings } = this.#options;
    if (datasource.url === null) throw noUrl();
    return (await this.#kept(openLive(driver, engineTarget(datasource.url, surroundings)))).engineConnection();
  }

  /** The database of another URL; null for that of the datasource. */
  async openUrl(driver: Driver, url: string): Promise<(EngineConnection & AsyncDisposable) | null> {
    const { datasource, surroundings } = this.#options;
    const target = engineTarget(url, surroundings);
    const main = datasource.url === null ? null : driver.identify(engineTarget(datasource.url, surroundings)).key;
    return driver.identify(target).key === main ? null : this.#disposable(openLive(driver, target));
  }

  async openShadow(driver: Driver): Promise<EngineConnection & AsyncDisposable> {
    const { datasource, surroundings } = this.#options;
    const { cwd: root, environment, signal } = surroundings;
    const shadow = driver.openShadow({
      extension: SHADOW_OWNER,
      shadow: 'auto',
      prismaUrl: datasource.shadowDatabaseUrl,
      live: datasource.url === null ? null : engineTarget(datasource.url, surroundings),
      initScript: null,
      root,
      environment,
      signal,
    });
    return this.#disposable(shadow);
  }

  /** Closing twice does no harm. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const database of this.#open) await this.#release(database);
  }

  async #disposable(opening: Promise<Database>): Promise<EngineConnection & AsyncDisposable> {
    const database = await this.#kept(opening);
    return { ...database.engineConnection(), [Symbol.asyncDispose]: () => this.#release(database) };
  }

  async #kept(opening: Promise<Database>): Promise<Database> {
    const database = await opening;
    this.#open.add(database);
    if (this.#isClosed) {
      await this.#release(database);
      throw new Error('The engine was closed meanwhile.');
    }
    return database;
  }

  async #release(database: Database): Promise<void> {
    if (this.#open.delete(database)) await database.close();
  }
}
