import type BetterSqlite3 from 'better-sqlite3';
import type { ForeignKey, Restoration, RowForm, TableRows } from '../database.js';
import { quoteIdentifier, quoteLiteral } from './quote.js';

interface Column {
  readonly name: string;
  /** As declared. */
  readonly type: string;
}

/** The rows of a table. The connection is busy with them until they are through. */
export function readSqliteRows(connection: BetterSqlite3.Database, table: string, form: RowForm): TableRows {
  const columns = connection
    .prepare<[string], Column>('SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid')
    .all(table);
  const expressions = columns.map((column) => (form === 'literals' ? literalOf(column) : textOf(column)));
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const rows = connection
    .prepare<[], (string | null)[]>(`SELECT ${expressions.join(', ')} FROM ${quoteIdentifier(table)}`)
    .raw(true);
  return {
    columns: columns.map(({ name }) => name),
    insert: `INSERT INTO ${quoteIdentifier(table)} (${names}) VALUES`,
    rows: inTurn(rows),
  };
}

async function* inTurn<Row>(statement: BetterSqlite3.Statement<[], Row>): AsyncIterable<Row> {
  yield* statement.iterate();
}

/** SQLite's own literal, which is exact; of a text it would leave out what follows a NUL. */
function literalOf({ name }: Column): string {
  const column = quoteIdentifier(name);
  return `CASE WHEN typeof(${column}) = 'text' AND instr(CAST(${column} AS BLOB), X'00') > 0
    THEN 'CAST(X''' || hex(${column}) || ''' AS TEXT)' ELSE quote(${column}) END`;
}

function textOf(column: Column): string {
  const name = quoteIdentifier(column.name);
  return `CASE typeof(${name}) WHEN 'null' THEN NULL WHEN 'blob' THEN '\\x' || lower(hex(${name}))
    WHEN 'real' THEN ${realText(name)} WHEN 'integer' THEN ${integerText(column)} ELSE ${name} END`;
}

// SQLite writes fifteen digits, and some numbers need more to be told from their neighbours.
function realText(name: string): string {
  const short = `CAST(${name} AS TEXT)`;
  const long = `printf('%!.17g', ${name})`;
  return `CASE ${name} WHEN CAST(${short} AS REAL) THEN ${short} WHEN CAST(${long} AS REAL) THEN ${long} ELSE quote(${name}) END`;
}

function integerText({ name, type }: Column): string {
  const column = quoteIdentifier(name);
  const number = `CAST(${column} AS TEXT)`;
  if (/^BOOL/i.test(type)) return `CASE ${column} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE ${number} END`;
  if (!/^(?:DATE|TIMESTAMP)/i.test(type)) return number;
  // Prisma stores milliseconds, where it stores no text.
  const ms = `((${column} % 1000 + 1000) % 1000)`;
  const second = `strftime('%Y-%m-%dT%H:%M:%S', (${column} - ${ms}) / 1000, 'unixepoch')`;
  return `coalesce(${second} || printf('.%03dZ', ${ms}), ${number})`;
}

interface ForeignKeyRow {
  readonly table: string;
  readonly id: number;
  readonly column: string;
  readonly references: string;
}

/** The references between tables. SQLite keeps no names of them, and the tables that they refer to as it was written. */
export function readSqliteForeignKeys(connection: BetterSqlite3.Database): readonly ForeignKey[] {
  const rows = connection
    .prepare<[], ForeignKeyRow>(
      `SELECT m.name AS "table", f.id, f."from" AS "column",
         coalesce((SELECT t.name FROM sqlite_schema t WHERE t.type = 'table' AND t.name = f."table" COLLATE NOCASE), f."table") AS "references"
       FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq`,
    )
    .all();
  const keys = new Map<string, ForeignKey & { readonly columns: string[] }>();
  for (const { table, id, column, references } of rows) {
    const key = JSON.stringify([table, id]);
    const known = keys.get(key) ?? { table, name: null, columns: [], references };
    known.columns.push(column);
    keys.set(key, known);
  }
  return [...keys.values()];
}

/** Rows may come in any order, checked at the end; a table that numbers its rows goes on where it was. */
export function readSqliteRestoration(connection: BetterSqlite3.Database, tables: readonly string[]): Restoration {
  const hasSequences = connection.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'`).get();
  const sequences =
    hasSequences === undefined
      ? []
      : connection
          .prepare<[], { readonly name: string; readonly seq: string }>(
            'SELECT name, CAST(seq AS TEXT) AS seq FROM sqlite_sequence ORDER BY name',
          )
          .all()
          .filter(({ name }) => tables.includes(name));
  return {
    before: ['PRAGMA defer_foreign_keys = ON'],
    after: sequences.flatMap(({ name, seq }) => [
      `DELETE FROM sqlite_sequence WHERE name = ${quoteLiteral(name)}`,
      `INSERT INTO sqlite_sequence (name, seq) VALUES (${quoteLiteral(name)}, ${seq})`,
    ]),
  };
}
