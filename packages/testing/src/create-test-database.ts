import { provideTestDatabase } from '@prisma-orchestrate/core/operations/provide-test-database';
import type { TestDatabase, TestDatabaseOptions } from './test-database.cjs';

/** As {@link createTestDatabase} of the package, in this thread. */
export async function createTestDatabase({
  cwd = process.cwd(),
  ...options
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  return provideTestDatabase({ ...options, cwd });
}
