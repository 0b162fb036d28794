import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { errorCode } from '../../config/read-text-file.js';
import { messageOf, OrchestrateError } from '../../errors.js';

/** A database that is gone with its connection. */
export const MEMORY = ':memory:';

/** Those whose native part has been seen to load: it is only looked for with the first connection. */
const loadable = new WeakSet<typeof BetterSqlite3>();

/**
 * The driver for SQLite.
 *
 * @param from the module that it is looked for from
 * @throws {OrchestrateError} `DATABASE.DRIVER_MISSING` where it is not installed, and where it is without its native
 * part: pnpm, for one, runs no install script that nobody has allowed
 */
export function loadBetterSqlite3(from: string = import.meta.url): typeof BetterSqlite3 {
  const require = createRequire(from);
  try {
    // As CommonJS, which it is: that loads it in half the time.
    const Connection = require('better-sqlite3') as typeof BetterSqlite3;
    if (!loadable.has(Connection)) new Connection(MEMORY).close();
    loadable.add(Connection);
    return Connection;
  } catch (cause) {
    // The list of all places that were tried, one to a line, helps nobody.
    const reason = messageOf(cause).replace(/(?:\. Tried:)?\n.*/s, '');
    throw new OrchestrateError({
      code: 'DATABASE.DRIVER_MISSING',
      message: `The SQLite driver better-sqlite3 could not be loaded: ${reason}`,
      fix: isInstalled(require)
        ? 'Build its native part for this version of Node.js: run `npm rebuild better-sqlite3` (where npm blocks install scripts, `npm install-scripts approve better-sqlite3` first), or choose it in `pnpm approve-builds`.'
        : 'Run `npm install better-sqlite3`.',
      cause,
    });
  }
}

function isInstalled(require: NodeJS.Require): boolean {
  try {
    require.resolve('better-sqlite3');
    return true;
  } catch (error) {
    if (errorCode(error) === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}
