/**
 * A database of its own for each file of tests, or each test, with the tables of a workspace of Prisma Orchestrate: made
 * from the fragments once, and copied in milliseconds. For vitest, jest and node:test.
 *
 * @packageDocumentation
 */
import { createInWorker } from './create-in-worker.cjs';
import type { TestDatabase, TestDatabaseOptions } from './test-database.cjs';
import { type UsedTestDatabase, type UseTestDatabaseOptions, useWith } from './use-test-database.cjs';

export type { TestDatabase, TestDatabaseOptions, TestSeed } from './test-database.cjs';
export type { TestHooks, UsedTestDatabase, UseTestDatabaseOptions } from './use-test-database.cjs';

/**
 * Gives a database with the composed schema: a copy of one that is made once, by whoever comes first, for all workers and
 * processes, and again when a fragment has changed.
 *
 * @throws OrchestrateError what keeps it from being made, with `code`, `message` and `fix`
 *
 * @example
 * ```ts
 * await using database = await createTestDatabase({ extensions: ['blog'] });
 * ```
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  // What jest gives the code of tests in place of Node's own is not enough for the library.
  if (process.env['JEST_WORKER_ID'] !== undefined && process.env['VITEST'] === undefined)
    return createInWorker(options);
  const { createTestDatabase: create } = await import('./create-test-database.js');
  return create(options);
}

/**
 * A database for the tests of one file: created before the first, dropped after the last, and on demand made as it was
 * before each.
 *
 * @example
 * ```ts
 * const database = useTestDatabase({ extensions: ['blog'], reset: 'each-test' });
 * ```
 */
export function useTestDatabase(options: UseTestDatabaseOptions = {}): UsedTestDatabase {
  return useWith(createTestDatabase)(options);
}
