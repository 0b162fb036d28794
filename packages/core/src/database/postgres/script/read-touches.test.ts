import { expect, it } from 'vitest';
import { readTouches } from './read-touches.js';

it.each<readonly [sql: string, ...touches: string[]]>([
  ['CREATE TABLE IF NOT EXISTS "A" (b int REFERENCES c(d))', 'made table A'],
  ['CREATE TABLE app.a (b int)', 'made table app.a'],
  ['CREATE TABLE public.a (b int)', 'made table a'],
  ['CREATE TEMP TABLE a AS SELECT 1', 'made table a, temporary'],
  ['SELECT 1 INTO a', 'made table a'],
  ['CREATE TABLE p PARTITION OF a FOR VALUES IN (1)', 'made table p', 'changed table a'],
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON app.a (b)', 'made index app.i on app.a'],
  ['CREATE INDEX ON a (b)', 'made index  on a'],
  ['CREATE OR REPLACE VIEW v AS SELECT 1', 'made view v'],
  ['CREATE MATERIALIZED VIEW v AS SELECT 1', 'made view v'],
  ['CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f()', 'made trigger t on a'],
  ['CREATE RULE r AS ON INSERT TO a DO NOTHING', 'made rule r on a'],
  ['CREATE POLICY p ON a', 'made policy p on a'],
  ['CREATE STATISTICS s ON b, c FROM a', 'made statistics s on a'],
  ["CREATE TYPE e AS ENUM ('x')", 'made enum e'],
  ['CREATE TYPE app.t AS (x int)', 'made type app.t'],
  ['CREATE DOMAIN d AS int', 'made type d'],
  ["CREATE FUNCTION f(a int, OUT b text) AS 'x' LANGUAGE sql", 'made function f(int4)'],
  ['CREATE SEQUENCE s', 'made sequence s'],
  ['CREATE SCHEMA app CREATE TABLE a (b int)', 'made table app.a'],
  ['ALTER TABLE ONLY a ADD COLUMN b int', 'changed table a'],
  ['ALTER INDEX i SET (fillfactor = 70)', 'changed index i'],
  ['ALTER TABLE a RENAME TO b', 'renamed table a to b'],
  ['ALTER TABLE a RENAME COLUMN b TO c', 'changed table a'],
  ['ALTER TABLE a RENAME CONSTRAINT b TO c', 'changed table a'],
  ['ALTER TABLE a SET SCHEMA app', 'renamed table a to app.a'],
  ['ALTER TRIGGER t ON a RENAME TO u', 'changed trigger t on a'],
  ["ALTER TYPE e ADD VALUE 'y'", 'changed enum e'],
  ['ALTER TYPE app.e RENAME TO f', 'renamed type app.e to app.f'],
  ['ALTER FUNCTION f(int) STABLE', 'changed function f(int4)'],
  ['DROP TABLE a, app.b CASCADE', 'dropped table a', 'dropped table app.b'],
  ['DROP INDEX CONCURRENTLY IF EXISTS i', 'dropped index i'],
  ['DROP TRIGGER t ON app.a', 'dropped trigger t on app.a'],
  ['DROP FUNCTION f', 'dropped function f'],
  ['DROP TYPE e', 'dropped type e'],
  ['DROP SCHEMA app CASCADE', 'dropped schema app'],
  ['DROP SCHEMA app'],
  ['TRUNCATE a, b', 'written table a', 'written table b'],
  ['INSERT INTO a SELECT * FROM b', 'written table a'],
  ['UPDATE a SET b = 1 FROM c', 'written table a'],
  ['DELETE FROM a USING b', 'written table a'],
  ['MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE', 'written table a'],
  ['COPY a FROM stdin', 'written table a'],
  ['COPY a TO stdout'],
  ['WITH x AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM x', 'written table a', 'written table b'],
  ["COMMENT ON TABLE a IS 'x'", 'changed table a'],
  ["COMMENT ON COLUMN app.a.b IS 'x'", 'changed table app.a'],
  ['GRANT SELECT ON a TO PUBLIC', 'changed table a'],
  ['ALTER TABLE a OWNER TO x', 'changed table a'],
  ['SELECT * FROM a FOR UPDATE'],
  ["DO $$ BEGIN EXECUTE 'DROP TABLE a'; END $$"],
  ['VACUUM a'],
  ['CREATE'],
])('%s', async (sql, ...expected) => {
  const [touches = []] = await readTouches([{ sql }], 'public');
  const found = touches.map(({ action, kind, name, table, to, isTemporary }) =>
    [
      `${action} ${kind} ${name}`,
      table === null || table === name ? '' : ` on ${table}`,
      to === undefined ? '' : ` to ${to}`,
      isTemporary === true ? ', temporary' : '',
    ].join(''),
  );
  expect(found).toEqual(expected);
});

it('reads the head of a bulk of rows', async () => {
  const [touches = []] = await readTouches(
    [{ sql: `INSERT INTO app."A" VALUES ${'(1),'.repeat(70_000)}(1)` }],
    'public',
  );
  expect(touches).toEqual([{ action: 'written', kind: 'table', name: 'app.A', table: 'app.A' }]);
});
