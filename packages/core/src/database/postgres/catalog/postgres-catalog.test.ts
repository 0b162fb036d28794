import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../../database.js';
import { connectTo } from '../connect.test-support.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { servers } from '../server.test-support.js';
import { readPostgresCatalog } from './postgres-catalog.js';

const ODD = '"Ω 😀.""x"" Select"';

/** A little of everything. */
const SCHEMA = `
CREATE SCHEMA ${ODD};
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm SCHEMA ${ODD};
CREATE TYPE "Role" AS ENUM ('A', 'B');
CREATE TYPE point3 AS (x int, y int);
CREATE TYPE span AS RANGE (subtype = float8);
CREATE DOMAIN positive AS int DEFAULT 1 CONSTRAINT above_zero CHECK (VALUE > 0);
CREATE SEQUENCE counter;
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE PROCEDURE nothing() LANGUAGE sql AS '';
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE TABLE "User" (id serial PRIMARY KEY, email citext NOT NULL, role "Role" DEFAULT 'A', age positive,
  n int GENERATED ALWAYS AS IDENTITY, twice int GENERATED ALWAYS AS (n * 2) STORED, tags text[] COLLATE "C");
CREATE TABLE post (id int CONSTRAINT post_key PRIMARY KEY, "userId" int, title varchar(10), at timestamptz,
  CONSTRAINT post_user FOREIGN KEY ("userId") REFERENCES "User" (id) ON DELETE CASCADE,
  CONSTRAINT post_title CHECK (title <> ''));
CREATE UNIQUE INDEX post_title_at ON post (lower(title), at DESC) WHERE at IS NOT NULL;
CREATE STATISTICS post_statistics ON title, at FROM post;
CREATE TABLE part (id int, day date) PARTITION BY RANGE (day);
CREATE TABLE part_one PARTITION OF part FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TRIGGER touching BEFORE UPDATE ON post FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE quiet AS ON DELETE TO part DO INSTEAD NOTHING;
CREATE POLICY mine ON post FOR SELECT USING (id > 0);
CREATE VIEW titles AS SELECT p.title, u.role FROM post p JOIN "User" u ON u.id = p."userId";
CREATE MATERIALIZED VIEW counts AS SELECT count(*) FROM post;
CREATE INDEX counts_index ON counts (count);
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER away FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE there (id int) SERVER away;
CREATE TABLE ${ODD}.${ODD} (${ODD} int DEFAULT one());
CREATE INDEX ON ${ODD}.${ODD} (${ODD});
CREATE PUBLICATION news FOR TABLE post;
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER watching ON sql_drop EXECUTE FUNCTION watch();
COMMENT ON COLUMN post.title IS 'What it is called';
`;

const nameOf = ({ databaseName, schema }: { databaseName: string; schema: string | null }): string =>
  `${schema}.${databaseName}`;

/** What a statement changes, in a transaction that is taken back. */
async function changes(connection: PostgresConnection, sql: string): Promise<readonly string[]> {
  return changesSince(await readPostgresCatalog(connection, nameOf), { connection, sql });
}

async function changesSince(
  before: readonly CatalogEntry[],
  { connection, sql }: { readonly connection: PostgresConnection; readonly sql: string },
): Promise<readonly string[]> {
  await connection.script(['BEGIN', sql]);
  const after = await readPostgresCatalog(connection, nameOf);
  await connection.script(['ROLLBACK']);
  return difference(before, after);
}

function difference(before: readonly CatalogEntry[], after: readonly CatalogEntry[]): readonly string[] {
  const known = new Set(before.map((entry) => JSON.stringify(entry)));
  const left = new Set(after.map((entry) => JSON.stringify(entry)));
  const changed = [...before, ...after].filter((entry) => {
    const text = JSON.stringify(entry);
    return !known.has(text) || !left.has(text);
  });
  return [...new Set(changed.map(({ kind, name }) => `${kind} ${name}`))];
}

