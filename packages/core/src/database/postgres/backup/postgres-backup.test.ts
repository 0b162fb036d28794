import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { errorOf } from '../../../error-of.test-support.js';
import { testdir } from '../../../testdir.test-support.js';
import type { CopyOptions, DatabaseCopy, RestoreScratchOptions, SwapOptions, TableDigest } from '../../backups.js';
import type { Database } from '../../database.js';
import { openOptions } from '../../open-options.test-support.js';
import { connectTo } from '../connect.test-support.js';
import { openTestDatabase } from '../open.test-support.js';
import { postgresDriver } from '../postgres-driver.js';
import { quoteIdentifier } from '../quote.js';
import { createTestDatabase, runSql, serversWithTools, type TestServer } from '../server.test-support.js';
import { restoreMark } from './restored-name.js';

const TOOLS = { pgDump: null, pgRestore: null };
const MINUTE_MS = 60_000;

/** What a dump could forget, and names that have to be quoted. */
const RICH = `CREATE SCHEMA "S ""1""";
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE "S ""1"""."T; x" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b bytea, f float8, m mood, j jsonb, at timestamptz,
  twice int GENERATED ALWAYS AS (length(b) * 2) STORED);
INSERT INTO "S ""1"""."T; x" (b, f, m, j, at) SELECT sha256(i::text::bytea), i / 3.0, 'ok', jsonb_build_object('i', i), now() FROM generate_series(1, 500) i;
INSERT INTO "S ""1"""."T; x" (b) SELECT decode(repeat('ff', 1000000), 'hex');
CREATE TABLE parts (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE parts_2 PARTITION OF parts DEFAULT;
INSERT INTO parts SELECT i, '2026-12-01'::date + i FROM generate_series(1, 60) i;
CREATE TABLE parent (a int); CREATE TABLE child (b text) INHERITS (parent); ALTER TABLE parent ADD COLUMN c int;
INSERT INTO parent VALUES (1, 2); INSERT INTO child VALUES (1, 'x', 3), (1, 'x', 3);
CREATE TABLE _prisma_migrations (id text); INSERT INTO _prisma_migrations VALUES ('one');
CREATE TABLE "Empty" ();
CREATE TABLE written (v text); INSERT INTO written VALUES (NULL), ('');
CREATE MATERIALIZED VIEW sums AS SELECT count(*)::int FROM parts;
CREATE SEQUENCE lone START 5; SELECT nextval('lone'), nextval('lone');
SELECT lo_from_bytea(4242, 'large');`;

const digestsOf = (database: Database): Promise<readonly TableDigest[]> =>
  database.readTableDigests({ checksums: true });

const rowsIn = (digests: readonly TableDigest[]): Readonly<Record<string, number>> =>
  Object.fromEntries(digests.map(({ table, rows }) => [table, rows]));

async function dump(
  url: string,
  file: string,
  options: Partial<CopyOptions<readonly TableDigest[]>> = {},
): Promise<DatabaseCopy<readonly TableDigest[]>> {
  await using database = await openTestDatabase(url, { mode: 'read' });
  return await database.backUpTo(file, { tools: TOOLS, look: digestsOf, ...options });
}

const restoring = (url: string, file: string, more: Partial<RestoreScratchOptions> = {}): RestoreScratchOptions => ({
  target: openOptions({ url, root: '/', mode: 'write' }),
  file,
  details: {},
  isOnlyLookedAt: false,
  tools: TOOLS,
  ...more,
});

const swapping = (more: Partial<SwapOptions> = {}): SwapOptions => ({
  now: new Date('2026-03-01T09:00:00Z'),
  dropReplaced: true,
  endSessions: false,
  lock: { timeoutMs: MINUTE_MS, command: 'test' },
  held: null,
  ...more,
});

const newFile = (): string => join(testdir({}), 'x.backup');

/** All databases that are called like this one. */
async function databasesLike(server: TestServer, name: string): Promise<readonly string[]> {
  const sql = 'SELECT datname::text AS name FROM pg_database ORDER BY 1';
  const rows = await runSql<{ readonly name: string }>(server.url('postgres'), sql);
  return rows.map((row) => row.name).filter((other) => other.startsWith(name));
}

