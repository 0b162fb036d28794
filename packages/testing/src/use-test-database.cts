import type { CreateTestDatabase, TestDatabase, TestDatabaseOptions } from './test-database.cjs';

/** How a test runner is told what to do around tests. */
export interface TestHooks {
  beforeAll(work: () => Promise<void>): void;
  afterAll(work: () => Promise<void>): void;
  beforeEach?(work: () => Promise<void>): void;
}

/** What `useTestDatabase` takes. */
export interface UseTestDatabaseOptions extends TestDatabaseOptions {
  /** Those of the runner where they are not global: `{ beforeAll, afterAll, beforeEach }` of vitest; of node:test `before` and `after`. */
  readonly hooks?: TestHooks | undefined;
  /** Makes the database as it was before each test, or leaves what tests have written (the default). */
  readonly reset?: 'each-test' | 'never' | undefined;
}

/** The database of a file of tests; it is there once its tests run. */
export interface UsedTestDatabase {
  readonly url: string;
  readonly current: TestDatabase;
}

/** Makes `useTestDatabase` out of what creates one. */
export function useWith(create: CreateTestDatabase) {
  return ({ hooks = globalHooks(), reset = 'never', ...options }: UseTestDatabaseOptions = {}): UsedTestDatabase => {
    let database: TestDatabase | null = null;
    let isFresh = true;
    const current = (): TestDatabase => {
      if (database === null)
        throw new Error('The test database is there only while tests run: ask for it in a test or a hook.');
      return database;
    };
    hooks.beforeAll(async () => {
      database = await create(options);
      isFresh = true;
    });
    if (reset === 'each-test') {
      if (hooks.beforeEach === undefined)
        throw new Error('To reset the database before each test, `hooks` needs beforeEach.');
      hooks.beforeEach(async () => {
        if (!isFresh) await current().reset();
        isFresh = false;
      });
    }
    hooks.afterAll(async () => {
      await database?.drop();
      database = null;
    });
    return {
      get url() {
        return current().url;
      },
      get current() {
        return current();
      },
    };
  };
}

function globalHooks(): TestHooks {
  const { beforeAll, afterAll, beforeEach } = globalThis as Partial<TestHooks>;
  if (beforeAll !== undefined && afterAll !== undefined) {
    return { beforeAll, afterAll, ...(beforeEach === undefined ? {} : { beforeEach }) };
  }
  throw new Error(
    'There is no global beforeAll. Give that of the runner: useTestDatabase({ hooks: { beforeAll, afterAll, beforeEach } })',
  );
}
