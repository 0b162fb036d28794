import type { Database } from '../../database/database.js';

/** One connection, first for reading, then, where there is something to do, for writing. */
export class OpenConnection implements AsyncDisposable {
  #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get database(): Database {
    return this.#database;
  }

  /** Replaces it by another one that is opened anew. */
  async openAgain(open: () => Promise<Database>): Promise<void> {
    const former = this.#database;
    this.#database = await open();
    await former.close();
  }

  async forWriting(): Promise<Database> {
    this.#database = await this.#database.openForWriting();
    return this.#database;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database.close();
  }
}
