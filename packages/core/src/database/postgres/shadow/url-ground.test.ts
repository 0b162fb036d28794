import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../error-of.test-support.js';
import type { OrchestrateEvent } from '../../../events.js';
import { createTestDatabase, runSql, servers, testServer } from '../server.test-support.js';
import { createTestRole, locate } from './shadow.test-support.js';
import { takeUrl, type UrlOptions } from './url-ground.js';

const open = (url: string, options: Partial<UrlOptions> = {}): ReturnType<typeof takeUrl> =>
  takeUrl({ shadow: locate(url), live: null, waitMs: 0, ...options });

/** Everything that a user can make in a database, and the trouble of a trigger that refuses to let it go. */
const CONTENTS = `
  CREATE EXTENSION citext;
  CREATE TYPE public.mood AS ENUM ('a', 'b');
  CREATE TYPE public.pair AS (a int, b citext);
  CREATE TYPE public.span AS RANGE (subtype = int);
  CREATE DOMAIN public.positive AS int CHECK (VALUE > 0);
  CREATE FUNCTION public.twice(public.positive) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
  CREATE PROCEDURE public.nothing(public.mood) LANGUAGE sql AS '';
  CREATE AGGREGATE public.total(int) (SFUNC = int4pl, STYPE = int);
  CREATE OPERATOR public.### (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl);
  CREATE OPERATOR FAMILY public.family USING btree;
  CREATE OPERATOR CLASS public.class FOR TYPE int USING btree FAMILY public.family AS OPERATOR 1 <;
  CREATE COLLATION public.coll (LOCALE = 'C');
  CREATE TEXT SEARCH CONFIGURATION public.conf (COPY = simple);
  CREATE TEXT SEARCH DICTIONARY public.dict (TEMPLATE = simple);
  CREATE SEQUENCE public."Odd ""sequence""";
  CREATE TABLE public.parent (id serial PRIMARY KEY, mood public.mood, name citext) PARTITION BY RANGE (id);
  CREATE TABLE public.child PARTITION OF public.parent FOR VALUES FROM (0) TO (10);
  INSERT INTO public.parent (id) VALUES (1);
  CREATE STATISTICS public.stats ON id, mood FROM public.parent;
  CREATE VIEW public.v AS SELECT * FROM public.parent;
  CREATE MATERIALIZED VIEW public.m AS SELECT * FROM public.v;
  CREATE SCHEMA "Odd ""schema""";
  CREATE TABLE "Odd ""schema""".t (id int REFERENCES public.parent);
  CREATE PUBLICATION pub FOR ALL TABLES;
  CREATE FOREIGN DATA WRAPPER wrapper;
  CREATE SERVER elsewhere FOREIGN DATA WRAPPER wrapper;
  CREATE FOREIGN TABLE public.remote (id int) SERVER elsewhere;
  CREATE CAST (public.pair AS text) WITH INOUT;
  SELECT lo_create(0);
  CREATE FUNCTION public.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
  CREATE EVENT TRIGGER refuse_drops ON sql_drop EXECUTE FUNCTION public.refuse();
`;

/** What is in a database, as text. */
async function contentsOf(url: string): Promise<unknown> {
  return runSql(
    url,
    `SELECT (SELECT json_agg(nspname ORDER BY nspname) FROM pg_namespace WHERE nspname !~ '^pg_') AS schemas,
       (SELECT json_agg(extname ORDER BY extname) FROM pg_extension) AS extensions,
       (SELECT nspacl::text || nspowner || coalesce(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace WHERE nspname = 'public') AS public,
       (SELECT json_agg(format('%s %s', classid::regclass, objid)) FROM pg_depend
        WHERE refclassid = 'pg_namespace'::regclass AND refobjid = 'public'::regnamespace) AS objects,
       (SELECT count(*)::int FROM pg_largeobject_metadata) AS lobs, (SELECT count(*)::int FROM pg_event_trigger) AS triggers,
       (SELECT count(*)::int FROM pg_publication) AS publications, (SELECT count(*)::int FROM pg_foreign_data_wrapper) AS fdws,
       (SELECT count(*)::int FROM pg_cast) AS casts`,
  );
}

