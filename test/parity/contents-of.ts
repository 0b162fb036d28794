import { driverFor } from '../../packages/core/src/database/driver-for.js';
import { openOptions } from '../../packages/core/src/database/open-options.test-support.js';
import { readContents, type TestDatabase } from '../support/test-database.js';

/** The order of columns, and on SQLite the words of every statement that is kept: what a description leaves out. */
const TEXTS = {
  sqlite: `SELECT type || ' ' || name AS object, coalesce(sql, '') AS text FROM sqlite_schema ORDER BY 1`,
  postgresql: `SELECT c.oid::regclass::text AS object, string_agg(attname, ', ' ORDER BY attnum) AS text
    FROM pg_class c JOIN pg_attribute ON attrelid = c.oid
    WHERE relkind IN ('r', 'p', 'v', 'm') AND attnum > 0 AND NOT attisdropped AND relnamespace >= 2200
      AND relnamespace <> 'information_schema'::regnamespace
    GROUP BY c.oid ORDER BY 1`,
} as const;

/**
 * All of a database that must not depend on who deployed to it: its objects as a description of the tests', the library's catalog
 * and the database's own texts have them, the rows of all tables, and the history, where a script that a finished revision has
 * kept for its way down is ours alone.
 */
export async function contentsOf(database: TestDatabase, root: string, provider: 'sqlite' | 'postgresql') {
  const { schema, tables, history } = await readContents(database);
  return {
    schema,
    tables: withoutChance(tables),
    history: history.map(({ logs, ...row }) => ({ ...row, logs: row.isFinished ? null : logs })),
    historySchema: await database.historySchema(),
    texts: await database.query(TEXTS[provider]),
    catalog: await catalogOf(database.url, root, provider),
  };
}

async function catalogOf(url: string, root: string, provider: string): Promise<unknown> {
  const driver = await driverFor(provider);
  await using opened = await driver.open(openOptions({ url, root, mode: 'read' }));
  return await opened.readCatalog();
}

/** Rows without what the clock and chance have put into them. */
function withoutChance(tables: unknown): unknown {
  const text = JSON.stringify(tables)
    .replaceAll(/"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^"]*"/g, '"<now>"')
    .replaceAll(/"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"/g, '"<uuid>"');
  return JSON.parse(text);
}
