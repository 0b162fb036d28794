import path from 'node:path';
import type { Database, Driver, OpenOptions } from '../../database/database.js';
import { databaseMissing } from '../../engine/as-engine-error.js';

/**
 * Opens a database for writing; what is not there is not created by that.
 *
 * @throws EngineError `P1003`; OrchestrateError `DATABASE.*`
 */
export async function openLive(driver: Driver, target: Omit<OpenOptions, 'mode'>): Promise<Database> {
  const database = await driver.open({ ...target, mode: 'read' });
  try {
    if (database.isMissing) throw databaseMissing(path.basename(database.place));
    return await database.openForWriting();
  } catch (error) {
    await database.close();
    throw error;
  }
}
