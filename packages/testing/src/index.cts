/** The same for CommonJS. */
import { createInWorker } from './create-in-worker.cjs';
import { useWith } from './use-test-database.cjs';

export type { TestDatabase, TestDatabaseOptions, TestSeed } from './test-database.cjs';
export type { TestHooks, UsedTestDatabase, UseTestDatabaseOptions } from './use-test-database.cjs';

export const createTestDatabase = createInWorker;
export const useTestDatabase = useWith(createInWorker);
