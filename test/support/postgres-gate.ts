import pg from 'pg';
import { untilRow } from './until-row.js';

/** A session that holds something others wait for, until it is opened. */
export class PostgresGate implements AsyncDisposable {
  readonly #client: pg.Client;
  readonly #url: string;

  private constructor(client: pg.Client, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /** @param sql runs in a transaction that stays open */
  static async close(url: string, sql: string, applicationName = 'gate'): Promise<PostgresGate> {
    const client = new pg.Client({ connectionString: url, application_name: applicationName });
    // The server may go away under it.
    client.on('error', () => {});
    await client.connect();
    await client.query(`BEGIN; ${sql}`);
    return new PostgresGate(client, url);
  }

  /** The server's process of this session. */
  async pid(): Promise<number> {
    const { rows } = await this.#client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return rows[0]?.pid ?? Number.NaN;
  }

  /** Waits until another session waits, and gives its process. */
  async untilWaitedFor(): Promise<number> {
    const waiting = await untilRow<{ readonly pid: number }>(
      this.#url,
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end();
  }
}
