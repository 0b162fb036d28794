import { describe, expect, it } from 'vitest';
import type { DataChange } from '../database.js';
import { dataChangeOf } from './data-change.js';

const copied = (columns: readonly string[] | null): DataChange => ({
  kind: 'rows-copied',
  table: 'Post',
  to: 'new_Post',
  columns,
});

describe('dataChangeOf', () => {
  it.each<[string, readonly DataChange[]]>([
    ['DROP TABLE "Post"', [{ kind: 'table-dropped', table: 'Post' }]],
    ['drop table if exists main.[My Post]', [{ kind: 'table-dropped', table: 'My Post' }]],
    ['DROP TABLE "odd ""name"".x"', [{ kind: 'table-dropped', table: 'odd "name".x' }]],
    ['DROP /* "no" */ TABLE größe -- really', [{ kind: 'table-dropped', table: 'größe' }]],
    ['DROP INDEX "Post"', []],
    ['DROP VIEW "Post"', []],
    ['ALTER TABLE "Post" DROP COLUMN "a"', [{ kind: 'column-dropped', table: 'Post', column: 'a' }]],
    ['ALTER TABLE Post DROP a', [{ kind: 'column-dropped', table: 'Post', column: 'a' }]],
    ['ALTER TABLE "Post" ADD COLUMN "a" TEXT', []],
    ['ALTER TABLE "new_Post" RENAME TO "Post"', [{ kind: 'table-renamed', table: 'new_Post', to: 'Post' }]],
    ['ALTER TABLE Post RENAME COLUMN a TO b', [{ kind: 'column-renamed', table: 'Post', column: 'a', to: 'b' }]],
    ['ALTER TABLE Post RENAME a TO b', [{ kind: 'column-renamed', table: 'Post', column: 'a', to: 'b' }]],
    ['DELETE FROM "Post"', [{ kind: 'rows-deleted', table: 'Post', isPartial: false }]],
    ["DELETE FROM Post WHERE a = 'DROP'", [{ kind: 'rows-deleted', table: 'Post', isPartial: true }]],
    ['WITH x AS (SELECT 1 WHERE 1) DELETE FROM Post', [{ kind: 'rows-deleted', table: 'Post', isPartial: false }]],
    ['CREATE TABLE IF NOT EXISTS "Post" ("a" TEXT)', [{ kind: 'table-made', table: 'Post' }]],
    ['CREATE TEMP TABLE x AS SELECT a FROM Post WHERE b', [{ kind: 'table-made', table: 'x' }]],
    ['CREATE TABLE new_Post AS SELECT * FROM Post', [{ kind: 'table-made', table: 'new_Post' }, copied(null)]],
    ['CREATE UNIQUE INDEX "a" ON "Post"("a")', []],
    ['CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END', []],
    [
      'INSERT INTO "new_Post" ("a", "b") SELECT "a", coalesce("b", 0) AS "b" FROM "Post"',
      [copied(['a', 'coalesce', 'b', 'AS', 'b'])],
    ],
    ['INSERT OR IGNORE INTO new_Post SELECT * FROM Post', [copied(null)]],
    ['INSERT INTO new_Post SELECT count(*) FROM Post', [copied(['count'])]],
    ['INSERT INTO new_Post SELECT a FROM Post WHERE a > 1', []],
    ['INSERT INTO new_Post SELECT a FROM Post JOIN b ON 1', []],
    ["INSERT INTO new_Post VALUES ('SELECT a FROM Post')", []],
    ['UPDATE Post SET a = 1', []],
  ])('%s', (sql, expected) => {
    expect(dataChangeOf(sql)).toEqual(expected);
  });
});
