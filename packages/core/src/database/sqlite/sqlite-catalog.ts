import type BetterSqlite3 from 'better-sqlite3';
import { compareCodeUnits } from '../../compare.js';
import { HISTORY_TABLE_PREFIX } from '../../extension.js';
import type { CatalogEntry, DatabaseEntity, TableColumn, TableReference } from '../database.js';

/** Tables that belong to SQLite or to the record of what was applied, not to the user. */
const USER_TABLES = `m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND substr(m.name, 1, ${HISTORY_TABLE_PREFIX.length}) <> '${HISTORY_TABLE_PREFIX}'`;

interface ColumnRow {
  readonly tableName: string;
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt: string | null;
  readonly pk: number;
  readonly hidden: number;
}

/** The user's tables. Called after every replayed revision, so it leaves sorting out and filters here. */
export function listSqliteTables(connection: BetterSqlite3.Database): readonly DatabaseEntity[] {
  return connection
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .pluck()
    .all()
    .filter((name) => !name.startsWith('sqlite_') && !name.startsWith(HISTORY_TABLE_PREFIX))
    .map((name) => ({ kind: 'table', name }));
}

/** The columns of the user's tables. */
export function readSqliteColumns(connection: BetterSqlite3.Database): readonly TableColumn[] {
  return columnRows(connection).map((row) => ({
    table: row.tableName,
    name: row.name,
    type: row.type.toUpperCase(),
    required: row.notnull === 1,
    // An INTEGER PRIMARY KEY is the rowid, which SQLite hands out itself; a generated column has hidden 2 or 3.
    hasDefault: row.dflt !== null || row.hidden > 1 || (row.pk === 1 && row.type.toUpperCase() === 'INTEGER'),
    values: null,
  }));
}

/** What the foreign keys of the user's tables need. */
export function readSqliteReferences(connection: BetterSqlite3.Database): readonly TableReference[] {
  return connection
    .prepare<[], TableReference>(
      `SELECT DISTINCT m.name AS "table", coalesce(t.name, f."table") AS target
       FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
         LEFT JOIN sqlite_schema t ON t.type = 'table' AND t.name = f."table" COLLATE NOCASE
       WHERE ${USER_TABLES} ORDER BY 1, 2`,
    )
    .all();
}

/**
 * Every user object. Tables are described by what their pragmas say, so that the order of columns, quoting and the names
 * of foreign keys (which SQLite does not keep apart) make no difference; the expressions that no pragma shows (CHECK,
 * generated columns) and the text of views and triggers are compared with blanks folded.
 */
export function readSqliteCatalog(connection: BetterSqlite3.Database): readonly CatalogEntry[] {
  const entries = [...describeTables(connection), ...describeIndexes(connection), ...describeTexts(connection)];
  return entries.sort((a, b) => compareCodeUnits(a.kind, b.kind) || compareCodeUnits(a.name, b.name));
}

function columnRows(connection: BetterSqlite3.Database): readonly ColumnRow[] {
  return connection
    .prepare<[], ColumnRow>(
      `SELECT m.name AS tableName, c.name, c.type, c."notnull", c.dflt_value AS dflt, c.pk, c.hidden
       FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c WHERE ${USER_TABLES} ORDER BY m.name, c.cid`,
    )
    .all();
}

