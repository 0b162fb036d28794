import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { originalLocked, testDatabaseNotCreated, testInterrupted } from '../../test-ground-errors.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { sqlState } from '../connection/postgres-errors.js';
import type { PostgresLocation } from '../connection/postgres-url.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { createEmptyDatabase } from '../server/create-empty-database.js';
import { readServer, SERVER_TIME } from '../server/read-server.js';
import type { TestCandidate } from './test-leftovers.js';
import { readNote, TEST_PREFIX, type TestNote, writeNote } from './test-names.js';

/** How long to wait for another process that works on the same name. */
const LOCK_WAIT_MS = 120_000;
const POLL_MS = 25;
/** How often to ask again for what the server refuses while somebody is connected for a moment, such as a monitor. */
const TRIES = 20;

/** How often to look: who has just gone is still there for a moment. */
const IN_USE_LOOKS = 10;

/** The server says: somebody is connected. */
const IN_USE = '55006';
/** The server says: there is no such database. */
export const MISSING = '3D000';

/** A database of a server, by its name. */
export interface NamedDatabase {
  /** Null where the comment is not ours, or there is none. */
  readonly note: TestNote | null;
  /** What tells it from every other, whatever way led to it. */
  readonly identity: string;
}

/** What {@link surveyServer} gives. */
export interface ServerSurvey {
  /** By the server's clock, in milliseconds since 1970: those of the machines that share it may be far apart. */
  readonly time: number;
  /** Whether it does not wait for its disk: what is on it is not meant to last. */
  readonly isThrowaway: boolean;
  /** Every database of our role that is called as we call ours. */
  readonly candidates: readonly TestCandidate[];
}

/** What there is on a server, in one round trip. */
export async function surveyServer(connection: Pick<PostgresConnection, 'query'>): Promise<ServerSurvey> {
  const [row] = await connection.query<ServerSurvey>(
    `SELECT ${SERVER_TIME} AS time,
       current_setting('fsync') = 'off' AND current_setting('server_version_num')::int >= 150000 AS "isThrowaway",
       coalesce((
         SELECT jsonb_agg(jsonb_build_object(
           'name', datname, 'comment', shobj_description(d.oid, 'pg_database'),
           'isInUse', EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)))
         FROM pg_database d WHERE starts_with(datname, ?) AND pg_has_role(datdba, 'USAGE')
       ), '[]') AS candidates`,
    [TEST_PREFIX],
  );
  if (row === undefined) throw new Error('A query without a table has no row.');
  return row;
}

/** The databases of a server, through one connection to a database that every server has: what is locked there is locked for all. */
export class TestServer {
  readonly #admin: PostgresConnection;
  readonly #location: PostgresLocation;

  constructor(admin: PostgresConnection, location: PostgresLocation) {
    this.#admin = admin;
    this.#location = location;
  }

  async find(name: string): Promise<NamedDatabase | null> {
    const [row] = await this.#admin.query<{ readonly comment: string | null; readonly identity: string }>(
      `SELECT shobj_description(oid, 'pg_database') AS comment,
         concat_ws('/', extract(epoch FROM pg_postmaster_start_time()), oid) AS identity
       FROM pg_database WHERE datname = ?`,
      [name],
    );
    return row === undefined ? null : { note: readNote(row.comment), identity: row.identity };
  }

  /** What there is on the server, in one round trip. */
  survey(): Promise<ServerSurvey> {
    return surveyServer(this.#admin);
  }

  /** An empty database, with texts as those of the workspace's own. */
  async create(name: string): Promise<void> {
    const { database, display } = this.#location;
    const { locale } = await readServer(this.#admin, database);
    try {
      await createEmptyDatabase(this.#admin, name, { locale });
    } catch (error) {
      throw testDatabaseNotCreated(display, error);
    }
  }

  /** @param isThrowaway see {@link ServerSurvey} */
  async copy(from: string, to: string, isThrowaway: boolean): Promise<void> {
    // Copying files waits for the disk before and after, which costs nothing here; through the log it takes several times as long.
    const strategy = isThrowaway ? ' STRATEGY FILE_COPY' : '';
    await this.#patiently(`CREATE DATABASE ${quoteIdentifier(to)} TEMPLATE ${quoteIdentifier(from)}${strategy}`);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#patiently(`ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`);
  }

  async note(name: string, note: TestNote): Promise<void> {
    await this.#admin.query(`COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${quoteLiteral(writeNote(note))}`);
  }

  /** Lets nobody connect any more: while somebody is connected, a database cannot be copied. */
  async close(name: string): Promise<void> {
    await this.#admin.query(`ALTER DATABASE ${quoteIdentifier(name)} ALLOW_CONNECTIONS false`);
  }

  /** Whether somebody is connected, and stays so for more than a moment. */
  async isInUse(name: string): Promise<boolean> {
    for (let attempt = 1; attempt <= IN_USE_LOOKS; attempt += 1) {
      const [row] = await this.#admin.query<{ readonly isInUse: boolean }>(
        'SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = ?) AS "isInUse"',
        [name],
      );
      if (row?.isInUse !== true) return false;
      await delay(POLL_MS);
    }
    return true;
  }

  /** @param force whether whoever is connected is cut off; otherwise the server refuses, after some seconds */
  async drop(name: string, force: boolean): Promise<void> {
    await this.#admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}${force ? ' WITH (FORCE)' : ''}`);
  }

  /** Locks a name. An advisory lock ends with its connection, so a process that is killed keeps nobody waiting. */
  async lock(name: string, signal: AbortSignal | undefined): Promise<AsyncDisposable> {
    const key = BigInt.asIntN(64, BigInt(`0x${hash('sha256', name).slice(0, 16)}`));
    const deadline = Date.now() + LOCK_WAIT_MS;
    for (;;) {
      if (signal?.aborted) throw testInterrupted();
      const [row] = await this.#admin.query<{ readonly taken: boolean }>(
        `SELECT pg_try_advisory_lock(${key}) AS taken`,
      );
      if (row?.taken) break;
      if (Date.now() >= deadline) throw originalLocked(LOCK_WAIT_MS);
      await delay(POLL_MS);
    }
    return {
      [Symbol.asyncDispose]: async () => {
        await this.#admin.query(`SELECT pg_advisory_unlock(${key})`);
      },
    };
  }

  async end(): Promise<void> {
    await this.#admin.end();
  }

  async #patiently(statement: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#admin.query(statement);
        return;
      } catch (error) {
        if (sqlState(error) !== IN_USE || attempt === TRIES) throw error;
        await delay(POLL_MS * attempt);
      }
    }
  }
}
