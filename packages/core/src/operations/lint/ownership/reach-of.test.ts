import { expect, it } from 'vitest';
import { driverFor } from '../../../database/driver-for.js';
import { reachOf } from './reach-of.js';

it.each([
  ['postgresql', '', 'said'],
  ['postgresql', 'CREATE TABLE a (b int); CREATE INDEX i ON a (b); ALTER TABLE a ADD c int; DROP TABLE d;', 'said'],
  ['postgresql', "SET lock_timeout = '1s'; CREATE SCHEMA IF NOT EXISTS app; CREATE TYPE e AS ENUM ('a');", 'said'],
  ['postgresql', 'INSERT INTO a VALUES (1); UPDATE a SET b = 2;', 'said without code'],
  ['postgresql', 'DROP TABLE a CASCADE;', 'unsaid'],
  ['postgresql', 'ALTER TABLE a ATTACH PARTITION b FOR VALUES IN (1);', 'unsaid'],
  ['postgresql', 'SET search_path = app; CREATE TABLE a (b int);', 'unsaid'],
  ['postgresql', 'DO $$ BEGIN END $$;', 'unsaid'],
  ['postgresql', 'SELECT f();', 'unsaid'],
  ['postgresql', 'WITH x AS (SELECT f()) INSERT INTO a SELECT * FROM x;', 'unsaid'],
  ['postgresql', 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;', 'unsaid'],
  ['postgresql', 'CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f();', 'unsaid'],
  ['postgresql', 'CREATE EXTENSION citext;', 'unsaid'],
  ['postgresql', 'nonsense;', 'unsaid'],
  ['sqlite', 'PRAGMA foreign_keys=OFF; CREATE TABLE a (b int); DROP TABLE a;', 'said'],
  ['sqlite', 'INSERT INTO a SELECT * FROM b;', 'said without code'],
  ['sqlite', 'CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END;', 'unsaid'],
  ['sqlite', 'PRAGMA writable_schema=ON;', 'unsaid'],
])('on %s: %s %s', async (provider, sql, expected) => {
  const driver = await driverFor(provider);
  const statements = await driver.parseScript(sql);
  expect(reachOf(statements, await driver.readTouches(statements, null))).toBe(expected);
});
