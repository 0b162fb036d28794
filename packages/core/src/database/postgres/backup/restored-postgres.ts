import { messageOf } from '../../../errors.js';
import type { ReplacedDatabase, RestoredDatabase, SwapOptions } from '../../backups.js';
import type { Database, OpenOptions, Provider } from '../../database.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { MAINTENANCE_DATABASES, type PostgresLocation } from '../connection/postgres-url.js';
import { openLocation } from '../open-postgres.js';
import type { PostgresDatabase } from '../postgres-database.js';
import { quoteIdentifier } from '../quote.js';
import { connectBeside } from './connect-beside.js';
import { applyDatabaseProperties, type DatabaseProperties } from './database-properties.js';
import { readProcess } from './other-sessions.js';
import { bringBack } from './restore-errors.js';
import { replacedName } from './restored-name.js';
import { swapDatabases } from './swap-databases.js';

/** What a {@link RestoredPostgres} is made of. */
export interface RestoredParts {
  readonly provider: Provider;
  readonly target: OpenOptions;
  readonly location: PostgresLocation;
  /** To another database of the server; ended with the restored one. */
  readonly admin: PostgresConnection;
  /** Of the restored database. */
  readonly name: string;
  /** Open, in the restored database. */
  readonly database: PostgresDatabase;
  /** Of the target; null where it is not there. */
  readonly properties: DatabaseProperties | null;
}

/** A restored database on the server of its target. */
export class RestoredPostgres implements RestoredDatabase {
  readonly database: Database;
  readonly #parts: RestoredParts;
  #isInPlace = false;

  constructor(parts: RestoredParts) {
    this.#parts = parts;
    this.database = parts.database;
  }

  async swapIn(options: SwapOptions): Promise<ReplacedDatabase | null> {
    const { admin, location, name, properties } = this.#parts;
    await this.#prepare();
    const { lock, held } = options;
    const own = lock === null || properties === null ? null : await this.#openLocked(lock);
    const beside = await connectBeside(location);
    try {
      options.signal?.throwIfAborted();
      const replaced = properties === null ? null : replacedName(location.database, options.now);
      await swapDatabases({
        admin,
        beside,
        display: location.display,
        database: location.database,
        replaced,
        restored: name,
        comment: properties?.comment ?? null,
        ownProcesses: await Promise.all([held, own].map(readProcess)),
        beforeReplacing: options.beforeReplacing,
        leaveReplaced: async () => {
          await Promise.all([held?.close(), own?.close()]);
        },
        leaveRestored: () => this.database.close(),
        endSessions: options.endSessions,
      });
      this.#isInPlace = true;
      return replaced === null ? null : await this.#settleReplaced(replaced, options);
    } finally {
      await beside.end();
      await own?.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { admin, name, location, target } = this.#parts;
    await this.database.close();
    try {
      if (this.#isInPlace) return;
      // An idle connection may have been cut meanwhile.
      const connection = admin.isLost ? await connectBeside(location) : admin;
      try {
        await connection.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
      } finally {
        if (connection !== admin) await connection.end();
      }
    } catch (error) {
      target.onEvent?.({
        kind: 'warning',
        code: 'RESTORE.NOT_CLEARED',
        message: `The database "${name}" that was restored into could not be dropped: ${messageOf(error)}`,
        fix: 'The next restore on this server drops it.',
      });
    } finally {
      await admin.end();
    }
  }

  /** What is to be done before anybody relies on the new database, and takes too long to be done while they wait. */
  async #prepare(): Promise<void> {
    const { admin, database, name, properties, target } = this.#parts;
    if (properties !== null) {
      await applyDatabaseProperties(admin, name, properties, (what, why) => {
        target.onEvent?.({
          kind: 'warning',
          code: 'RESTORE.PROPERTY_LOST',
          message: `The restored database does not have ${what} of the one that it replaces: ${why}`,
          fix: 'Set it as a superuser; the replaced database still has it.',
        });
      });
    }
    // A dump has none of the statistics without which queries are slow.
    await database.execute('ANALYZE');
  }

  async #openLocked(lock: NonNullable<SwapOptions['lock']>): Promise<PostgresDatabase> {
    const { provider, location, target } = this.#parts;
    const database = await openLocation(provider, location, { ...target, mode: 'read' });
    try {
      // Held until the connection ends.
      await database.lock(lock);
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  async #settleReplaced(replaced: string, { dropReplaced }: SwapOptions): Promise<ReplacedDatabase | null> {
    const { admin, location, target } = this.#parts;
    if (dropReplaced) {
      try {
        await admin.query(`DROP DATABASE ${quoteIdentifier(replaced)}`);
        return null;
      } catch (error) {
        target.onEvent?.({
          kind: 'warning',
          code: 'RESTORE.NOT_CLEARED',
          message: `The restored database is in place, but the replaced one, "${replaced}", could not be dropped: ${messageOf(error)}`,
          fix: `DROP DATABASE ${quoteIdentifier(replaced)}`,
        });
      }
    }
    const neighbour = MAINTENANCE_DATABASES.find((name) => name !== location.database) ?? location.database;
    return { place: replaced, bringBack: bringBack(location, replaced, neighbour) };
  }
}
