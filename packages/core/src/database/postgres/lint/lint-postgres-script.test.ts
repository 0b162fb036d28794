import { describe, expect, it } from 'vitest';
import type { SqlLintContext, SqlRemark } from '../../sql-lint.js';
import { lintPostgresScript } from './lint-postgres-script.js';
import { POSTGRES_RULES } from './postgres-rules.js';

const LIMITS = { lockTimeoutMs: 2000, statementTimeoutMs: 10_000 };
const CONTEXT: SqlLintContext = { defaultSchema: null, isTransactional: null, ...LIMITS };
const OFF = new Set(POSTGRES_RULES.filter(({ severity }) => severity === 'off').map(({ code }) => code));

const lint = (sql: string, context: Partial<SqlLintContext> = {}) =>
  lintPostgresScript(sql, { ...CONTEXT, ...context });

/** The rules that speak unless they are off, without their area. */
async function codes(sql: string, context: Partial<SqlLintContext> = {}): Promise<readonly string[]> {
  return (await lint(sql, context)).filter(({ code }) => !OFF.has(code)).map(({ code }) => code.replace('SQL.', ''));
}

const PRISMA_TABLES = `-- CreateEnum
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" VARCHAR(255) NOT NULL,
    "role" "Role" NOT NULL DEFAULT 'USER',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "data" JSONB,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "_Followers" (
    "A" TEXT NOT NULL,
    "B" TEXT NOT NULL,

    CONSTRAINT "_Followers_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "_Followers_B_index" ON "_Followers"("B");

-- AddForeignKey
ALTER TABLE "_Followers" ADD CONSTRAINT "_Followers_A_fkey" FOREIGN KEY ("A") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_Followers" ADD CONSTRAINT "_Followers_B_fkey" FOREIGN KEY ("B") REFERENCES "Live"("id") ON DELETE CASCADE ON UPDATE CASCADE;
`;

const PRISMA_ENUM = `/*
  Warnings:

  - The values [GUEST] on the enum \`Role\` will be removed. If these variants are still used in the database, this will fail.

*/
-- AlterEnum
BEGIN;
CREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN');
ALTER TABLE "public"."User" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "public"."Role_old";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';
COMMIT;
`;

