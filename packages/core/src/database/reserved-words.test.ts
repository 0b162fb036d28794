import Database from 'better-sqlite3';
import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { isPostgresWord } from './postgres/reserved-words.js';
import { isSqliteWord } from './sqlite/reserved-words.js';

/** Words that may be reserved somewhere, and some that are nowhere. */
const CANDIDATES =
  'add all alter analyse analyze and any array as asc asymmetric authorization autoincrement begin between binary both case cast check collate collation column commit concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user data default deferrable delete desc distinct do drop else end escape event except exists explain false fetch for foreign freeze from full grant group having ilike in index initially inner insert intersect into is isnull join key lateral leading left like limit localtime localtimestamp natural not nothing notnull null offset on only or order outer overlaps placing plan primary references release rename replace returning right rollback row rows savepoint select session_user set settings similar some symmetric system_user table tablesample tag temp then to trailing transaction trigger true union unique update user users using values variadic verbose view when where window with'.split(
    ' ',
  );

function isRefused(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

describe('words that need quotes', () => {
  beforeAll(loadModule);

  it('are those that PostgreSQL takes for no table', () => {
    const refused = CANDIDATES.filter((word) => isRefused(() => parseSync(`CREATE TABLE ${word} (id int)`)));
    expect(CANDIDATES.filter(isPostgresWord)).toEqual(refused);
  });

  it('are those that SQLite takes for no table', () => {
    const database = new Database(':memory:');
    const refused = CANDIDATES.filter((word) => isRefused(() => database.prepare(`CREATE TABLE ${word} (id int)`)));
    database.close();
    expect(CANDIDATES.filter(isSqliteWord)).toEqual(refused);
  });
});