/** A role of a test, that may connect and nothing else unless its attributes say so. */
async function createRole(
  server: TestServer,
  url: string,
  { attributes = '', password = 'pw' } = {},
): Promise<{ role: string; url: string }> {
  const role = `role_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await runSql(server.url('postgres'), `CREATE ROLE ${role} LOGIN PASSWORD '${password}' ${attributes}`);
  onTestFinished(async () => void (await runSql(server.url('postgres'), `DROP ROLE IF EXISTS ${role}`)));
  const own = new URL(url);
  own.username = role;
  own.password = password;
  return { role, url: own.href };
}

describe.each(serversWithTools)('a backup of PostgreSQL, on $name', (server) => {
  it('is of one moment, holds everything, and takes the place of the database with all that belongs to it', async () => {
    const { url, name } = await server.createDatabase({ name: `O'Brien "=\\`, sql: RICH });
    const quoted = quoteIdentifier(name);
    await runSql(
      url,
      `COMMENT ON DATABASE ${quoted} IS 'it''s mine'; ALTER DATABASE ${quoted} CONNECTION LIMIT 50;
REVOKE CONNECT ON DATABASE ${quoted} FROM PUBLIC; GRANT TEMPORARY ON DATABASE ${quoted} TO pg_monitor WITH GRANT OPTION;
ALTER DATABASE ${quoted} SET search_path = "$user", "S ""1""", public; ALTER DATABASE ${quoted} SET work_mem = '8MB';`,
    );
    const PROPERTIES = `SELECT datacl::text AS acl, datconnlimit AS "limit", shobj_description(oid, 'pg_database') AS comment,
      (SELECT setconfig::text FROM pg_db_role_setting WHERE setdatabase = d.oid) AS settings FROM pg_database d WHERE datname = current_database()`;
    const before = await runSql(url, PROPERTIES);
    const file = newFile();
    const told: (number | null)[] = [];
    const { seen, details } = await dump(url, file, {
      onProgress: (...progress) => told.push(...progress),
      // What is written from now on is in neither.
      look: async (database) => {
        await runSql(url, `INSERT INTO public.written SELECT 'late'; DELETE FROM public.parts;`);
        return digestsOf(database);
      },
    });
    expect(rowsIn(seen)).toEqual({
      '"S ""1""".T; x': 501,
      parts: 60,
      parent: 1,
      child: 2,
      _prisma_migrations: 1,
      Empty: 0,
      written: 2,
    });
    expect(new Set(seen.map(({ checksum }) => checksum)).size).toBe(seen.length);
    expect(told.at(-2)).toBe(told.at(-1));
    expect(told.at(-1)).toBeGreaterThan(100_000);
    expect(details).toMatchObject({ encoding: 'UTF8', pg_dump: expect.stringMatching(/^\d+/) });
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    await using restored = await postgresDriver.restoreScratch(restoring(url, file, { details }));
    expect(await digestsOf(restored.database)).toEqual(seen);
    // Whoever holds the lock of the database is no hindrance.
    await using held = await openTestDatabase(url, { mode: 'read' });
    await held.lock({ timeoutMs: MINUTE_MS, command: 'test' });
    const replaced = await restored.swapIn(swapping({ dropReplaced: false, lock: null, held }));
    expect(replaced).toMatchObject({
      place: `${name}_replaced_20260301T090000000Z`,
      bringBack: expect.stringMatching(/^psql -h \S+ -p \d+ -U \S+ -1 -d postgres -c /),
    });
    expect(await databasesLike(server, name)).toEqual([name, replaced?.place]);
    expect(await runSql(url, PROPERTIES)).toEqual(before);
    expect(
      await runSql(
        url,
        `SELECT nextval('public.lone')::int AS next, (SELECT count FROM public.sums) AS sums, encode(lo_get(4242), 'escape') AS large`,
      ),
    ).toEqual([{ next: 7, sums: 60, large: 'large' }]);
    await runSql(server.url('postgres'), `DROP DATABASE ${quoteIdentifier(replaced?.place ?? '')}`);
  });

  it('does not take the place of a database that is in use, unless whoever uses it may be cut off', async () => {
    const { url, name } = await server.createDatabase({ sql: 'CREATE TABLE a AS SELECT 1 AS n' });
    const file = newFile();
    const { seen } = await dump(url, file);
    await using restored = await postgresDriver.restoreScratch(restoring(url, file));
    const idle = await connectTo(url);
    await idle.query(`SET application_name = 'shop'`);
    expect(await errorOf(() => restored.swapIn(swapping()))).toMatchObject({ code: 'RESTORE.IN_USE' });
    // Who is there from the start is told of before the work.
    const error = await errorOf(() => postgresDriver.restoreScratch(restoring(url, file)));
    expect(error).toMatchObject({
      kind: 'consent',
      code: 'RESTORE.IN_USE',
      message: expect.stringMatching(/postgres \(shop\), from 127\.0\.0\.1, idle since 20.*, server process \d+/),
      fix: expect.stringContaining('--end-sessions'),
    });
    // A pool that is at once back with every connection that it loses.
    let isOver = false;
    const pool = (async () => {
      let last: unknown = null;
      while (!isOver) last = await runSql(url, 'SELECT n FROM a').catch(() => last);
      return last;
    })();
    await runSql(url, 'INSERT INTO a VALUES (2)');
    expect(await restored.swapIn(swapping({ endSessions: true }))).toBeNull();
    isOver = true;
    await pool;
    expect(await databasesLike(server, name)).toEqual([name]);
    await using database = await openTestDatabase(url, { mode: 'read' });
    expect(await digestsOf(database)).toEqual(seen);
  });

  it('is made anew where there is no database any more, and by whoever was not interrupted', async () => {
    const { url, name, drop } = await server.createDatabase({ sql: 'CREATE TABLE a AS SELECT 1 AS n' });
    const file = newFile();
    const { seen, details } = await dump(url, file);
    const stop = new AbortController();
    const options = { details, onProgress: () => stop.abort(), signal: stop.signal };
    await expect(postgresDriver.restoreScratch(restoring(url, file, options))).rejects.toThrow();
    expect(await databasesLike(server, name)).toEqual([name]);
    await drop();
    await using restored = await postgresDriver.restoreScratch(restoring(url, file, { details }));
    expect(await restored.swapIn(swapping())).toBeNull();
    await using database = await openTestDatabase(url, { mode: 'read' });
    expect(await digestsOf(database)).toEqual(seen);
  });

  it('leaves nothing behind when it fails midway, be it for a role that is gone or for half of a file', async () => {
    const { url, name } = await server.createDatabase({
      sql: `CREATE TABLE a AS SELECT sha256(i::text::bytea) FROM generate_series(1, 5000) i`,
    });
    const whole = newFile();
    await dump(url, whole);
    await truncate(whole, Math.floor((await stat(whole)).size / 2));
    expect(await errorOf(() => postgresDriver.restoreScratch(restoring(url, whole)))).toMatchObject({
      code: 'RESTORE.FAILED',
    });
    await truncate(whole, 100);
    expect(await errorOf(() => postgresDriver.restoreScratch(restoring(url, whole)))).toMatchObject({
      code: 'BACKUP.NOT_A_BACKUP',
    });
    const { role } = await createRole(server, url);
    const file = newFile();
    await runSql(url, `ALTER TABLE a OWNER TO ${role}`);
    await dump(url, file);
    await runSql(url, `ALTER TABLE a OWNER TO postgres; DROP ROLE ${role}`);
    expect(await errorOf(() => postgresDriver.restoreScratch(restoring(url, file)))).toMatchObject({
      code: 'RESTORE.FAILED',
      message: expect.stringContaining(`role "${role}" does not exist`),
      fix: expect.stringContaining('pg_dumpall --roles-only'),
    });
    expect(await databasesLike(server, name)).toEqual([name]);
  });

  it('says what a role may not do, before anything is made', async () => {
    const { url, name } = await server.createDatabase({
      sql: 'CREATE TABLE a (n int); ALTER TABLE a ENABLE ROW LEVEL SECURITY; GRANT SELECT ON a TO PUBLIC',
    });
    const file = newFile();
    await dump(url, file);
    const limited = await createRole(server, url);
    expect(await errorOf(() => dump(limited.url, newFile(), { look: async () => [] }))).toMatchObject({
      code: 'BACKUP.NO_PRIVILEGE',
      message: expect.stringContaining('row-level security'),
    });
    expect(await errorOf(() => dump(limited.url, newFile()))).toMatchObject({ code: 'BACKUP.NO_PRIVILEGE' });
    expect(await errorOf(() => postgresDriver.restoreScratch(restoring(limited.url, file)))).toMatchObject({
      code: 'RESTORE.NO_PRIVILEGE',
      fix: expect.stringContaining('CREATEDB'),
    });
    const creator = await createRole(server, url, { attributes: 'CREATEDB' });
    expect(await errorOf(() => postgresDriver.restoreScratch(restoring(creator.url, file)))).toMatchObject({
      code: 'RESTORE.NO_PRIVILEGE',
      message: expect.stringContaining(`"${name}", which belongs to "postgres"`),
    });
  });

  it('clears away what killed restores have left, and nothing that is in use or not theirs', async () => {
    const { url, name } = await server.createDatabase({ sql: 'CREATE TABLE a (n int)' });
    const file = newFile();
    await dump(url, file);
    const ends = ['aaaaaaaa000001', 'aaaaaaaa000002', 'aaaaaaaa000003'];
    const names = ends.map((end) => `${name}_restore_${end}`);
    for (const other of names) await runSql(server.url('postgres'), `CREATE DATABASE ${other}`);
    onTestFinished(async () => {
      for (const other of names) await runSql(server.url('postgres'), `DROP DATABASE IF EXISTS ${other} WITH (FORCE)`);
    });
    const [left = '', used = ''] = names;
    for (const other of [left, used]) {
      await runSql(server.url('postgres'), `COMMENT ON DATABASE ${other} IS '${restoreMark(new Date())}'`);
    }
    await connectTo(server.url(used));
    await (await postgresDriver.restoreScratch(restoring(url, file, { isOnlyLookedAt: true })))[Symbol.asyncDispose]();
    expect(await databasesLike(server, name)).toEqual([name, ...names.slice(1)]);
  });

  it('gives its program no password that others could see', async () => {
    const { url } = await server.createDatabase({ sql: 'CREATE TABLE a AS SELECT 1 AS n' });
    const own = await createRole(server, url, { attributes: 'SUPERUSER', password: 'Sesame-4711' });
    const folder = testdir({});
    const program = join(folder, 'pg_dump');
    const script = `#!/bin/sh\necho "$@" >> '${folder}/arguments'\nexec '${server.tools}/pg_dump' "$@"\n`;
    await writeFile(program, script, { mode: 0o755 });
    await dump(own.url, newFile(), { tools: { ...TOOLS, pgDump: program } });
    const given = await readFile(join(folder, 'arguments'), 'utf8');
    expect(given).toContain('--format=custom');
    expect(given).not.toMatch(/Sesame|postgresql:/);
  });
});

describe('programs that do not fit', () => {
  it.each(serversWithTools)('are named, with what would fit: those of $name', async ({ tools }) => {
    const { url } = await createTestDatabase();
    const file = join(tools ?? '', 'pg_dump');
    const error = await errorOf(() => dump(url, newFile(), { tools: { ...TOOLS, pgDump: file } }));
    expect(error).toMatchObject({
      code: 'BACKUP.TOOL_VERSION',
      message: expect.stringMatching(
        /^The server is PostgreSQL 18\..*, and backup\.pgDump names .*pg_dump, which is 1/,
      ),
      fix: expect.stringContaining('postgresql-client-18'),
    });
  });

  it.each([
    ['/nowhere/pg_dump', 'there is no such file'],
    [process.execPath, 'asked for its version'],
  ])('are named when there is nothing to them: %s', async (file, why) => {
    const { url } = await createTestDatabase();
    const error = await errorOf(() => dump(url, newFile(), { tools: { ...TOOLS, pgDump: file } }));
    expect(error).toMatchObject({ code: 'BACKUP.TOOL_MISSING', message: expect.stringContaining(why) });
  });
});