describe.each(servers)('takeUrl on the server $name', (server) => {
  it('leaves the database as it was, whatever was put into it', async () => {
    const { url } = await server.createDatabase({
      sql: 'CREATE EXTENSION hstore; GRANT CREATE ON SCHEMA public TO PUBLIC',
    });
    const before = await contentsOf(url);
    const ground = await open(url);
    for (const round of ['once', 'again']) {
      await ground.empty();
      await runSql(url, CONTENTS);
      expect(await contentsOf(url), round).not.toEqual(before);
    }
    await ground.release();
    await ground.release();
    expect(await contentsOf(url)).toEqual(before);
  });
});

describe('takeUrl', () => {
  it('clears what Prisma leaves: tables without rows', async () => {
    const { url } = await createTestDatabase({
      sql: 'CREATE TABLE "User" (id int); CREATE SCHEMA auth; CREATE TABLE auth.session (id int)',
    });
    const ground = await open(url);
    await ground.empty();
    expect(await contentsOf(url)).toMatchObject([
      { schemas: ['_orchestrate_shadow', 'information_schema', 'public'], objects: null },
    ]);
    await ground.release();
    expect(await contentsOf(url)).toMatchObject([{ schemas: ['information_schema', 'public'], objects: null }]);
  });

  it('clears hundreds of tables', async () => {
    const { url } = await createTestDatabase();
    const ground = await open(url);
    const tables = Array.from({ length: 250 }, (_, at) => `CREATE TABLE t${at} (id int REFERENCES root)`);
    await runSql(url, ['CREATE TABLE root (id int PRIMARY KEY)', ...tables].join(';'));
    await ground.release();
    expect(await contentsOf(url)).toMatchObject([{ objects: null }]);
  });

  it.each([
    ['CREATE TABLE _prisma_migrations_blog (id int)', 'the history table public._prisma_migrations_blog'],
    ['CREATE SCHEMA s; CREATE TABLE s."It\'s" (id int); INSERT INTO s."It\'s" VALUES (1)', 'a row in s."It\'s"'],
    [
      'CREATE TABLE p (id int) PARTITION BY LIST (id); CREATE TABLE c PARTITION OF p DEFAULT; INSERT INTO p VALUES (1)',
      'a row in public.c',
    ],
    [
      'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (id int) SERVER s',
      'the foreign table public.f',
    ],
    ['SELECT lo_create(0)', 'large objects'],
  ])('refuses a database with %s', async (sql, found) => {
    const { url } = await createTestDatabase({ sql });
    const before = await contentsOf(url);
    const error = await errorOf(() => open(url));
    expect(error).toMatchObject({ code: 'SHADOW.NOT_EMPTY', kind: 'usage' });
    expect(error.message).toContain(`(${found})`);
    expect(error.message).not.toContain('postgres:postgres');
    expect(await contentsOf(url)).toEqual(before);
  });

  it('refuses rows that a policy hides, and tables that may not be read', async () => {
    const role = await createTestRole();
    const hidden = await createTestDatabase({
      sql: `CREATE TABLE secret (id int); INSERT INTO secret VALUES (1); ALTER TABLE secret ENABLE ROW LEVEL SECURITY; GRANT SELECT ON secret TO ${role.name}`,
    });
    const closed = await createTestDatabase({ sql: 'CREATE TABLE closed (id int)' });
    for (const { url } of [hidden, closed]) {
      expect(await errorOf(() => open(role.urlOf(url)))).toMatchObject({ code: 'SHADOW.NOT_EMPTY' });
    }
    await hidden.drop();
  });

  it('does not count the tables of a Postgres extension', async () => {
    const { url } = await createTestDatabase({
      sql: `CREATE TABLE config (id int); CREATE EXTENSION citext; ALTER EXTENSION citext ADD TABLE config; INSERT INTO config VALUES (1)`,
    });
    const ground = await open(url);
    await ground.empty();
    await ground.release();
    expect(await runSql(url, 'SELECT * FROM config')).toEqual([{ id: 1 }]);
  });

  it('refuses the live database, by the same words and by others', async () => {
    const { url, name } = await createTestDatabase();
    const others = [url, spelledOtherwise(url), testServer.socketUrl(name)];
    for (const other of others) {
      expect(await errorOf(() => open(other, { live: locate(url) }))).toMatchObject({
        code: 'SHADOW.IS_LIVE',
        kind: 'usage',
      });
    }
    expect(await contentsOf(url)).toMatchObject([{ schemas: ['information_schema', 'public'] }]);
  });

  it('says that it is not there, and not how to create the live database', async () => {
    const error = await errorOf(() => open(testServer.url('no_such_database')));
    expect(error).toMatchObject({ code: 'SHADOW.MISSING', fix: expect.stringContaining('CREATE DATABASE') });
  });

  it('goes on without a look at a live database that is missing', async () => {
    const { url } = await createTestDatabase();
    const ground = await open(url, { live: locate(testServer.url('no_such_database')) });
    await ground.release();
  });

  it('clears what a killed run left, rows included, and keeps what was there before that', async () => {
    const { url } = await createTestDatabase({ sql: 'CREATE EXTENSION hstore' });
    const before = await contentsOf(url);
    const killed = await open(url);
    await killed.empty();
    await runSql(url, CONTENTS);
    const events: OrchestrateEvent[] = [];
    await runSql(
      url,
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const next = await open(url, { onEvent: (event) => events.push(event) });
    await next.empty();
    await next.release();
    expect(await contentsOf(url)).toEqual(before);
    expect(events).toEqual([]);
  });

  it('waits for another run, and says who it is when that takes too long', async () => {
    const { url } = await createTestDatabase();
    const first = await open(url);
    const events: OrchestrateEvent[] = [];
    const error = await errorOf(() => open(url, { onEvent: (event) => events.push(event) }));
    expect(error).toMatchObject({
      code: 'SHADOW.IN_USE',
      message: expect.stringContaining('orchestrate shadow (server process'),
    });
    expect(events).toMatchObject([{ kind: 'lock-waiting', holder: { command: 'orchestrate shadow' } }]);

    let released: Promise<void> | undefined;
    const second = await open(url, { waitMs: 60_000, onEvent: () => (released = first.release()) });
    await released;
    await second.release();
  });

  it('names what a role may not do', async () => {
    const { url } = await createTestDatabase();
    const role = await createTestRole();
    expect(await errorOf(() => open(role.urlOf(url)))).toMatchObject({ code: 'SHADOW.NO_PRIVILEGE' });
  });

  it('says what it could not remove', async () => {
    const role = await createTestRole();
    const { url, name, drop } = await createTestDatabase({ sql: 'CREATE TABLE mine (id int)' });
    await runSql(url, `GRANT CREATE ON DATABASE "${name}" TO ${role.name}; GRANT SELECT ON mine TO ${role.name}`);
    const events: OrchestrateEvent[] = [];
    const ground = await open(role.urlOf(url), { onEvent: (event) => events.push(event) });
    const message = expect.stringContaining('must be owner of table mine');
    expect(await errorOf(() => ground.empty())).toMatchObject({ code: 'SHADOW.NOT_CLEARED', message });
    await ground.release();
    expect(events).toMatchObject([{ kind: 'warning', code: 'SHADOW.NOT_CLEARED', message }]);
    await drop();
  });
});

function spelledOtherwise(url: string): string {
  const changed = new URL(url.replace('127.0.0.1', 'localhost'));
  changed.searchParams.set('schema', 'other');
  return changed.href;
}
