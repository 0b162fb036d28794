import type BetterSqlite3 from 'better-sqlite3';
import { messageOf } from '../../errors.js';
import { quoteIdentifier } from './quote.js';

/**
 * Has SQLite look through all views, triggers and foreign keys, which it does by itself only when they are used.
 * Leaves nothing behind.
 *
 * @returns what SQLite says of the first that refers to something that is not there; null where all is well
 */
export function findBroken(connection: BetterSqlite3.Database): string | null {
  connection.exec('SAVEPOINT orchestrate_probe');
  try {
    // Renaming any table makes SQLite resolve the names in all views, and those in triggers that are read.
    // orchestrate-ignore CODE.SCHEMA_STATEMENT: the savepoint is rolled back
    connection.exec(
      'CREATE TABLE "orchestrate_probe" ("x"); ALTER TABLE "orchestrate_probe" RENAME TO "orchestrate_probe_renamed"',
    );
    compileTriggers(connection);
    connection.prepare('SELECT count(*) FROM pragma_foreign_key_check').get();
    return null;
  } catch (error) {
    return messageOf(error);
  } finally {
    connection.exec('ROLLBACK TO orchestrate_probe; RELEASE orchestrate_probe');
  }
}

/** Columns that triggers write to are resolved only with a statement that fires them. */
function compileTriggers(connection: BetterSqlite3.Database): void {
  const tables = connection
    .prepare<[], { readonly name: string; readonly columns: string }>(
      `SELECT m.tbl_name AS name, json_group_array(c.name) AS columns
       FROM (SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger') m
       JOIN pragma_table_info(m.tbl_name) c GROUP BY m.tbl_name`,
    )
    .all();
  for (const { name, columns } of tables) {
    const table = quoteIdentifier(name);
    const assignments = (JSON.parse(columns) as readonly string[])
      .map(quoteIdentifier)
      .map((column) => `${column} = ${column}`);
    try {
      connection.prepare(`INSERT INTO ${table} DEFAULT VALUES`);
      connection.prepare(`UPDATE ${table} SET ${assignments.join(', ')}`);
      connection.prepare(`DELETE FROM ${table}`);
    } catch (error) {
      throw new Error(`error in a trigger on ${name}: ${messageOf(error)}`, { cause: error });
    }
  }
}
