import { expect, it } from 'vitest';
import { touchesOf } from './touches.js';

it.each<readonly [sql: string, ...touches: string[]]>([
  ['CREATE TABLE IF NOT EXISTS "a" (b)', 'made table a'],
  ['create table main.[a b] as select 1', 'made table a b'],
  ['CREATE VIRTUAL TABLE a USING fts5(b)', 'made table a'],
  ['CREATE TEMP TABLE a (b)', 'made table a, temporary'],
  ['CREATE TABLE temp.a (b)', 'made table a, temporary'],
  ['CREATE UNIQUE INDEX IF NOT EXISTS i ON "a""b" (c)', 'made index i on a"b'],
  ['CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES (1); END', 'made trigger t on a'],
  ['CREATE TRIGGER t INSTEAD OF UPDATE OF c ON v BEGIN SELECT 1; END', 'made trigger t on v'],
  ['CREATE VIEW v AS SELECT * FROM a', 'made view v'],
  ['DROP TABLE IF EXISTS main."a"', 'dropped table a'],
  ['DROP INDEX i', 'dropped index i'],
  ['DROP TABLE temp.a'],
  ['ALTER TABLE a ADD COLUMN "DROP" int', 'changed table a'],
  ['ALTER TABLE `a` RENAME TO b', 'renamed table a to b'],
  ['ALTER TABLE a RENAME COLUMN b TO c', 'changed table a'],
  ['INSERT INTO a SELECT * FROM b', 'written table a'],
  ['INSERT OR REPLACE INTO main.a VALUES (1)', 'written table a'],
  ['REPLACE INTO a VALUES (1)', 'written table a'],
  ['UPDATE OR IGNORE a SET b = (SELECT 1 FROM c)', 'written table a'],
  ['DELETE FROM a WHERE b IN (SELECT c FROM d)', 'written table a'],
  ['WITH x AS (SELECT * FROM b) DELETE FROM a', 'written table a'],
  ['WITH RECURSIVE x(n) AS (SELECT 1) INSERT INTO a SELECT n FROM x', 'written table a'],
  ['WITH x AS (SELECT 1) SELECT * FROM x'],
  ['SELECT 1'],
  ['PRAGMA foreign_keys = ON'],
  ['CREATE'],
  ['INSERT'],
])('%s', (sql, ...expected) => {
  const found = touchesOf(sql).map(({ action, kind, name, table, to, isTemporary }) =>
    [
      `${action} ${kind} ${name}`,
      table === null || table === name ? '' : ` on ${table}`,
      to === undefined ? '' : ` to ${to}`,
      isTemporary === true ? ', temporary' : '',
    ].join(''),
  );
  expect(found).toEqual(expected);
});
