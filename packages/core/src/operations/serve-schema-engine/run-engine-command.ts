import type { Driver, OpenOptions } from '../../database/database.js';
import { providerOfUrl } from '../../database/provider-of-url.js';
import { asEngineError, databaseMissing } from '../../engine/as-engine-error.js';
import { EngineError } from '../../engine/schema-engine.js';
import { createEngineDatabase, readMissingName } from './create-engine-database.js';
import { type EngineSurroundings, engineDriver, engineTarget, noUrl, unknownScheme } from './engine-target.js';
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
    const name = await readMissingName(driver, target);
    if (name !== null) throw databaseMissing(name);
    return 'Connection successful';
  },
  'create-database': async (driver, target) => {
    const name = await createEngineDatabase(driver, target);
    return `Database '${name}' was successfully created.`;
  },
  'drop-database': async () => {
    throw new EngineError(
      "orchestrate-schema-engine drops no databases: no command of Prisma 7 asks for it. Empty it with `prisma migrate reset`, or drop it with the database's own tools.",
    );
  },
};
