import { describe, expect, it } from 'vitest';
import { isPlainStatement } from './plain-statement.js';

const isPlain = (sql: string): boolean => isPlainStatement({ sql, kind: 'plain' });

describe('isPlainStatement', () => {
  it.each([
    'CREATE TABLE "Post" (\n  "id" INTEGER NOT NULL PRIMARY KEY, -- with a comment\n  "select" TEXT DEFAULT \'like\'\n)',
    'CREATE UNIQUE INDEX "a b" ON "Post"("id")',
    'CREATE INDEX CONCURRENTLY "i" ON "Post"("id")',
    'CREATE TYPE "public"."Role" AS ENUM (\'A\', \'B\')',
    'CREATE SCHEMA IF NOT EXISTS "blog"',
    'ALTER TABLE "Post" ADD COLUMN "x" TEXT, DROP COLUMN "y", ALTER COLUMN "z" SET DATA TYPE "Role_new" USING ("z"::text::"Role_new")',
    'alter table Post rename to Article',
    'ALTER TYPE "Role" ADD VALUE \'C\'',
    'ALTER INDEX "a" RENAME TO "b"',
    'DROP TABLE "Post"',
    'PRAGMA foreign_keys=OFF',
    'INSERT INTO "new_Post" ("id", "x") SELECT "id", coalesce("x", 1) AS "x" FROM "Post"',
  ])('takes %s', (sql) => {
    expect(isPlain(sql)).toBe(true);
  });

  it.each([
    'INSERT INTO "Post" VALUES (1)',
    'INSERT INTO "new_Post" ("id") SELECT "id" FROM "Other"',
    'INSERT INTO "new_Post" ("id") SELECT "id" FROM "Post" WHERE "id" > 1',
    'UPDATE "Post" SET "a" = 1',
    'DELETE FROM "Post"',
    'CREATE TABLE "Copy" AS SELECT 1',
    'CREATE TEMP TABLE "Post" ("id" INTEGER)',
    'CREATE UNLOGGED TABLE "Post" ("id" INTEGER)',
    'CREATE TABLE "Post" ("id" INTEGER) PARTITION BY RANGE ("id")',
    'CREATE TABLE "Post" ("id" INTEGER) WITH (fillfactor = 70)',
    'ALTER TABLE "Post" ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE "Post" ADD COLUMN "x" TEXT, OWNER TO someone',
    'ALTER TABLE "Post" ALTER COLUMN "x" SET STORAGE EXTERNAL',
    'CREATE VIEW "v" AS SELECT 1',
    'CREATE TRIGGER "t" AFTER INSERT ON "Post" BEGIN SELECT 1; END',
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    'CREATE EXTENSION citext',
    'DO $$ BEGIN END $$',
    'SET search_path = x',
    'COMMENT ON TABLE "Post" IS \'x\'',
    'GRANT SELECT ON "Post" TO someone',
    'VACUUM',
    'SELECT 1',
  ])('leaves %s to whoever wrote it', (sql) => {
    expect(isPlain(sql)).toBe(false);
  });
});
