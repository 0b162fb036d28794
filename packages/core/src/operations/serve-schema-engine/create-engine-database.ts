import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Driver, OpenOptions } from '../../database/database.js';
import { EngineError } from '../../engine/schema-engine.js';
import { isOrchestrateError } from '../../errors.js';

type Target = Omit<OpenOptions, 'mode'>;

/**
 * Creates the database that a URL names, the directories of a file included, as the native engine does.
 *
 * @returns its name
 * @throws EngineError `P1009` where it is there already; OrchestrateError `DATABASE.*`
 */
export async function createEngineDatabase(driver: Driver, target: Target): Promise<string> {
  const name = await readMissingName(driver, target);
  if (name === null) throw new EngineError('The database already exists.', { code: 'P1009' });
  const options = { ...target, mode: 'write' } as const;
  try {
    await driver.createDatabase(options);
  } catch (error) {
    const file = isOrchestrateError(error) && error.code === 'DATABASE.NO_DIRECTORY' ? error.meta['file'] : null;
    if (typeof file !== 'string') throw error;
    mkdirSync(path.dirname(file), { recursive: true });
    await driver.createDatabase(options);
  }
  return name;
}

/** The name of a database that a URL names; null where it is there. */
export async function readMissingName(driver: Driver, target: Target): Promise<string | null> {
  try {
    await using database = await driver.open({ ...target, mode: 'read' });
    return database.isMissing ? path.basename(database.place) : null;
  } catch (error) {
    if (!isOrchestrateError(error) || error.code !== 'DATABASE.MISSING') throw error;
    return String(error.meta['database']);
  }
}
