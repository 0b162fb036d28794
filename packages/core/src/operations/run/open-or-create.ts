import type { Database, Driver, OpenOptions } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { RunOptions } from '../run-options.js';

/** What {@link openOrCreate} goes by. */
export interface OpenOrCreateOptions {
  readonly driver: Driver;
  readonly target: Omit<OpenOptions, 'mode'>;
  readonly options: Pick<RunOptions, 'createDatabase' | 'confirmCreation' | 'onEvent'>;
  /** Whether nothing may be changed. */
  readonly isOnlyAsked: boolean;
}

/** Opens a database for reading; one that its server does not have is created first, given consent. */
export async function openOrCreate({ driver, target, options, isOnlyAsked }: OpenOrCreateOptions): Promise<Database> {
  const reading: OpenOptions = { ...target, mode: 'read' };
  try {
    return await driver.open(reading);
  } catch (error) {
    if (!(error instanceof OrchestrateError) || error.code !== 'DATABASE.MISSING' || isOnlyAsked) throw error;
    const isAgreed = options.createDatabase === true || ((await options.confirmCreation?.(target.display)) ?? false);
    if (!isAgreed) throw error;
    options.onEvent?.({ kind: 'step', message: `Creating the database ${target.display}` });
    await driver.createDatabase(reading);
    return driver.open(reading);
  }
}
