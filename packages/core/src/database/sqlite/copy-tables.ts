import type BetterSqlite3 from 'better-sqlite3';

/**
 * Fills an empty database with some tables of another, the tables that those refer to, and all their indexes and
 * triggers, without rows. Prisma's engine asks four questions and more for each table, so a small database is described much faster.
 * Virtual tables and what lies behind them stay out: the engine takes them for plain ones and would drop them.
 */
export function copyTables(from: BetterSqlite3.Database, to: BetterSqlite3.Database, tables: readonly string[]): void {
  const wanted = JSON.stringify([...new Set([...tables, ...referredBy(from, tables)])]);
  const statements = from
    .prepare<[string], string>(
      `SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index', 'trigger') AND sql IS NOT NULL
         AND tbl_name IN (SELECT value FROM json_each(?))
         AND tbl_name IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table')
       ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, rowid`,
    )
    .pluck()
    .all(wanted);
  for (const statement of statements) to.exec(statement);
}

function referredBy(connection: BetterSqlite3.Database, tables: readonly string[]): readonly string[] {
  return connection
    .prepare<[string], string>('SELECT DISTINCT f."table" FROM json_each(?) t JOIN pragma_foreign_key_list(t.value) f')
    .pluck()
    .all(JSON.stringify(tables));
}
