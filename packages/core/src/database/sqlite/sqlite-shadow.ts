import type BetterSqlite3 from 'better-sqlite3';
import type { ShadowDatabase } from '../database.js';
import { MEMORY } from './load-better-sqlite3.js';
import { SqliteDatabase } from './sqlite-database.js';

/** A shadow database in memory. */
export class SqliteShadow extends SqliteDatabase implements ShadowDatabase {
  readonly #connect: () => BetterSqlite3.Database;

  /** @param connect gives an empty database, prepared for the first revision */
  constructor(connect: () => BetterSqlite3.Database) {
    super({
      connection: connect(),
      file: null,
      display: 'a database in memory',
      place: MEMORY,
      isMissing: false,
      openOther: connect,
      openForWriting: async () => this,
    });
    this.#connect = connect;
  }

  async reset(): Promise<void> {
    this.reconnect(this.#connect());
  }
}
