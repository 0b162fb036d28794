import { setTimeout as delay } from 'node:timers/promises';
import { PostgresTestDatabase } from './postgres-test-database.js';

/** Asks PostgreSQL until there is a row, and gives it. A new connection for each time would keep a core busy. */
export function untilRow<Row>(url: string, sql: string): Promise<Row> {
  return new PostgresTestDatabase(url).together(async (held) => {
    for (;;) {
      const [row] = await held.query<Row>(sql);
      if (row !== undefined) return row;
      await delay(20);
    }
  });
}
