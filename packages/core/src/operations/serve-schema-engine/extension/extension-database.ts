import type { Database, DatabaseNames, Driver, HistoryTable } from '../../../database/database.js';
import type { EngineConnection } from '../../../database/engine-connection.js';
import { historyTables } from '../../run/applied-state.js';
import { assertNotInterrupted } from '../../run/assert-not-interrupted.js';
import { lockForRun } from '../../run/lock-for-run.js';
import { OpenConnection } from '../../run/open-connection.js';
import type { LocatedDatabase } from '../../run/open-database.js';
import type { OpenWorkspace } from '../../run/open-workspace.js';
import { renameFormerTables } from '../../run/rename-former-tables.js';
import type { RunOptions } from '../../run-options.js';
import { ScopedConnection } from './scoped-connection.js';

/** The live database of a session: open for reading until something is to be written, and locked while it is. */
export class ExtensionDatabase implements AsyncDisposable {
  readonly driver: Driver;
  readonly names: DatabaseNames;
  readonly #located: LocatedDatabase;
  readonly #options: RunOptions;
  readonly #command: string;
  #open: Promise<OpenConnection> | null = null;
  #connection: ScopedConnection | null = null;

  constructor(located: LocatedDatabase, options: RunOptions, command: string) {
    this.driver = located.driver;
    this.names = located.driver.namesOf(located.target);
    this.#located = located;
    this.#options = options;
    this.#command = command;
  }

  /** What Prisma's engine talks to. */
  async connection(): Promise<ScopedConnection> {
    const open = await this.#opened();
    this.#connection ??= new ScopedConnection((): EngineConnection => open.database.engineConnection(), this.names);
    return this.#connection;
  }

  async forReading(): Promise<Database> {
    const open = await this.#opened();
    // Somebody may have made it since.
    if (open.database.isMissing) await open.openAgain(() => this.#openToRead());
    return open.database;
  }

  /** Works under the lock, the histories under their present names. */
  async locked<Result>(open: OpenWorkspace, work: (database: Database) => Promise<Result>): Promise<Result> {
    const { workspace } = open;
    await assertNotInterrupted(this.#options.signal);
    const opened = await this.#opened();
    const database = await opened.forWriting();
    await using _lock = await lockForRun(database, this.#options, this.#command);
    await renameFormerTables({ database, driver: this.driver, workspace });
    try {
      return await work(database);
    } finally {
      // What a script has set for its session is not for the next one, and may have given the locks away.
      if (!database.inTransaction()) await database.restoreSession();
    }
  }

  async create(): Promise<void> {
    await this.driver.createDatabase({ ...this.#located.target, mode: 'write' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const open = await this.#open?.catch(() => null);
    await open?.[Symbol.asyncDispose]();
  }

  #opened(): Promise<OpenConnection> {
    this.#open ??= this.#openToRead().then((database) => new OpenConnection(database));
    this.#open.catch(() => {
      this.#open = null;
    });
    return this.#open;
  }

  #openToRead(): Promise<Database> {
    const { driver, target } = this.#located;
    return driver.open({ ...target, mode: 'read' });
  }
}

/** The history of an extension as it is called there, and whether it is. */
export async function findHistory(
  database: Database,
  { workspace }: OpenWorkspace,
  extension: string,
): Promise<{ readonly history: HistoryTable; readonly isThere: boolean }> {
  const expected = historyTables(workspace, database).find((table) => table.extension === extension);
  if (expected === undefined) throw new Error(`The workspace has no history of ${extension}.`);
  const there = await database.listHistoryTables();
  const [former] = await database.listFormerTables([expected]);
  const history = former ?? expected;
  const isThere = there.some(({ table, schema }) => table === history.table && schema === history.schema);
  return { history, isThere };
}
