import { onTestFinished } from 'vitest';
import type { Database, OpenOptions } from '../database.js';
import { openOptions } from '../open-options.test-support.js';
import { openPostgres } from './open-postgres.js';

/** Opens a database on a test server, for writing unless the test says otherwise, and closes it when the test ends. */
export async function openTestDatabase(url: string, options: Partial<OpenOptions> = {}): Promise<Database> {
  const database = await openPostgres('postgresql', openOptions({ url, root: '/', mode: 'write', ...options }));
  onTestFinished(() => database.close());
  return database;
}
