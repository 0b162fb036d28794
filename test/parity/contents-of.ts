import { driverFor } from '../../packages/core/src/database/driver-for.js';
import { openOptions } from '../../packages/core/src/database/open-options.test-support.js';
import { type TestDatabase, tablesOf } from '../support/test-database.js';

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
  const tables: Record<string, readonly unknown[]> = {};
  for (const name of await tablesOf(database)) tables[name] = await database.rows(name);
  return {
    schema: await database.schema(),
    tables: withoutChance(tables),
    histories: await historiesOf(database),
    historySchema: await database.historySchema(),
    texts: await database.query(TEXTS[provider]),
    catalog: await catalogOf(database.url, root, provider),
  };
}

/** All rows of all history tables, by table, whatever schema that is in. */
async function historiesOf(database: TestDatabase): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const histories: Record<string, readonly unknown[]> = {};
  for (const object of Object.keys(await database.historySchema())) {
    const table = object.slice('table '.length);
    const quoted = table.split('.').map((part) => `"${part}"`);
    histories[table] = await database.query(
      `SELECT migration_name, checksum, applied_steps_count, finished_at IS NOT NULL AS finished,
         rolled_back_at IS NOT NULL AS rolled_back, CASE WHEN finished_at IS NULL THEN logs END AS logs
       FROM ${quoted.join('.')} ORDER BY started_at, migration_name`,
    );
  }
  return histories;
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