function describeTables(connection: BetterSqlite3.Database): readonly CatalogEntry[] {
  const parts = new Map<string, string[]>();
  const add = (table: string, part: string): void => {
    const known = parts.get(table);
    if (known === undefined) parts.set(table, [part]);
    else known.push(part);
  };
  const tables = connection
    .prepare<[], { name: string; sql: string | null }>(`SELECT m.name, m.sql FROM sqlite_schema m WHERE ${USER_TABLES}`)
    .all();
  for (const { name, sql } of tables) {
    for (const part of hiddenParts(sql ?? '')) add(name, part);
  }
  for (const row of columnRows(connection)) {
    add(
      row.tableName,
      `column ${row.name} ${row.type.toUpperCase()}${row.notnull === 1 ? ' NOT NULL' : ''}${row.dflt === null ? '' : ` DEFAULT ${row.dflt}`}${row.pk === 0 ? '' : ` PRIMARY KEY ${row.pk}`}${row.hidden === 0 ? '' : ` HIDDEN ${row.hidden}`}`,
    );
  }
  const foreignKeys = connection
    .prepare<[], { tableName: string; definition: string }>(
      `SELECT tableName, group_concat(part, ', ') AS definition FROM (
         SELECT m.name AS tableName, f.id AS id,
           f."from" || ' -> ' || f."table" || '.' || coalesce(f."to", '') || ' ' || f.on_delete || ' ' || f.on_update || ' ' || f."match" AS part
         FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE ${USER_TABLES} ORDER BY m.name, f.id, f.seq)
       GROUP BY tableName, id`,
    )
    .all();
  for (const { tableName, definition } of foreignKeys) add(tableName, `foreign key ${definition}`);
  return [...parts].map(([name, lines]) => ({
    kind: 'table',
    name,
    definition: lines.sort(compareCodeUnits).join('\n'),
    table: name,
  }));
}

function describeIndexes(connection: BetterSqlite3.Database): readonly CatalogEntry[] {
  return connection
    .prepare<[], { name: string; tableName: string; definition: string; sql: string | null }>(
      `SELECT name, tableName, sql, tableName || ' ' || isUnique || ' ' || origin || ' ' || group_concat(part, ', ') AS definition FROM (
         SELECT m.name AS tableName, i.name AS name, i."unique" AS isUnique, i.origin AS origin, s.sql AS sql,
           coalesce(c.name, 'expression') || CASE c."desc" WHEN 1 THEN ' DESC' ELSE '' END || ' ' || c.coll AS part
         FROM sqlite_schema m JOIN pragma_index_list(m.name) i JOIN pragma_index_xinfo(i.name) c
           LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = i.name
         WHERE ${USER_TABLES} AND c."key" = 1 ORDER BY m.name, i.name, c.seqno)
       GROUP BY name`,
    )
    .all()
    .map(({ name, tableName, definition, sql }) => ({
      kind: 'index',
      name,
      definition: definition + expressionOf(sql),
      table: tableName,
    }));
}

// What an index is on beyond plain columns stands only in its text.
function expressionOf(sql: string | null): string {
  if (sql === null) return '';
  const where = /\bWHERE\b[\s\S]*$/i.exec(sql)?.[0] ?? '';
  const isPlain = where === '' && !/\(.*\(/s.test(sql);
  return isPlain ? '' : ` ${fold(sql)}`;
}

function describeTexts(connection: BetterSqlite3.Database): readonly CatalogEntry[] {
  return connection
    .prepare<[], { kind: 'view' | 'trigger'; name: string; tableName: string; sql: string }>(
      `SELECT type AS kind, name, tbl_name AS tableName, sql FROM sqlite_schema WHERE type IN ('view', 'trigger')`,
    )
    .all()
    .map(({ kind, name, tableName, sql }) => ({
      kind,
      name,
      definition: fold(sql),
      ...(kind === 'trigger' ? { table: tableName } : {}),
    }));
}

/** What no pragma tells of a table: CHECK expressions, generated columns, collations, and the words after the last `)`. */
function hiddenParts(sql: string): readonly string[] {
  const parts: string[] = [];
  for (const match of sql.matchAll(/\bCHECK\s*\(|\bAS\s*\(/gi)) {
    parts.push(fold(sql.slice(match.index, closingParenthesis(sql, match.index + match[0].length))));
  }
  for (const match of sql.matchAll(/\bCOLLATE\s+\w+|\bAUTOINCREMENT\b/gi)) parts.push(fold(match[0]).toUpperCase());
  const options = fold(sql.slice(sql.lastIndexOf(')') + 1)).toUpperCase();
  if (options !== '') parts.push(`options ${options}`);
  return parts;
}

function closingParenthesis(sql: string, from: number): number {
  let depth = 1;
  for (let at = from; at < sql.length; at += 1) {
    if (sql[at] === '(') depth += 1;
    else if (sql[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return sql.length;
}

function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
