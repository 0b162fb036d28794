import type { Provider } from '../database/database.js';
import type { TestGround, TestRecipe } from '../database/test-ground.js';
import { asOperation } from './run/as-operation.js';
import { assertNotInterrupted } from './run/assert-not-interrupted.js';
import type { RunOptions } from './run-options.js';
import { chooseTestPlace, type TestServerChoice } from './test-db/choose-test-place.js';
import { fillTestDatabase } from './test-db/fill-test-database.js';
import { openTestGround } from './test-db/open-test-ground.js';
import { readTestSchema, type TestSourceOptions } from './test-db/read-test-schema.js';

/** Rows that every test begins with, put there by code. */
export interface TestSeed {
  /** Names what it puts there: another key, and the databases are made anew. */
  readonly key: string;
  /** Runs once for all copies. It has to leave no connection open. */
  run(database: Pick<ProvidedTestDatabase, 'url' | 'provider'>): Promise<void>;
}

/** What {@link provideTestDatabase} takes. */
export interface ProvideTestDatabaseOptions extends TestSourceOptions, Pick<RunOptions, 'onEvent' | 'signal'> {
  /** On PostgreSQL, the server. */
  readonly server?: TestServerChoice | undefined;
  readonly seed?: TestSeed | undefined;
}

/** A database that belongs to this process until it is dropped. */
export interface ProvidedTestDatabase extends AsyncDisposable {
  /** For the client, with its secrets. */
  readonly url: string;
  readonly provider: Provider;
  readonly name: string;
  /** Makes it as it was. On PostgreSQL whoever is connected is cut off, and connects again. */
  reset(): Promise<void>;
  /** Removes it. Doing so twice does no harm, and so does doing it not at all: a later run does. */
  drop(): Promise<void>;
}

/**
 * Gives a database with the composed schema, for one file of tests or one test: a copy of one that is made once, by whoever
 * comes first, for all processes, and again when a fragment has changed.
 *
 * @throws OrchestrateError `TEST.*`, `DATABASE.*`, `SHADOW.EMBEDDED_*`, what keeps the fragments from being composed
 *
 * @example
 * ```ts
 * await using database = await provideTestDatabase({ cwd: process.cwd(), extensions: ['blog'] });
 * ```
 */
export function provideTestDatabase(options: ProvideTestDatabaseOptions): Promise<ProvidedTestDatabase> {
  return asOperation(options, provide);
}

async function provide(options: ProvideTestDatabaseOptions): Promise<ProvidedTestDatabase> {
  const { seed, signal } = options;
  const schema = await readTestSchema(options, seed?.key ?? null);
  const { provider } = schema.driver;
  await assertNotInterrupted(signal);
  const place = await chooseTestPlace(schema, options);
  const command = 'orchestrate testing';
  const recipe: TestRecipe = {
    mark: schema.mark,
    fill: (database) => fillTestDatabase(database, schema, options),
    finish: async ({ url }) => seed?.run({ url, provider }),
    signal,
  };
  const work = async <Result>(job: (ground: TestGround) => Promise<Result>): Promise<Result> => {
    await using ground = await openTestGround(schema, { testDatabaseUrl: place.url, command });
    return await job(ground);
  };
  try {
    const { name, url } = await work(async (ground) => {
      const copy = await ground.copy(recipe);
      return { name: copy, url: ground.locate(copy).url };
    });
    let isDropped = false;
    const drop = async (): Promise<void> => {
      if (isDropped) return;
      isDropped = true;
      await work((ground) => ground.discard(name));
      await place.release();
    };
    const reset = (): Promise<void> => work((ground) => ground.renew(name, recipe));
    return { url, provider, name, reset, drop, [Symbol.asyncDispose]: drop };
  } catch (error) {
    await place.release();
    throw error;
  }
}
