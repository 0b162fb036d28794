import { describe, expect, it } from 'vitest';
import type { ResultTable } from '../../../database/engine-connection.js';
import { type CatalogView, listsTables, viewCatalog } from './catalog-view.js';

function table(columns: readonly string[], ...rows: readonly (readonly unknown[])[]): ResultTable {
  return { columns: columns.map((name) => ({ name, type: 'text' })), rows };
}

/** Posts are ours; whatever is in the schema `other` is not. */
const shows: CatalogView = (kind, { schema, name }) =>
  kind === 'other' ? schema !== 'other' : schema !== 'other' && name !== 'User';

const SQLITE = "SELECT name, type, sql FROM sqlite_master WHERE type='table' OR type='view' ORDER BY name ASC";

describe('viewCatalog', () => {
  it.each([
    ['tables', ['table_name', 'namespace', 'is_partition'], ['Post', 'public', false], ['User', 'public', false]],
    ['columns', ['namespace', 'table_name', 'column_name'], ['public', 'Post', 'id'], ['public', 'User', 'id']],
    ['views', ['view_name', 'view_sql', 'namespace'], ['Posts', 'SELECT 1', 'public'], ['User', 'SELECT 1', 'public']],
    ['enums', ['name', 'value', 'namespace'], ['Kind', 'A', 'public'], ['Kind', 'A', 'other']],
    ['functions', ['name', 'namespace', 'definition'], ['User', 'public', ''], ['f', 'other', '']],
    ['sequences', ['sequence_name', 'namespace'], ['s', 'public'], ['s', 'other']],
    [
      'foreign keys',
      ['con_id', 'parent_table', 'referenced_schema_name', 'table_name', 'namespace'],
      ['1', 'Tag', 'public', 'Post', 'public'],
      ['2', 'User', 'public', 'Post', 'public'],
    ],
  ])('leaves out %s of others', (_what, columns, own, foreign) => {
    const all = table(columns, own, foreign);
    expect(viewCatalog('SELECT … FROM pg_class', all, shows)).toEqual(table(columns, own));
  });

  it('leaves out tables, views and foreign keys of others in SQLite', () => {
    const columns = ['name', 'type', 'sql'];
    const all = table(columns, ['Post', 'table', ''], ['User', 'view', ''], ['User', 'table', '']);
    expect(viewCatalog(SQLITE, all, shows)).toEqual(table(columns, ['Post', 'table', '']));
    const keys = table(['id', 'table', 'from'], ['0', 'Tag', 'tag'], ['1', 'User', 'author']);
    expect(viewCatalog('PRAGMA foreign_key_list("Post");', keys, shows)).toEqual(
      table(['id', 'table', 'from'], ['0', 'Tag', 'tag']),
    );
  });

  it('leaves out every history', () => {
    const columns = ['table_name', 'namespace'];
    const all = table(
      columns,
      ['_prisma_migrations', 'public'],
      ['_prisma_migrations_blog', 'public'],
      ['Post', 'public'],
    );
    expect(viewCatalog('SELECT … FROM pg_class', all, () => true)).toEqual(table(columns, ['Post', 'public']));
  });

  it.each(['SELECT version() AS version', 'SELECT id, name, type FROM "_prisma_migrations_blog"'])(
    'leaves alone what is no catalog: %s',
    (sql) => {
      const rows = table(['name', 'type'], ['User', 'table']);
      expect(viewCatalog(sql, rows, shows)).toBe(rows);
    },
  );
});

describe('listsTables', () => {
  it.each([
    ["SELECT name AS table_name FROM sqlite_master WHERE type='table' ORDER BY name ASC", true],
    ['\n SELECT tbl.relname AS table_name, namespace.nspname AS table_namespace\n FROM pg_class AS tbl', true],
    [SQLITE, false],
    ['SELECT tbl.relname AS table_name, namespace.nspname as namespace, (tbl.relhassubclass) FROM pg_class', false],
  ])('%s: %s', (sql, expected) => {
    expect(listsTables(sql)).toBe(expected);
  });
});