describe('rules for PostgreSQL', () => {
  it.each<readonly [string, readonly string[]]>([
    // What Prisma writes every day.
    [PRISMA_TABLES, []],
    ['-- AlterTable\nALTER TABLE "User" ADD COLUMN     "name" TEXT;', []],
    ['ALTER TABLE "User" ADD COLUMN "name" TEXT, ADD COLUMN "age" INTEGER NOT NULL DEFAULT 0;', []],
    ['ALTER TABLE "User" ADD COLUMN "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];', []],
    ['ALTER TABLE "User" ADD COLUMN "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;', []],
    ['ALTER TABLE "User" ADD COLUMN "tagIds" INTEGER[];', []],
    ['ALTER TYPE "Role" ADD VALUE \'OWNER\';', []],
    [PRISMA_ENUM, ['ENUM_REPLACED']],
    ['ALTER TABLE "User" ALTER COLUMN "name" DROP NOT NULL;', ['NOT_NULL_DROPPED']],
    ['ALTER TABLE "User" ALTER COLUMN "name" SET DEFAULT \'\';', []],
    ['ALTER TABLE "User" ALTER COLUMN "name" DROP DEFAULT;', []],
    ['ALTER TABLE "User" DROP CONSTRAINT "User_teamId_fkey";', []],
    [
      '-- DropForeignKey\nALTER TABLE "a" DROP CONSTRAINT "b";\n-- DropTable\nDROP TABLE "b";',
      ['SEVERAL_LOCKS', 'TABLE_DROPPED'],
    ],
    ['ALTER TABLE "User" RENAME CONSTRAINT "a" TO "b";\nALTER INDEX "i" RENAME TO "j";', []],
    [
      'ALTER TABLE "a" DROP CONSTRAINT "a_pkey",\nADD COLUMN "x" TEXT NOT NULL,\nADD CONSTRAINT "a_pkey" PRIMARY KEY ("x");',
      ['REQUIRED_COLUMN_ADDED', 'PRIMARY_KEY_BUILDS_INDEX'],
    ],
    ['CREATE EXTENSION IF NOT EXISTS "pg_trgm";\nCREATE SCHEMA IF NOT EXISTS "sales";', []],
    ['CREATE TABLE "t" ("id" SERIAL NOT NULL, CONSTRAINT "t_pkey" PRIMARY KEY ("id"));', []],
    ['', []],
    ['-- nothing but a comment: DROP TABLE "User";', []],

    // Indexes.
    ['CREATE INDEX i ON t (a)', ['INDEX_NOT_CONCURRENT']],
    ['create unique index i on s.t using btree (a) where b', ['INDEX_NOT_CONCURRENT']],
    ['CREATE INDEX ON t (lower(a))', ['INDEX_NOT_CONCURRENT']],
    ['CREATE INDEX CONCURRENTLY i ON t (a)', []],
    ['CREATE TABLE t (a int); CREATE INDEX i ON t (a);', []],
    ['CREATE TABLE T (a int); CREATE INDEX i ON t (a);', []],
    ['CREATE TABLE "T" (a int); CREATE INDEX i ON t (a);', ['INDEX_NOT_CONCURRENT']],
    ['CREATE TABLE public.t (a int); CREATE INDEX i ON t (a);', []],
    ['CREATE TABLE s.t (a int); CREATE INDEX i ON t (a);', ['INDEX_NOT_CONCURRENT']],
    ['CREATE TABLE s.t (a int); CREATE INDEX i ON "s"."t" (a);', []],
    ['CREATE TABLE t AS SELECT 1 AS a; CREATE INDEX i ON t (a);', []],
    ['SELECT 1 AS a INTO t; CREATE INDEX i ON t (a);', []],
    ['CREATE TEMP TABLE t (a int); CREATE INDEX i ON t (a);', []],
    ['CREATE TABLE t (a int); ALTER TABLE t RENAME TO u; CREATE INDEX i ON u (a);', []],
    ['CREATE TABLE t (a int); ALTER TABLE t SET SCHEMA s; CREATE INDEX i ON s.t (a);', []],
    ['CREATE TABLE t (a int); DROP TABLE t; CREATE INDEX i ON t (a);', ['INDEX_NOT_CONCURRENT']],
    ['CREATE SCHEMA s CREATE TABLE t (a int); CREATE INDEX i ON s.t (a);', []],
    ['CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; CREATE UNIQUE INDEX i ON m (a);', []],
    ['CREATE INDEX i ON t (a, b, c, d)', ['INDEX_NOT_CONCURRENT', 'INDEX_TOO_WIDE']],
    ['CREATE UNIQUE INDEX CONCURRENTLY i ON t (a, b, c, d)', []],
    ['CREATE INDEX CONCURRENTLY i ON t (a, b) INCLUDE (c, d)', []],
    ['DROP INDEX i', ['INDEX_DROP_NOT_CONCURRENT']],
    ['drop index if exists "s"."i"', ['INDEX_DROP_NOT_CONCURRENT']],
    ['DROP INDEX CONCURRENTLY i', []],
    ['CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i;', []],
    ['REINDEX TABLE t', ['REINDEX_NOT_CONCURRENT']],
    ['REINDEX (VERBOSE) INDEX i', ['REINDEX_NOT_CONCURRENT']],
    ['REINDEX SCHEMA s', ['REINDEX_NOT_CONCURRENT']],
    ['REINDEX (CONCURRENTLY) TABLE t', []],
    ['REINDEX INDEX CONCURRENTLY i', []],
    [
      'BEGIN; CREATE INDEX CONCURRENTLY i ON t (a); COMMIT',
      ['OWN_TRANSACTION', 'OUTSIDE_IN_TRANSACTION', 'OWN_TRANSACTION'],
    ],
    ['SELECT \'CREATE INDEX i ON t (a)\', $$DROP INDEX i$$, "DROP TABLE x" FROM "CREATE INDEX"', []],
    ['/* CREATE INDEX i ON t (a); */ -- DROP INDEX i\nSELECT 1', []],
    ['DO $$ BEGIN CREATE INDEX i ON t (a); END $$', []],

    // Constraints.
    ['ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id)', ['FOREIGN_KEY_VALIDATED']],
    ['ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u', ['FOREIGN_KEY_VALIDATED']],
    ['ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id) ON DELETE CASCADE NOT VALID', []],
    ['ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id) NOT ENFORCED', []],
    ['ALTER TABLE t ADD COLUMN a int REFERENCES u (id)', []],
    ['ALTER TABLE t ADD COLUMN a int DEFAULT 1 REFERENCES u (id)', ['FOREIGN_KEY_VALIDATED']],
    ['CREATE TABLE t (a int REFERENCES u (id), FOREIGN KEY (a) REFERENCES u)', []],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)', ['CHECK_VALIDATED']],
    ['ALTER TABLE ONLY t ADD CHECK (a > 0) NO INHERIT', ['CHECK_VALIDATED']],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID', []],
    ['ALTER TABLE t ADD COLUMN a int CHECK (a > 0)', ['CHECK_VALIDATED']],
    ['CREATE TABLE t (a int CHECK (a > 0)); ALTER TABLE t ADD CHECK (a < 9)', []],
    ['ALTER TABLE t VALIDATE CONSTRAINT c', []],
    [
      'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c',
      ['VALIDATED_UNDER_LOCK'],
    ],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID, VALIDATE CONSTRAINT c', ['VALIDATED_UNDER_LOCK']],
    ['ALTER TABLE t ADD COLUMN b int; ALTER TABLE t VALIDATE CONSTRAINT c', ['VALIDATED_UNDER_LOCK']],
    ['ALTER TABLE u ADD COLUMN b int; ALTER TABLE t VALIDATE CONSTRAINT c', []],
    ['ALTER TABLE t VALIDATE CONSTRAINT c; ALTER TABLE t VALIDATE CONSTRAINT d', []],
    [
      'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; COMMIT; ALTER TABLE t VALIDATE CONSTRAINT c',
      ['OWN_TRANSACTION'],
    ],
    ['ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)', ['UNIQUE_BUILDS_INDEX']],
    ['ALTER TABLE t ADD UNIQUE (a), ADD COLUMN b int UNIQUE', ['UNIQUE_BUILDS_INDEX', 'UNIQUE_BUILDS_INDEX']],
    ['ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i', []],
    ['ALTER TABLE t ADD PRIMARY KEY (a)', ['PRIMARY_KEY_BUILDS_INDEX']],
    ['ALTER TABLE t ADD CONSTRAINT p PRIMARY KEY USING INDEX i', []],
    ['ALTER TABLE t ADD EXCLUDE USING gist (a WITH &&)', ['EXCLUSION_ADDED']],

    // Columns.
    ['ALTER TABLE t ALTER a SET NOT NULL', ['NOT_NULL_SET']],
    ['ALTER TABLE t ALTER COLUMN "a b" SET NOT NULL, ALTER c SET NOT NULL', ['NOT_NULL_SET', 'NOT_NULL_SET']],
    ['ALTER TABLE t VALIDATE CONSTRAINT c; ALTER TABLE t ALTER a SET NOT NULL', []],
    ['ALTER TABLE t ALTER a SET NOT NULL, DROP CONSTRAINT c', []],
    ['ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t DROP CONSTRAINT c', []],
    ['ALTER TABLE u VALIDATE CONSTRAINT c; ALTER TABLE t ALTER a SET NOT NULL', ['NOT_NULL_SET']],
    [
      'ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID; ALTER TABLE t ALTER a SET NOT NULL',
      ['NOT_NULL_SET'],
    ],
    ['ALTER TABLE t ADD CONSTRAINT c NOT NULL a NOT VALID', []],
    ['ALTER TABLE t ADD CONSTRAINT c NOT NULL a', ['NOT_NULL_SET']],
    ['CREATE TABLE t (a int); ALTER TABLE t ALTER a SET NOT NULL', []],
    ['ALTER TABLE t ADD COLUMN a text NOT NULL', ['REQUIRED_COLUMN_ADDED']],
    ['ALTER TABLE t ADD a text NOT NULL DEFAULT NULL', ['REQUIRED_COLUMN_ADDED']],
    ["ALTER TABLE t ADD a text DEFAULT 'x' NOT NULL", []],
    ['ALTER TABLE t ADD a text NULL', []],
    ['ALTER TABLE t ALTER a TYPE bigint', ['COLUMN_TYPE_CHANGED']],
    ['ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE TEXT', ['COLUMN_TYPE_CHANGED']],
    ['ALTER VIEW v ALTER a SET DEFAULT 1', []],
    ['ALTER TYPE c ALTER ATTRIBUTE a TYPE text', []],
    ['ALTER TABLE t DROP COLUMN a', ['COLUMN_DROPPED']],
    ['ALTER TABLE t DROP a CASCADE', ['COLUMN_DROPPED', 'DROP_CASCADE']],
    ['ALTER TABLE t ADD COLUMN a int; ALTER TABLE t DROP COLUMN a', []],
    ['CREATE TABLE t (a int, b int); ALTER TABLE t DROP a', []],
    ['ALTER TABLE t RENAME COLUMN a TO b', ['COLUMN_RENAMED']],
    ['ALTER TABLE t RENAME a TO b', ['COLUMN_RENAMED']],
    ['ALTER TYPE c RENAME ATTRIBUTE a TO b', []],
    ['ALTER VIEW v RENAME COLUMN a TO b', []],
    ['ALTER TABLE t ADD a uuid DEFAULT gen_random_uuid()', ['VOLATILE_DEFAULT']],
    ['ALTER TABLE t ADD a uuid DEFAULT public.uuid_generate_v4() NOT NULL', ['VOLATILE_DEFAULT']],
    ['ALTER TABLE t ADD a float DEFAULT random() * 2', ['VOLATILE_DEFAULT']],
    ["ALTER TABLE t ADD a int DEFAULT nextval('s')", ['VOLATILE_DEFAULT']],
    ['ALTER TABLE t ADD a text DEFAULT my_function()', ['VOLATILE_DEFAULT']],
    ['ALTER TABLE t ADD a timestamptz DEFAULT now()', []],
    ['ALTER TABLE t ADD a date DEFAULT CURRENT_DATE', []],
    ["ALTER TABLE t ADD a text DEFAULT 'random()'", []],
    ["ALTER TABLE t ADD a timestamptz DEFAULT timezone('utc', now())", []],
    ['ALTER TABLE t ALTER a SET DEFAULT gen_random_uuid()', []],
    ['ALTER TABLE t ADD a text GENERATED ALWAYS AS (lower(b)) STORED', ['GENERATED_COLUMN_STORED']],
    ['ALTER TABLE t ADD a text GENERATED ALWAYS AS (lower(b)) VIRTUAL', []],
    ['ALTER TABLE t ALTER a SET EXPRESSION AS (b || b)', ['GENERATED_COLUMN_STORED']],
    ['ALTER TABLE t ADD a serial', ['NUMBERED_COLUMN_ADDED']],
    ['ALTER TABLE t ADD a bigserial PRIMARY KEY', ['NUMBERED_COLUMN_ADDED', 'PRIMARY_KEY_BUILDS_INDEX']],
    ['ALTER TABLE t ADD a int GENERATED ALWAYS AS IDENTITY', ['NUMBERED_COLUMN_ADDED']],
    ['ALTER TABLE t ALTER a ADD GENERATED BY DEFAULT AS IDENTITY', ['IDENTITY_STARTS_OVER']],
    ['ALTER TABLE t ALTER a ADD GENERATED BY DEFAULT AS IDENTITY (START 7)', []],
    ["ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY; SELECT setval('t_a_seq', (SELECT max(a) FROM t))", []],

    // Types.
    ['CREATE TABLE t (a json, b jsonb, c json[])', ['JSON_COLUMN', 'JSON_COLUMN']],
    ['ALTER TABLE t ADD a JSON', ['JSON_COLUMN']],
    ['CREATE TABLE t (a char(2), b character(3), c "char", d bpchar)', ['CHAR_COLUMN', 'CHAR_COLUMN', 'CHAR_COLUMN']],
    ["SELECT 'x'::json, 'y'::char(2)", []],

    // Enums.
    ["ALTER TYPE e RENAME VALUE 'a' TO 'b'", ['ENUM_VALUE_RENAMED']],
    ["CREATE TYPE e AS ENUM ('a'); ALTER TYPE e RENAME VALUE 'a' TO 'b'", []],
    ["ALTER TYPE s.e ADD VALUE IF NOT EXISTS 'x' AFTER 'y'", []],
    ["ALTER TYPE e ADD VALUE 'x'; UPDATE t SET a = 'x' WHERE b", []],
    [
      "BEGIN; ALTER TYPE e ADD VALUE 'x'; UPDATE t SET a = 'x' WHERE b; COMMIT",
      ['OWN_TRANSACTION', 'ENUM_VALUE_USED', 'OWN_TRANSACTION'],
    ],

    // Tables and rows.
    ['DROP TABLE t', ['TABLE_DROPPED']],
    ['DROP TABLE IF EXISTS a, s.b', ['TABLE_DROPPED', 'TABLE_DROPPED']],
    ['DROP TABLE t CASCADE', ['DROP_CASCADE', 'TABLE_DROPPED']],
    ['CREATE TABLE t (); DROP TABLE t CASCADE', []],
    ['DROP VIEW v', []],
    ['DROP VIEW v CASCADE', ['DROP_CASCADE']],
    ['DROP TYPE e CASCADE', ['DROP_CASCADE']],
    ['DROP SCHEMA s', ['SCHEMA_DROPPED']],
    ['DROP DATABASE d', ['DATABASE_DROPPED']],
    ['ALTER TABLE t RENAME TO u', ['TABLE_RENAMED']],
    ['ALTER TABLE t RENAME TO u; CREATE VIEW t AS SELECT * FROM u', []],
    ['ALTER TABLE t SET SCHEMA s', ['TABLE_RENAMED']],
    ['ALTER SCHEMA s RENAME TO r', ['SCHEMA_RENAMED']],
    ['ALTER VIEW v RENAME TO w; ALTER SEQUENCE s RENAME TO r', []],
    ['TRUNCATE t', ['ROWS_DELETED']],
    ['TRUNCATE TABLE a, b RESTART IDENTITY', ['ROWS_DELETED']],
    ['TRUNCATE t CASCADE', ['TRUNCATE_CASCADE']],
    ['CREATE TABLE t (); TRUNCATE t CASCADE', []],
    ['DELETE FROM t', ['ROWS_DELETED']],
    ['DELETE FROM t WHERE a', []],
    ['DELETE FROM t USING u WHERE t.a = u.a', []],
    ['WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM gone', ['ROWS_DELETED']],
    ['UPDATE t SET a = 1', ['UPDATE_WITHOUT_WHERE']],
    ['update only "t" as x set a = 1', ['UPDATE_WITHOUT_WHERE']],
    ['UPDATE t SET a = 1 WHERE a IS NULL', []],
    ['UPDATE t SET a = u.a FROM u WHERE u.b = t.b', []],
    ['CREATE TABLE t (a int); INSERT INTO t VALUES (1); UPDATE t SET a = 2', []],
    ["INSERT INTO t (a) VALUES ('UPDATE t SET a = 1; DELETE FROM t;')", []],
    ['INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2', []],

    // Rewrites and locks.
    ['VACUUM FULL t', ['TABLE_REWRITTEN']],
    ['VACUUM (FULL, ANALYZE)', ['TABLE_REWRITTEN']],
    ['VACUUM (FULL false) t', []],
    ['VACUUM ANALYZE t', []],
    ['CLUSTER t USING i', ['TABLE_REWRITTEN']],
    ['ALTER TABLE t SET TABLESPACE s, SET LOGGED', ['TABLE_REWRITTEN', 'TABLE_REWRITTEN']],
    ['ALTER TABLE t SET (fillfactor = 70)', []],
    ['REFRESH MATERIALIZED VIEW m', ['VIEW_REFRESHED']],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY m', []],
    ['LOCK TABLE t', ['TABLE_LOCKED']],
    ['LOCK t IN SHARE ROW EXCLUSIVE MODE', ['TABLE_LOCKED']],
    ['LOCK t IN ROW EXCLUSIVE MODE', []],
    ['ALTER TABLE a ADD x int; ALTER TABLE b ADD x int; ALTER TABLE c ADD x int', ['SEVERAL_LOCKS']],
    ['ALTER TABLE a ADD x int; ALTER TABLE public.a ADD y int; CREATE TABLE b (); ALTER TABLE b ADD x int', []],
    ['CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()', ['TRIGGER_CREATED']],
    ['CREATE TABLE t (); CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()', []],
    ['CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING', ['RULE_CREATED']],
    ['ALTER TABLE t DISABLE TRIGGER g', ['TRIGGER_DISABLED']],
    ['ALTER TABLE t ENABLE TRIGGER g', []],

    // Partitions and domains.
    ['ALTER TABLE t ATTACH PARTITION p DEFAULT', ['PARTITION_ATTACHED']],
    ['CREATE TABLE p (LIKE t); ALTER TABLE t ATTACH PARTITION p DEFAULT', []],
    ['ALTER TABLE t DETACH PARTITION p', ['PARTITION_DETACHED']],
    ['ALTER TABLE t DETACH PARTITION p CONCURRENTLY', []],
    ['CREATE TABLE p PARTITION OF t DEFAULT', ['PARTITION_CREATED']],
    ['CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF t DEFAULT', []],
    ['CREATE DOMAIN d AS int CHECK (VALUE > 0)', ['DOMAIN_CONSTRAINED']],
    ['CREATE DOMAIN d AS int DEFAULT 1', []],
    ['ALTER DOMAIN d ADD CHECK (VALUE > 0)', ['DOMAIN_CHECK_ADDED']],
    ['ALTER DOMAIN d SET NOT NULL', ['DOMAIN_CHECK_ADDED']],
    ['ALTER DOMAIN d ADD CHECK (VALUE > 0) NOT VALID; ALTER DOMAIN d DROP NOT NULL', []],

    // Transactions, settings, rights.
    ['BEGIN; ALTER TABLE t ADD a int; COMMIT', []],
    ['START TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT 1; ROLLBACK', ['OWN_TRANSACTION', 'OWN_TRANSACTION']],
    ['BEGIN; SELECT 1', ['TRANSACTION_LEFT_OPEN']],
    ['SAVEPOINT a; RELEASE a', []],
    ['SET search_path = s', ['SEARCH_PATH_SET']],
    ["SELECT pg_catalog.set_config('search_path', '', false)", ['SEARCH_PATH_SET']],
    ['RESET search_path', []],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = '' AS 'SELECT 1'", []],
    ["SET client_encoding = 'UTF8'", []],
    [
      'SET search_path = s; CREATE TABLE t (a int); RESET search_path; CREATE INDEX i ON s.t (a); CREATE INDEX j ON t (a)',
      ['SEARCH_PATH_SET', 'INDEX_NOT_CONCURRENT'],
    ],
    ['ALTER SYSTEM SET work_mem = 1', ['SERVER_CHANGED']],
    ['ALTER DATABASE d SET search_path = s', ['SERVER_CHANGED']],
    ['ALTER ROLE r SET lock_timeout = 1', ['SERVER_CHANGED']],
    ['GRANT SELECT ON t TO PUBLIC', ['GRANTED_TO_PUBLIC']],
    ['ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO public', ['GRANTED_TO_PUBLIC']],
    ['GRANT SELECT ON t TO "PUBLIC", reader', []],
    ['REVOKE ALL ON t FROM PUBLIC', []],

    // As other tools write.
    [
      'BEGIN;\n--\n-- Add field name to user\n--\nALTER TABLE "app_user" ADD COLUMN "name" varchar(20) DEFAULT \'x\' NOT NULL;\nALTER TABLE "app_user" ALTER COLUMN "name" DROP DEFAULT;\nCOMMIT;',
      [],
    ],
    [
      'BEGIN;\nALTER TABLE "app_post" ADD COLUMN "author_id" integer NULL CONSTRAINT "app_post_author_fk" REFERENCES "app_user"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "app_post_author_fk" IMMEDIATE;\nCREATE INDEX "app_post_author" ON "app_post" ("author_id");\nCOMMIT;',
      ['INDEX_NOT_CONCURRENT'],
    ],
    [
      'ALTER TABLE "posts" ADD CONSTRAINT "fk_rails_5b5ddfd518"\nFOREIGN KEY ("user_id")\n  REFERENCES "users" ("id")\n',
      ['FOREIGN_KEY_VALIDATED'],
    ],
    [
      'ALTER TABLE "users" ADD "admin" boolean DEFAULT FALSE NOT NULL; CREATE  INDEX  "index_users_on_email" ON "users"  ("email")',
      ['INDEX_NOT_CONCURRENT'],
    ],
    [
      "BEGIN;\n\n-- Running upgrade a -> b\n\nALTER TABLE account ALTER COLUMN name TYPE VARCHAR(200);\n\nUPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';\n\nCOMMIT;",
      ['COLUMN_TYPE_CHANGED'],
    ],
    ['CREATE TABLE IF NOT EXISTS :schema.t (a int);', []],
  ])('%s', async (sql, expected) => {
    expect(await codes(sql)).toEqual(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['BIGINT', 'a TYPE int8', []],
    ['CHARACTER VARYING(20)', 'a TYPE varchar(30)', []],
    ['CHARACTER VARYING(20)', 'a TYPE text', []],
    ['CHARACTER VARYING(20)', 'a TYPE varchar', []],
    ['CHARACTER VARYING(20)', 'a TYPE varchar(10)', ['COLUMN_TYPE_CHANGED']],
    ['TEXT', 'a TYPE varchar', []],
    ['TEXT', 'a TYPE varchar(10)', ['COLUMN_TYPE_CHANGED']],
    ['TEXT', 'a TYPE text COLLATE "C"', ['COLUMN_TYPE_CHANGED']],
    ['CHARACTER VARYING(20)', 'a TYPE text USING a::text', []],
    ['CHARACTER VARYING(20)', 'a TYPE text USING lower(a)', ['COLUMN_TYPE_CHANGED']],
    ['NUMERIC(10,2)', 'a TYPE numeric(12,2)', []],
    ['NUMERIC(10,2)', 'a TYPE decimal', []],
    ['NUMERIC(10,2)', 'a TYPE numeric(12,3)', ['COLUMN_TYPE_CHANGED']],
    ['NUMERIC(10,2)', 'a TYPE numeric(9,2)', ['COLUMN_TYPE_CHANGED']],
    ['TIMESTAMP(3) WITHOUT TIME ZONE', 'a TYPE timestamp(6)', []],
    ['TIMESTAMP(3) WITHOUT TIME ZONE', 'a TYPE timestamptz(3)', ['COLUMN_TYPE_CHANGED']],
    ['TIMESTAMP(6) WITHOUT TIME ZONE', 'a TYPE timestamp(3)', ['COLUMN_TYPE_CHANGED']],
    ['CIDR', 'a TYPE inet', []],
    ['INET', 'a TYPE cidr', ['COLUMN_TYPE_CHANGED']],
    ['INTEGER', 'a TYPE bigint', ['COLUMN_TYPE_CHANGED']],
    ['INTEGER[]', 'a TYPE bigint[]', ['COLUMN_TYPE_CHANGED']],
    ['BIT VARYING(3)', 'a TYPE varbit(5)', []],
  ])('knows whether %s costs anything for %s', async (type, action, expected) => {
    const column = { table: 't', name: 'a', type, required: true, hasDefault: false, values: null };
    expect(await codes(`ALTER TABLE t ALTER ${action}`, { columnsBefore: [column] })).toEqual(expected);
    const scriptsBefore = [`CREATE TABLE old (b ${type}); ALTER TABLE old RENAME b TO a; ALTER TABLE old RENAME TO t;`];
    expect(await codes(`ALTER TABLE t ALTER ${action}`, { scriptsBefore })).toEqual(expected);
  });

  it('knows that a check constraint is checked again', async () => {
    const scriptsBefore = [
      "CREATE TABLE t (a varchar(9), b varchar(9), CONSTRAINT c CHECK (length(a) > 1 OR a = 'b'))",
    ];
    expect(await codes('ALTER TABLE t ALTER a TYPE text', { scriptsBefore })).toEqual(['COLUMN_TYPE_CHANGED']);
    expect(await codes('ALTER TABLE t ALTER b TYPE text', { scriptsBefore })).toEqual([]);
    const dropped = [...scriptsBefore, 'ALTER TABLE t DROP CONSTRAINT c'];
    expect(await codes('ALTER TABLE t ALTER a TYPE text', { scriptsBefore: dropped })).toEqual([]);
    const cast = 'ALTER TABLE t ALTER b TYPE text USING b::int::text';
    expect(await codes(cast, { scriptsBefore })).toEqual(['COLUMN_TYPE_CHANGED']);
  });

  it('knows the time zone of the script', async () => {
    const scriptsBefore = ['CREATE TABLE t (a timestamp)'];
    const sql = "SET timezone = 'UTC'; ALTER TABLE t ALTER a TYPE timestamptz";
    expect(await codes(sql, { scriptsBefore })).toEqual([]);
  });

  it('takes a check of an earlier revision for the proof that a column is never empty', async () => {
    const sql = 'ALTER TABLE t ALTER a SET NOT NULL';
    const added = 'ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0 AND a IS NOT NULL) NOT VALID';
    const valid = 'ALTER TABLE public.t VALIDATE CONSTRAINT c';
    expect(await codes(sql, { scriptsBefore: [added] })).toEqual(['NOT_NULL_SET']);
    expect(await codes(sql, { scriptsBefore: [added, valid] })).toEqual([]);
    expect(await codes(sql, { scriptsBefore: [added, valid, 'ALTER TABLE t DROP CONSTRAINT c'] })).toEqual([
      'NOT_NULL_SET',
    ]);
    expect(await codes(sql, { scriptsBefore: ['CREATE TABLE t (a int NOT NULL)'] })).toEqual([]);
  });

  it('knows a table that is only made where it is missing', async () => {
    const sql = 'CREATE TABLE IF NOT EXISTS t (a int); CREATE INDEX i ON t (a)';
    const column = { table: 't', name: 'a', type: 'INTEGER', required: false, hasDefault: false, values: null };
    expect(await codes(sql)).toEqual([]);
    expect(await codes(sql, { columnsBefore: [column] })).toEqual(['INDEX_NOT_CONCURRENT']);
  });

  it('means by a bare name what the schema of the URL says', async () => {
    const sql = 'CREATE TABLE "Sales".t (a int); CREATE INDEX i ON t (a)';
    expect(await codes(sql, { defaultSchema: 'Sales' })).toEqual([]);
    expect(await codes(sql, { defaultSchema: 'sales' })).toEqual(['INDEX_NOT_CONCURRENT']);
  });

  it('knows how the revision runs', async () => {
    const sql = 'CREATE INDEX CONCURRENTLY i ON t (a)';
    expect(await codes(sql, { isTransactional: true })).toEqual(['OUTSIDE_IN_TRANSACTION']);
    expect(await codes(sql, { isTransactional: false })).toEqual([]);
    const steps = 'ALTER TABLE t ADD CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c';
    expect(await codes(steps, { isTransactional: false })).toEqual([]);
  });

  it('asks once a script for limits', async () => {
    const sql = 'CREATE TABLE n (); ALTER TABLE t ADD a int; ALTER TABLE t ADD b int';
    const none = { lockTimeoutMs: null, statementTimeoutMs: null };
    const said = (remarks: readonly SqlRemark[]) => remarks.map(({ code, column }) => `${code} ${column}`);
    expect(said(await lint(sql, none))).toEqual([
      'SQL.SCHEMA_UNNAMED 14',
      'SQL.LOCK_WITHOUT_TIMEOUT 20',
      'SQL.STATEMENT_WITHOUT_TIMEOUT 20',
    ]);
    const set = `SET lock_timeout = '2s'; SELECT set_config('statement_timeout', '9s', true); ${sql}`;
    expect(await codes(set, none)).toEqual([]);
    expect(await codes(`SET lock_timeout = 0; ${sql}`)).toEqual(['LOCK_WITHOUT_TIMEOUT']);
    expect(await codes('CREATE TABLE n (a int REFERENCES t)', none)).toEqual(['LOCK_WITHOUT_TIMEOUT']);
    expect(await codes('CREATE TABLE n (); ALTER TABLE n ADD a int; INSERT INTO t VALUES (1)', none)).toEqual([]);
  });

  it.each([
    ['CREATE TABLE "t" ("id" SERIAL NOT NULL, CONSTRAINT "t_pkey" PRIMARY KEY ("id"))', true],
    ['CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)', true],
    ['CREATE TABLE t (id smallserial PRIMARY KEY, n serial)', true],
    ['CREATE TABLE "t" ("id" BIGSERIAL NOT NULL, CONSTRAINT "t_pkey" PRIMARY KEY ("id"))', false],
    ['CREATE TABLE t (id int PRIMARY KEY REFERENCES u)', false],
  ])('tells small keys where that is turned on: %s', async (sql, isSmall) => {
    expect((await lint(sql)).some(({ code }) => code === 'SQL.SMALL_KEY')).toBe(isSmall);
  });

  it('points at the clause', async () => {
    const sql = `\uFEFF-- é😀
CREATE TABLE "né" (); ALTER TABLE "tä""b, c" . "😀" *
  ADD COLUMN "😀" int DEFAULT 1,  -- a, b
  ALTER x SET NOT NULL, ADD CHECK (f(a, b)), DROP "é, é";`;
    const remarks = (await lint(sql)).filter(({ code }) => !OFF.has(code));
    expect(remarks.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['SQL.NOT_NULL_SET', 4, 3],
      ['SQL.CHECK_VALIDATED', 4, 25],
      ['SQL.COLUMN_DROPPED', 4, 46],
    ]);
  });

  it('writes the safe statement out for this one', async () => {
    const [index] = await lint('CREATE UNIQUE INDEX "Ünique" ON "s p"."T"\n  ("a b")');
    expect(index?.fix).toContain('CREATE UNIQUE INDEX CONCURRENTLY "Ünique" ON "s p"."T" ("a b");');
    const [key] = await lint('ALTER TABLE s."T" ADD CONSTRAINT "T_fk" FOREIGN KEY (a) REFERENCES "U"');
    expect(key?.fix).toBe(
      'ALTER TABLE "s"."T" ADD CONSTRAINT "T_fk" FOREIGN KEY (a) REFERENCES "U" NOT VALID; then, in a later revision: ALTER TABLE "s"."T" VALIDATE CONSTRAINT "T_fk";',
    );
  });

  it.each<readonly [string, string, Partial<SqlLintContext>]>([
    ['CREATE INDEX i ON t (a);', 'CREATE INDEX CONCURRENTLY i ON t (a);', {}],
    ['\uFEFF-- é\nDROP INDEX "index";', '\uFEFF-- é\nDROP INDEX CONCURRENTLY "index";', {}],
    ['REINDEX (VERBOSE) TABLE "table";', 'REINDEX (VERBOSE) TABLE CONCURRENTLY "table";', {}],
    ['ALTER TABLE t DETACH PARTITION p;', 'ALTER TABLE t DETACH PARTITION p CONCURRENTLY;', {}],
    [
      'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u /* é */;',
      'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u NOT VALID;\nALTER TABLE "t" VALIDATE CONSTRAINT "f" /* é */;',
      {},
    ],
    [
      'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0), ADD CONSTRAINT d CHECK (b > 0) NOT VALID',
      'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID, ADD CONSTRAINT d CHECK (b > 0) NOT VALID;\nALTER TABLE "t" VALIDATE CONSTRAINT "c"',
      {},
    ],
  ])('mends %s', async (sql, mended, context) => {
    const [edit] = (await lint(sql, context)).flatMap((remark) => remark.edit ?? []);
    expect(apply(sql, edit)).toBe(mended);
    expect(edit?.transactional).toBe(false);
    expect(await codes(mended, { isTransactional: false })).toEqual([]);
  });

  it.each<readonly [string, Partial<SqlLintContext>]>([
    ['CREATE INDEX i ON t (a);', { isTransactional: true }],
    ['ALTER TABLE t ADD a int; CREATE INDEX i ON t (a);', {}],
    ['ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u;', {}],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0), ADD CONSTRAINT d CHECK (b > 0);', {}],
    ['ALTER TABLE t ADD a int CHECK (a > 0);', {}],
    ['DROP TABLE t CASCADE;', {}],
  ])('leaves %s to people', async (sql, context) => {
    const remarks = await lint(sql, context);
    expect(remarks.length).toBeGreaterThan(0);
    expect(remarks.flatMap(({ edit }) => edit ?? [])).toEqual([]);
  });

  it('says nothing of what it cannot read', async () => {
    expect(await lint('DROP TABLE t; SELEC 1')).toEqual([]);
    expect(await lint(`SELECT ${'('.repeat(50_000)}1`)).toEqual([]);
  });

  it.each(POSTGRES_RULES.map((rule) => [rule.code, rule] as const))('shows %s at work', async (code, { bad, good }) => {
    const fires = async (example: typeof bad) => {
      if (example.kind !== 'migration') throw new Error('SQL is shown by a migration');
      const context = { lockTimeoutMs: null, statementTimeoutMs: null, scriptsBefore: [example.before ?? ''] };
      return (await lint(example.sql, context)).some((remark) => remark.code === code);
    };
    expect([await fires(bad), await fires(good)]).toEqual([true, false]);
  });
});

function apply(sql: string, edit: SqlRemark['edit']): string {
  const changes = [...(edit?.changes ?? [])].sort((left, right) => right.start - left.start);
  return changes.reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), sql);
}
