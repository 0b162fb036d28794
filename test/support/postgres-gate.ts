import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { runSql } from '../../packages/core/src/database/postgres/server.test-support.js';

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
    for (;;) {
      const [waiting] = await runSql<{ pid: number }>(
        this.#url,
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (waiting !== undefined) return waiting.pid;
      await delay(5);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end();
  }
}
