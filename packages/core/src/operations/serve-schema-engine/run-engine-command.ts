import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Driver, OpenOptions } from '../../database/database.js';
import { providerOfUrl } from '../../database/provider-of-url.js';
import { asEngineError, databaseMissing } from '../../engine/as-engine-error.js';
import { EngineError } from '../../engine/schema-engine.js';
import { isOrchestrateError } from '../../errors.js';
import { type EngineSurroundings, engineDriver, engineTarget, unknownScheme } from './engine-target.js';
import type { EngineCommand } from './parse-engine-arguments.js';

/**
 * Does what a subcommand of the engine asks for, and gives what the native engine says when it has done it.
 *
 * @throws EngineError with Prisma's codes
 */
export async function runEngineCommand(
  command: EngineCommand,
  url: string | null,
  surroundings: EngineSurroundings,
): Promise<string> {
  try {
    if (url === null) throw noUrl();
    const provider = providerOfUrl(url);
    if (provider === null) throw unknownScheme();
    return await COMMANDS[command](await engineDriver(provider), engineTarget(url, surroundings));
  } catch (error) {
    throw asEngineError(error);
  }
}

type Target = Omit<OpenOptions, 'mode'>;

const COMMANDS: Readonly<Record<EngineCommand, (driver: Driver, target: Target) => Promise<string>>> = {
  'can-connect-to-database': async (driver, target) => {
    const name = await missingName(driver, target);
    if (name !== null) throw databaseMissing(name);
    return 'Connection successful';
  },
  'create-database': async (driver, target) => {
    const name = await missingName(driver, target);
    if (name === null) throw new EngineError('The database already exists.', { code: 'P1009' });
    await create(driver, target);
    return `Database '${name}' was successfully created.`;
  },
  'drop-database': async () => {
    throw new EngineError(
      "orchestrate-schema-engine drops no databases: no command of Prisma 7 asks for it. Empty it with `prisma migrate reset`, or drop it with the database's own tools.",
    );
  },
};

/** The name of the database; null where it is there. */
async function missingName(driver: Driver, target: Target): Promise<string | null> {
  try {
    await using database = await driver.open({ ...target, mode: 'read' });
    return database.isMissing ? path.basename(database.place) : null;
  } catch (error) {
    if (!isOrchestrateError(error) || error.code !== 'DATABASE.MISSING') throw error;
    return String(error.meta['database']);
  }
}

// The native engine makes the directories of a file as well.
async function create(driver: Driver, target: Target): Promise<void> {
  const options = { ...target, mode: 'write' } as const;
  try {
    await driver.createDatabase(options);
  } catch (error) {
    const file = isOrchestrateError(error) && error.code === 'DATABASE.NO_DIRECTORY' ? error.meta['file'] : null;
    if (typeof file !== 'string') throw error;
    mkdirSync(path.dirname(file), { recursive: true });
    await driver.createDatabase(options);
  }
}

function noUrl(): EngineError {
  return new EngineError('The datasource has no URL: set datasource.url in prisma.config.ts.');
}
