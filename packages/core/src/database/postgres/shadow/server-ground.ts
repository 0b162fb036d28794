import { messageOf } from '../../../errors.js';
import type { OnEvent } from '../../../events.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { sqlState } from '../connection/postgres-errors.js';
import { type PostgresLocation, withDatabase } from '../connection/postgres-url.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { connectToServer } from '../server/connect-to-server.js';
import { createEmptyDatabase } from '../server/create-empty-database.js';
import { readServer, type ServerFacts } from '../server/read-server.js';
import { markOf, pruneServer, shadowName } from './server-leftovers.js';
import { mayNotCreateDatabase, notCreated, notTheShadow } from './shadow-errors.js';
import type { ShadowGround } from './shadow-ground.js';

const COMMAND = 'orchestrate shadow';

/** What {@link takeServer} takes. */
export interface ServerOptions {
  readonly extension: string;
  /** The database that the shadow database stands in for. */
  readonly live: PostgresLocation;
  readonly onEvent?: OnEvent | undefined;
}

/**
 * A shadow database on the server of the database itself. One connection stays beside it, to drop it in the end.
 *
 * @throws OrchestrateError `SHADOW.NO_PRIVILEGE`, or what keeps us from the server
 */
export async function takeServer(options: ServerOptions): Promise<ShadowGround> {
  const admin = await connectToServer(COMMAND, options.live);
  try {
    const { role, mayCreate, isCockroach, locale, serverTime } = await readServer(admin, options.live.database);
    if (!mayCreate) throw mayNotCreateDatabase(role, options.live.display);
    return new ServerGround(options, { admin, role, isCockroach, locale, aheadMs: serverTime - Date.now() });
  } catch (error) {
    await admin.end();
    throw error;
  }
}

interface ServerParts extends Pick<ServerFacts, 'role' | 'isCockroach' | 'locale'> {
  readonly admin: PostgresConnection;
  /** By how much the server's clock is ahead of ours. */
  readonly aheadMs: number;
}

class ServerGround implements ShadowGround {
  readonly display: string;
  readonly #options: ServerOptions;
  readonly #parts: ServerParts;
  #admin: PostgresConnection;
  #database: string | null = null;
  #pruning: Promise<void> | null = null;
  #isReleased = false;

  constructor(options: ServerOptions, parts: ServerParts) {
    this.display = `a shadow database on the server of ${options.live.display}`;
    this.#options = options;
    this.#parts = parts;
    this.#admin = parts.admin;
  }

  async empty(): Promise<PostgresLocation> {
    await this.#drop();
    // Each time under another name: one without a comment must be young, lest another run takes it for a leftover.
    const name = shadowName(this.#options.extension, new Date(Date.now() + this.#parts.aheadMs));
    this.#database = name;
    await this.#create(name);
    return withDatabase(this.#options.live, name);
  }

  async claim(connection: PostgresConnection): Promise<void> {
    const [row] = await connection.query<{ readonly name: string }>('SELECT current_database() AS name');
    // A pooler may lead every name to one database, and that would be the live one.
    if (row?.name !== this.#database || row.name === null) {
      throw notTheShadow(String(this.#database), String(row?.name));
    }
    await connection.query(`COMMENT ON DATABASE ${quoteIdentifier(row.name)} IS ${quoteLiteral(markOf(new Date()))}`);
    this.#pruning ??= pruneServer(this.#admin, () => this.#isReleased).catch(() => {});
  }

  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    try {
      await this.#pruning;
      await this.#drop();
    } catch (error) {
      this.#options.onEvent?.({
        kind: 'warning',
        code: 'SHADOW.NOT_CLEARED',
        message: `The shadow database "${this.#database}" could not be dropped: ${messageOf(error)}`,
        fix: 'The next run drops it.',
      });
    } finally {
      await this.#admin.end();
    }
  }

  async #create(name: string): Promise<void> {
    const { role, locale } = this.#parts;
    const { display } = this.#options.live;
    try {
      await createEmptyDatabase(this.#admin, name, { locale });
    } catch (error) {
      throw sqlState(error) === '42501' ? mayNotCreateDatabase(role, display) : notCreated(display, error);
    }
  }

  async #drop(): Promise<void> {
    if (this.#database === null) return;
    const how = this.#parts.isCockroach ? 'CASCADE' : 'WITH (FORCE)';
    const drop = `DROP DATABASE IF EXISTS ${quoteIdentifier(this.#database)} ${how}`;
    // An idle connection may have been cut meanwhile.
    if (this.#admin.isLost) this.#admin = await connectToServer(COMMAND, this.#options.live);
    await this.#admin.query(drop);
    this.#database = null;
  }
}
