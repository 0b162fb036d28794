import { describe, expect, it } from 'vitest';
import { placedTokens } from '../../database/sqlite/sql-tokens.js';
import { readStatement } from './read-statement.js';

function read(sql: string): string {
  const words = [...placedTokens(sql)]
    .filter(({ kind }) => kind !== 'blank' && kind !== 'comment')
    .map(({ kind, start, end }) => ({ kind, text: sql.slice(start, end) }));
  const sense = readStatement(words);
  if (sense.kind === 'data') return `data ${sense.table}`;
  return sense.kind === 'schema' || sense.kind === 'temporary' ? `${sense.kind} ${sense.made}` : sense.kind;
}

describe('readStatement', () => {
  it.each([
    ['INSERT INTO "Post" ("id") VALUES (1)', 'data post'],
    ['insert or replace into `Post` values (1)', 'data post'],
    ['REPLACE INTO [Post] VALUES (1)', 'data post'],
    ['UPDATE ONLY public."Post" SET a = 1', 'data post'],
    ['UPDATE /* DROP TABLE x */ Post SET a = 1', 'data post'],
    ['DELETE FROM blog.posts WHERE 1', 'data posts'],
    ['MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE', 'data a'],
    ['TRUNCATE TABLE a', 'data a'],
    ['WITH b AS (SELECT 1), c AS (DELETE FROM d RETURNING *) INSERT INTO a SELECT * FROM b', 'data a'],
    ['WITH b AS (DELETE FROM d RETURNING *) SELECT * FROM b', 'other'],
    ['CREATE TABLE "new_Post" ("id" INT)', 'schema new_post'],
    ['CREATE TABLE IF NOT EXISTS main."Post" (id INT)', 'schema post'],
    ['CREATE UNLOGGED TABLE a AS SELECT 1', 'schema a'],
    ['CREATE TEMP TABLE a (id INT)', 'temporary a'],
    ['CREATE TEMPORARY VIEW a AS SELECT 1', 'other'],
    ['CREATE INDEX "table" ON a (b)', 'schema null'],
    ['CREATE VIEW a AS SELECT 1', 'schema null'],
    ['ALTER TABLE a ADD COLUMN b INT', 'schema null'],
    ['ALTER TABLE a DISABLE TRIGGER ALL', 'other'],
    ['DROP TABLE a', 'schema null'],
    ['CALL backfill()', 'call'],
    ['DO $$ BEGIN END $$', 'call'],
    ['SELECT setval(1)', 'other'],
    ['PRAGMA foreign_keys=OFF', 'other'],
    ["COMMENT ON TABLE a IS 'DELETE FROM b'", 'other'],
    ['', 'other'],
  ])('%s → %s', (sql, wanted) => {
    expect(read(sql)).toBe(wanted);
  });
});
