import type BetterSqlite3 from 'better-sqlite3';
import type { SchemaDescription } from './test-database.js';

/**
 * What a SQLite database is made of, table by table and object by object, as SQLite's own pragmas tell it: what a
 * rebuild changes in the text only (order of columns, quotes, names of foreign keys) makes no difference. Written apart
 * from the library's catalog, so that neither hides a fault of the other.
 */
export function describeSqliteSchema(
  connection: BetterSqlite3.Database,
  isWanted: (name: string) => boolean,
): SchemaDescription {
  const objects = connection
    .prepare<[], { type: string; name: string; sql: string | null }>(
      `SELECT type, name, sql FROM sqlite_schema WHERE type <> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .all()
    .filter(({ name }) => isWanted(name));
  return Object.fromEntries(
    objects.map(({ type, name, sql }) => [
      `${type} ${name}`,
      type === 'table' ? describeTable(connection, name) : [(sql ?? '').replace(/\s+/g, ' ')],
    ]),
  );
}

function describeTable(connection: BetterSqlite3.Database, table: string): readonly string[] {
  const pragma = (name: string, of: string) => connection.pragma(`${name}("${of}")`) as Record<string, unknown>[];
  const columns = pragma('table_xinfo', table).map((column) => {
    const { name, type, notnull, dflt_value, pk, hidden } = column;
    return `column ${name} ${type} required=${notnull} default=${dflt_value} key=${pk} hidden=${hidden}`;
  });
  const foreignKeys = pragma('foreign_key_list', table).map(
    (key) =>
      `foreign key ${key['from']} -> ${key['table']}.${key['to']} delete=${key['on_delete']} update=${key['on_update']}`,
  );
  const indexes = pragma('index_list', table).map((index) => {
    const parts = pragma('index_xinfo', String(index['name']))
      .filter((part) => part['key'] === 1)
      .map((part) => `${part['name']}${part['desc'] === 1 ? ' desc' : ''}`);
    // The index behind a key or a UNIQUE in the table has a name of SQLite's own, with a number in it.
    const name = index['origin'] === 'c' ? index['name'] : `(${index['origin']})`;
    return `index ${name} unique=${index['unique']} partial=${index['partial']} on ${parts.join(', ')}`;
  });
  return [...columns, ...foreignKeys, ...indexes].sort();
}