describe.each(servers)('readPostgresCatalog on $name', (server) => {
  it('sees every change of a schema', async () => {
    const connection = await connectTo((await server.createDatabase({ sql: SCHEMA })).url);
    const unseen: string[] = [];
    const before = await readPostgresCatalog(connection, nameOf);
    for (const sql of CHANGES) {
      if ((await changesSince(before, { connection, sql })).length === 0) unseen.push(sql);
    }
    expect(await readPostgresCatalog(connection, nameOf)).toEqual(before);
    expect(unseen).toEqual([]);
  });

  it('names what has changed', async () => {
    const connection = await connectTo((await server.createDatabase({ sql: SCHEMA })).url);
    expect(await changes(connection, 'ALTER TABLE post ADD extra int')).toEqual(['table public.post']);
    expect(await changes(connection, 'ALTER INDEX post_title_at RENAME TO "Other"')).toEqual([
      'index public.post_title_at',
      'index public."Other"',
    ]);
    expect(await changes(connection, `ALTER TYPE "Role" RENAME VALUE 'A' TO 'C'`)).toContain('enum public."Role"');
    expect(await changes(connection, 'DROP POLICY mine ON post')).toEqual(['policy public.post.mine']);
  });

  it.each([
    ['rows', 'INSERT INTO "User" (email) VALUES (1); REFRESH MATERIALIZED VIEW counts'],
    ['rights', 'GRANT SELECT ON post TO PUBLIC'],
    ['a history table', 'CREATE TABLE _prisma_migrations_blog (id varchar(36) PRIMARY KEY, n serial)'],
    ['an empty schema', 'CREATE SCHEMA other; CREATE TABLE other._prisma_migrations (id int)'],
    ['a search path', 'SET search_path = pg_catalog, public'],
    [
      'the order of columns',
      'ALTER TABLE post DROP at CASCADE; ALTER TABLE post ADD at timestamptz; CREATE UNIQUE INDEX post_title_at ON post (lower(title), at DESC) WHERE at IS NOT NULL; CREATE STATISTICS post_statistics ON title, at FROM post',
    ],
    ['a temporary table', 'CREATE TEMP TABLE passing (id int)'],
  ])('takes no notice of %s', async (_name, sql) => {
    const connection = await connectTo((await server.createDatabase({ sql: SCHEMA })).url);
    expect(await changes(connection, sql)).toEqual([]);
  });

  it('reads the same in every session, and leaves the session as it was', async () => {
    const { url } = await server.createDatabase({ sql: SCHEMA });
    const [one, other] = [await connectTo(url), await connectTo(url)];
    await other.script([`SET search_path = ${ODD}, public`]);
    const path = async (): Promise<unknown> => (await other.query('SHOW search_path'))[0];
    const before = await path();
    expect(await readPostgresCatalog(other, nameOf)).toEqual(await readPostgresCatalog(one, nameOf));
    expect(await path()).toEqual(before);
    await other.script(['BEGIN', 'SET LOCAL search_path = public']);
    await readPostgresCatalog(other, nameOf);
    expect(await path()).toEqual({ search_path: 'public' });
    await other.script(['COMMIT']);
    expect(await path()).toEqual(before);
  });

  it('describes an empty database by what every database has', async () => {
    const connection = await connectTo((await server.createDatabase()).url);
    expect(await readPostgresCatalog(connection, nameOf)).toEqual([
      { kind: 'extension', name: 'plpgsql', definition: '' },
    ]);
  });

  it('reads in a session that may only read', async () => {
    const connection = await connectTo((await server.createDatabase()).url);
    await connection.script(['SET default_transaction_read_only = on']);
    expect(await readPostgresCatalog(connection, nameOf)).toHaveLength(1);
  });
});

