import type { Database, Driver, OpenOptions } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { RunOptions } from '../run-options.js';
import { assertNotInterrupted } from './assert-not-interrupted.js';

/** What {@link openOrCreate} goes by. */
export interface OpenOrCreateOptions {
  readonly driver: Driver;
  readonly target: Omit<OpenOptions, 'mode'>;
  readonly options: Pick<RunOptions, 'createDatabase' | 'confirmCreation' | 'onEvent' | 'signal'>;
  /** Whether nothing may be changed. */
  readonly isOnlyAsked: boolean;
  /** The command line that is to be repeated with consent; null where the command makes no database. */
  readonly command: string | null;
  /** Whether that holds too for a database that comes into being with the first thing that is written to it, a file. */
  readonly mustExist?: boolean;
}

/** Opens a database for reading; one that its server does not have is created first, given consent. */
export async function openOrCreate({ driver, target, options, ...ask }: OpenOrCreateOptions): Promise<Database> {
  const reading: OpenOptions = { ...target, mode: 'read' };
  await assertNotInterrupted(options.signal);
  try {
    const database = await driver.open(reading);
    if (ask.mustExist !== true || !database.isMissing || options.createDatabase === true) return database;
    await database.close();
    throw missingDatabase(target.display);
  } catch (error) {
    if (!(error instanceof OrchestrateError) || error.code !== 'DATABASE.MISSING' || ask.command === null) throw error;
    if (ask.isOnlyAsked) throw withCommand(error, ask.command);
    const isAgreed = options.createDatabase === true || ((await options.confirmCreation?.(target.display)) ?? false);
    if (!isAgreed) throw withCommand(error, ask.command);
    options.onEvent?.({ kind: 'step', message: `Creating the database ${target.display}` });
    await driver.createDatabase(reading);
    return driver.open(reading);
  }
}

function missingDatabase(display: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'consent',
    code: 'DATABASE.MISSING',
    message: `There is no database ${display}.`,
    fix: 'Correct the database URL, or let it be created: orchestrate upgrade --all --create-database',
    meta: { url: display },
  });
}

/** Whoever opens a database does not know for which command; another one than this would do something else as well. */
function withCommand(error: OrchestrateError, command: string): OrchestrateError {
  const { code, message, kind, meta, cause } = error;
  const consenting = command.replace(/ --create-database\b/, '').replace(/^orchestrate [\w-]+/, '$& --create-database');
  const fix = `Correct the database URL, or let it be created: ${consenting.replace(/ --(?:dry-run|sql)\b/g, '')}`;
  return new OrchestrateError({ code, message, fix, kind, meta, cause });
}
