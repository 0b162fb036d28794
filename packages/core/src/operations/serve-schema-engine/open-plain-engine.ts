import type { Driver } from '../../database/database.js';
import { providerOfUrl } from '../../database/provider-of-url.js';
import { asEngineError } from '../../engine/as-engine-error.js';
import { engineCalls } from '../../engine/protocol/engine-calls.js';
import { EngineError, type SchemaEngine, type SchemaEngineMethod } from '../../engine/schema-engine.js';
import { openEngineSession } from '../../engine/session/open-engine-session.js';
import { readDatasource } from '../../fragment/read-datasource.js';
import { currentProviderName } from '../run/datasource-of.js';
import { createEngineDatabase } from './create-engine-database.js';
import { EngineConnections } from './engine-connections.js';
import { type EngineSurroundings, engineDriver, engineTarget, noUrl, unknownScheme } from './engine-target.js';
import type { EngineDatasource } from './parse-engine-arguments.js';

/** A file of a schema. */
interface SchemaText {
  readonly path: string;
  readonly text: string;
}

/** What {@link openPlainEngine} takes. */
export interface PlainEngineOptions {
  /** The schema; empty for requests that bring their own or need none. */
  readonly files: readonly SchemaText[];
  readonly datasource: EngineDatasource;
  readonly surroundings: EngineSurroundings;
}

/**
 * The engine of a project that is no workspace of ours, or need not be: its URLs, its schema, its migrations. What it
 * needs is opened when a request needs it. Closing it ends a request that is going on.
 */
export function openPlainEngine(options: PlainEngineOptions): SchemaEngine {
  const plain = new PlainEngine(options);
  return {
    ...engineCalls((method, input) => plain.call(method, input)),
    [Symbol.asyncDispose]: () => plain.close(),
  };
}

class PlainEngine {
  readonly #options: PlainEngineOptions;
  readonly #connections: EngineConnections;
  #session: Promise<SchemaEngine> | null = null;

  constructor(options: PlainEngineOptions) {
    this.#options = options;
    this.#connections = new EngineConnections(options);
  }

  async call(method: SchemaEngineMethod, input: unknown): Promise<unknown> {
    try {
      this.#session ??= this.#open(input);
      // Another request may say what this one did not.
      this.#session.catch(() => {
        this.#session = null;
      });
      const session = await this.#session;
      return await (session[method] as (input: unknown) => Promise<unknown>)(input);
    } catch (error) {
      throw asEngineError(error);
    }
  }

  async close(): Promise<void> {
    // A query that is going on ends with its connection.
    await this.#connections.close();
    const session = await this.#session?.catch(() => null);
    await session?.[Symbol.asyncDispose]();
  }

  async #open(input: unknown): Promise<SchemaEngine> {
    const { files, datasource, surroundings } = this.#options;
    const driver = await engineDriver(this.#provider(input));
    return openEngineSession({
      files,
      provider: driver.provider,
      defaultSchema: this.#defaultSchema(driver),
      openMain: () => this.#connections.openMain(driver),
      openShadow: () => this.#connections.openShadow(driver),
      openUrl: (url) => this.#connections.openUrl(driver, url),
      skipsLock: !['', '0'].includes(surroundings.environment['PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK'] ?? ''),
      createDatabase: () => {
        if (datasource.url === null) throw noUrl();
        return createEngineDatabase(driver, engineTarget(datasource.url, surroundings));
      },
    });
  }

  #defaultSchema(driver: Driver): string | null {
    const { datasource, surroundings } = this.#options;
    if (datasource.url === null) return null;
    try {
      return driver.identify(engineTarget(datasource.url, surroundings)).schema;
    } catch {
      // Whoever needs the database is told; to compare schemas, none is needed.
      return null;
    }
  }

  #provider(input: unknown): string {
    const { files, datasource } = this.#options;
    const named = readDatasource([...files, ...filesIn(input)])?.provider ?? null;
    if (named !== null) return currentProviderName(named);
    const url = datasource.url ?? urlIn(input);
    if (url === null)
      throw new EngineError('Neither a schema nor a database URL says which kind of database it is about.');
    const provider = providerOfUrl(url);
    if (provider === null) throw unknownScheme();
    return provider;
  }
}

/** The schema that a request brings; some have several, as both sides of a comparison. */
function filesIn(input: unknown): readonly SchemaText[] {
  const { schema, from, to, datasource } = partsOf(input);
  return [schema, from, to, datasource].flatMap((part) => {
    const { files } = partsOf(part);
    return Array.isArray(files) ? files.flatMap(textIn) : [];
  });
}

function textIn(file: unknown): readonly SchemaText[] {
  const { path, content } = partsOf(file);
  return typeof path === 'string' && typeof content === 'string' ? [{ path, text: content }] : [];
}

function urlIn(input: unknown): string | null {
  const { from, to, datasource, datasourceType } = partsOf(input);
  const urls = [datasourceType, datasource, from, to].map((part) => partsOf(part)['url']);
  return urls.find((url) => typeof url === 'string') ?? null;
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
