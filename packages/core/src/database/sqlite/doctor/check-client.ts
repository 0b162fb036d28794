import type { Diagnosis } from '../../../diagnosis.js';
import { loadBetterSqlite3, MEMORY } from '../load-better-sqlite3.js';

/**
 * Whether the driver is installed, with the native part for this version of Node.
 *
 * @throws OrchestrateError `DATABASE.DRIVER_MISSING`
 */
export async function checkClient(): Promise<readonly Diagnosis[]> {
  const connection = new (loadBetterSqlite3())(MEMORY);
  const version = connection.prepare('SELECT sqlite_version()').pluck().get();
  connection.close();
  return [{ code: 'DOCTOR.DRIVER', status: 'ok', message: `better-sqlite3, with SQLite ${version}`, fix: null }];
}