const CHANGES = [
  'CREATE TABLE other ()',
  'DROP TABLE post CASCADE',
  'ALTER TABLE post RENAME TO article',
  'ALTER TABLE part ALTER id TYPE bigint',
  'ALTER TABLE post ALTER "userId" SET NOT NULL',
  'ALTER TABLE post ALTER "userId" SET DEFAULT 1',
  'ALTER TABLE post RENAME "userId" TO userid',
  'ALTER TABLE part_one SET UNLOGGED',
  'ALTER TABLE post SET (fillfactor = 50)',
  'ALTER TABLE post REPLICA IDENTITY FULL',
  'ALTER TABLE post ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE post FORCE ROW LEVEL SECURITY',
  'ALTER TABLE post ALTER "userId" SET STORAGE PLAIN, ALTER "userId" SET (n_distinct = 5)',
  'ALTER TABLE "User" ALTER tags TYPE text[] COLLATE "POSIX"',
  'ALTER TABLE "User" ALTER n SET GENERATED BY DEFAULT',
  'ALTER TABLE "User" ALTER twice DROP EXPRESSION',
  'ALTER TABLE part DETACH PARTITION part_one',
  'ALTER TABLE post RENAME CONSTRAINT post_key TO post_pkey',
  'ALTER TABLE post DROP CONSTRAINT post_user',
  'ALTER TABLE post ALTER CONSTRAINT post_user DEFERRABLE',
  `ALTER TABLE post DROP CONSTRAINT post_title, ADD CONSTRAINT post_title CHECK (title <> 'x')`,
  'ALTER TABLE post ADD CONSTRAINT more CHECK (id > 0) NOT VALID',
  'ALTER TABLE post CLUSTER ON post_key',
  'CREATE INDEX ON post (at)',
  'DROP INDEX post_title_at',
  'DROP INDEX counts_index',
  'DROP STATISTICS post_statistics',
  'DROP TRIGGER touching ON post',
  'ALTER TABLE post DISABLE TRIGGER touching',
  'DROP RULE quiet ON part',
  'ALTER POLICY mine ON post USING (id > 1)',
  'ALTER POLICY mine ON post TO CURRENT_USER',
  'CREATE OR REPLACE VIEW titles AS SELECT p.title, u.role FROM post p JOIN "User" u ON u.id = p.id',
  'ALTER VIEW titles SET (security_barrier = true)',
  `ALTER VIEW titles ALTER title SET DEFAULT 'x'`,
  'DROP MATERIALIZED VIEW counts',
  'ALTER SEQUENCE counter INCREMENT 2',
  'ALTER SEQUENCE counter OWNED BY post.id',
  'CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 2; $$',
  'ALTER FUNCTION one() IMMUTABLE',
  'CREATE FUNCTION one(int) RETURNS int LANGUAGE sql AS $$ SELECT 1; $$',
  'DROP PROCEDURE nothing()',
  'DROP AGGREGATE total(int)',
  `ALTER TYPE "Role" ADD VALUE 'C' BEFORE 'A'`,
  'ALTER TYPE "Role" RENAME TO role',
  'ALTER TYPE point3 ADD ATTRIBUTE z int',
  'DROP TYPE span',
  'ALTER DOMAIN positive DROP CONSTRAINT above_zero',
  'ALTER DOMAIN positive SET DEFAULT 2',
  'ALTER DOMAIN positive SET NOT NULL',
  'DROP EXTENSION pg_trgm',
  'ALTER FOREIGN TABLE there ADD other int',
  `ALTER FOREIGN TABLE there OPTIONS (x 'y')`,
  `CREATE SERVER more FOREIGN DATA WRAPPER far`,
  'CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)',
  `CREATE COLLATION own (LOCALE = 'C')`,
  'CREATE CAST (point3 AS int) WITH INOUT',
  'CREATE TEXT SEARCH CONFIGURATION words (COPY = simple)',
  'CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple)',
  'ALTER EVENT TRIGGER watching DISABLE',
  'ALTER PUBLICATION news ADD TABLE part_one',
  `ALTER PUBLICATION news SET (publish = 'insert')`,
  `COMMENT ON TABLE post IS 'x'`,
  'COMMENT ON COLUMN post.title IS NULL',
  `COMMENT ON SCHEMA ${ODD} IS 'x'`,
  `ALTER TABLE ${ODD}.${ODD} ALTER ${ODD} DROP DEFAULT`,
  `ALTER TABLE ${ODD}.${ODD} SET SCHEMA public`,
  `ALTER SCHEMA ${ODD} RENAME TO plain`,
];
