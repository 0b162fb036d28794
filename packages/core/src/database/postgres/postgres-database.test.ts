import { describe, expect, it } from 'vitest';
import { errorOf } from '../../error-of.test-support.js';
import type { OrchestrateEvent } from '../../events.js';
import type { Database, Statement } from '../database.js';
import { openTestDatabase } from './open.test-support.js';
import { createTestDatabase, runSql, testServer } from './server.test-support.js';

async function openNew(sql?: string): Promise<Database> {
  const { url } = await createTestDatabase(sql === undefined ? {} : { sql });
  return openTestDatabase(url);
}

async function failureOf(database: Database, statements: readonly string[]): Promise<string> {
  return database
    .executeAll(statements, () => {})
    .then(
      () => 'nothing failed',
      (error: unknown) => database.explain(error).message,
    );
}

describe('a session', () => {
  it('works in the schema of the URL, and says what it is for', async () => {
    const { url } = await createTestDatabase({ sql: 'CREATE SCHEMA "My Schema"; CREATE TABLE "My Schema".a (x int)' });
    const command = `orchestrate upgrade ${'x'.repeat(60)}`;
    const database = await openTestDatabase(`${url}?schema=My%20Schema`, { command });
    expect(database.defaultSchema).toBe('My Schema');
    expect(await database.query('SELECT * FROM a')).toEqual([]);
    expect(
      await database.query(
        `SELECT current_setting('application_name') AS name, current_setting('client_min_messages') AS level,
  current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('idle_session_timeout') AS session`,
      ),
    ).toEqual([{ name: `orchestrate upgrade ${'x'.repeat(43)}`, level: 'warning', idle: '0', session: '0' }]);
  });

  it('is for reading until it is to write, on the same connection', async () => {
    const { url } = await createTestDatabase();
    const reading = await openTestDatabase(url, { mode: 'read' });
    const pid = await reading.query('SELECT pg_backend_pid()');
    const error = await errorOf(() => reading.execute('CREATE TABLE a (x int)'));
    expect(error).toMatchObject({ code: 'DATABASE.READ_ONLY' });
    const writing = await reading.openForWriting();
    await writing.execute('CREATE TABLE a (x int)');
    expect(await writing.query('SELECT pg_backend_pid()')).toEqual(pid);
  });

  it('writes nothing where the server says so', async () => {
    const { url, name } = await createTestDatabase();
    await runSql(url, `ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
    const database = await openTestDatabase(url);
    expect(
      await errorOf(() => database.begin().then(() => database.executeAll(['CREATE TABLE a ()'], () => {}))),
    ).toMatchObject({
      code: 'DATABASE.READ_ONLY',
      message: expect.stringContaining('cannot execute CREATE TABLE in a read-only transaction'),
    });
  });

  it('warns of a pooler once it is to write', async () => {
    const { url } = await createTestDatabase();
    const events: OrchestrateEvent[] = [];
    const options = { onEvent: (event: OrchestrateEvent) => events.push(event) };
    const reading = await openTestDatabase(`${url}?pgbouncer=true`, { ...options, mode: 'read' });
    expect(events).toEqual([]);
    await reading.openForWriting();
    expect(events).toMatchObject([{ kind: 'warning', code: 'DATABASE.POOLER' }]);
    await openTestDatabase(`${url}?pgbouncer=true`, options);
    expect(events).toHaveLength(2);
  });
});

describe('scripts', () => {
  it('end each with the session as it was', async () => {
    const database = await openNew('CREATE SCHEMA other');
    await database.executeAll(["SELECT set_config('search_path', '', false)", 'SET TIME ZONE 3', 'SELECT 1'], () => {});
    await database.restoreSession();
    const settings = `SELECT current_setting('search_path') AS path, current_setting('TimeZone') AS zone`;
    const [fresh] = await (await openNew()).query(settings);
    expect(await database.query(settings)).toEqual([fresh]);
    // One at a time, as outside of a transaction, they belong together.
    await database.executeAll(['SET search_path = other'], () => {});
    await database.executeAll(['CREATE TABLE a (x int)'], () => {});
    expect(await database.query("SELECT 'other.a'::regclass::text AS name")).toEqual([{ name: 'a' }]);
    await database.restoreSession();
    await database.executeAll(['CREATE TABLE b (x int)'], () => {});
    expect(await database.query("SELECT to_regclass('public.b') IS NOT NULL AS there")).toEqual([{ there: true }]);
  });

  it('say where they fail, as psql does', async () => {
    const database = await openNew('CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES a)');
    expect(await failureOf(database, ['SELECT 1', 'SELECT\n  nix FROM a'])).toBe(
      'column "nix" does not exist\nLINE 2:   nix FROM a\n          ^',
    );
    expect(await failureOf(database, ['INSERT INTO a VALUES (1, 2)'])).toBe(
      'insert or update on table "a" violates foreign key constraint "a_b_fkey"\nDETAIL: Key (b)=(2) is not present in table "a".',
    );
    expect(await failureOf(database, ["DO $$ BEGIN RAISE 'no' USING HINT = 'try that'; END $$"])).toBe(
      'no\nHINT: try that\nCONTEXT: PL/pgSQL function inline_code_block line 1 at RAISE',
    );
    expect(await failureOf(database, ['CREATE TABLE b ();\n\\d b'])).toBe(
      'syntax error at or near "\\"\nLINE 2: \\d b\n        ^\nHINT: A backslash begins a command of psql; take such lines out of the script',
    );
    expect(await failureOf(database, ['COPY public.a (id, b) FROM stdin;\n1\t1\n\\.\n'])).toMatch(
      /\nHINT: The rows after COPY FROM STDIN are for psql; write them as INSERT/,
    );
    await database.begin();
    expect(await failureOf(database, ['DO $$ BEGIN COMMIT; END $$'])).toContain(
      'HINT: Code that commits cannot run in',
    );
    await database.rollback();
    expect(await failureOf(database, [`SELECT '${'x'.repeat(200)}', nix`])).toBe(
      'column "nix" does not exist\nLINE 1: column 212',
    );
  });

  it('keep to their limits, and nothing else has to', async () => {
    const { url } = await createTestDatabase({ sql: 'CREATE TABLE a (x int)' });
    const database = await openTestDatabase(url, { lockTimeoutMs: 30, statementTimeoutMs: 60 });
    const other = await openTestDatabase(url);
    await other.begin();
    await other.execute('LOCK TABLE a');
    const limits = `SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement`;
    const none = [{ lock: '0', statement: '0' }];
    for (const statements of [['ALTER TABLE a ADD y int'], ['SELECT 1', 'ALTER TABLE a ADD y int']]) {
      for (const isInside of [true, false]) {
        if (isInside) await database.begin();
        const message = await failureOf(database, statements);
        expect(message).toMatch(/lock timeout[\s\S]*HINT: It waited for a lock longer than datasource\.lockTimeoutMs/);
        await database.rollback();
        expect(await database.query(limits)).toEqual(none);
      }
    }
    expect(await failureOf(database, ['SELECT pg_sleep(60)'])).toMatch(
      /HINT: It ran longer than datasource\.statementTimeoutMs/,
    );
    await database.begin();
    await database.executeAll(['SELECT 1'], () => {});
    expect(await database.query(limits)).toEqual(none);
    await database.query('SELECT pg_sleep(0.1)');
    await database.commit({ verify: true });
    await database.executeAll(['VACUUM a'], () => {}).catch(() => {});
    await other.rollback();
    await database.executeAll(['VACUUM a'], () => {});
    expect(await database.query(limits)).toEqual(none);
  });

  it('tell how far they came without what goes along with them', async () => {
    const { url } = await createTestDatabase();
    const database = await openTestDatabase(url, { lockTimeoutMs: 30, statementTimeoutMs: 6000 });
    await database.begin();
    const counts: number[] = [];
    await database.executeAll(['SET TIME ZONE 3', 'SELECT 2'], (count) => counts.push(count));
    expect(counts.at(-1)).toBe(2);
    counts.length = 0;
    await database.executeAll(['SELECT 1', 'SELECT nix', 'SELECT 3'], (count) => counts.push(count)).catch(() => {});
    expect(counts).toEqual([1]);
    await database.rollback();
    counts.length = 0;
    await database.executeAll(['SELECT 1', 'SELECT 2', 'SELEC 3'], (count) => counts.push(count)).catch(() => {});
    expect(counts).toEqual([2]);
  });
});

describe('transactions', () => {
  it('are seen wherever they come from', async () => {
    const database = await openNew();
    await database.executeAll(['BEGIN'], () => {});
    expect(database.inTransaction()).toBe(true);
    await database.execute('SELECT nix').catch(() => {});
    expect(database.inTransaction()).toBe(true);
    await expect(database.commit({ verify: true })).rejects.toThrow('ended from within');
    await database.rollback();
    await database.rollback();
    expect(database.inTransaction()).toBe(false);
    await expect(database.commit({ verify: true })).rejects.toThrow('ended from within');
  });

  it('check at their end what they put off', async () => {
    const database = await openNew(
      'CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES a DEFERRABLE INITIALLY DEFERRED)',
    );
    await database.begin();
    await database.executeAll(['INSERT INTO a VALUES (1, 2)'], () => {});
    await expect(database.commit({ verify: true })).rejects.toMatchObject({ code: '23503' });
    expect(database.inTransaction()).toBe(false);
  });

  it('end with a connection that is cut, and so does everything else, without a bug', async () => {
    const database = await openNew();
    const lock = await database.lock({ timeoutMs: 0, command: 'test' });
    await database.begin();
    const [row] = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await runSql(testServer.url('postgres'), `SELECT pg_terminate_backend(${row?.pid}, 5000)`);
    expect(await errorOf(() => database.executeAll(['SELECT 1'], () => {}))).toMatchObject({
      code: 'DATABASE.CONNECTION_LOST',
      fix: expect.stringContaining('Run the same command again'),
    });
    await database.rollback();
    await lock[Symbol.asyncDispose]();
    expect(await errorOf(() => database.commit({ verify: true }))).toMatchObject({ code: 'DATABASE.CONNECTION_LOST' });
    expect(await errorOf(() => database.readHistory([]))).toMatchObject({ code: 'DATABASE.CONNECTION_LOST' });
    await database.close();
  });
});

describe('engineConnection', () => {
  it('reads points in time whatever the settings of the server are, and leaves those alone', async () => {
    await using database = await openNew();
    const { executeScript, queryTable } = database.engineConnection();
    await executeScript("SET datestyle = 'SQL, DMY'; SET timezone = 'Asia/Kolkata'");
    const { columns, rows } = await queryTable(
      "SELECT '2026-02-01 10:00:00.5+00'::timestamptz AS at, NULL::timestamptz AS never",
      [],
    );
    expect([columns.map(({ type }) => type), rows]).toEqual([
      ['datetime', 'datetime'],
      [['2026-02-01T10:00:00.500Z', null]],
    ]);
    expect(await database.query("SELECT current_setting('datestyle') AS style")).toEqual([{ style: 'SQL, DMY' }]);
  });

  it('gives what the engine wants of every type', async () => {
    const database = await openNew();
    const { columns, rows } = await database.engineConnection().queryTable(
      `SELECT true AS b, 1::int2 AS s, 2 AS i, 3::int8 AS l, 4::oid AS o, 'c'::"char" AS c, 'n'::name AS n, 1.5::float8 AS d,
  '\\x5c'::bytea AS y, '{r,NULL,"\\""}'::"char"[] AS cs, ARRAY['a,b','"', NULL, 'NULL', ''] AS ts, '{}'::name[] AS ns,
  NULL::text AS nothing, 1.10::numeric AS num, '{"a":1}'::jsonb AS j, '2026-01-01'::date AS day, $1::text AS p`.replace(
        'é',
        '',
      ),
      [{ value: '?', type: 'string' }],
    );
    expect(Object.fromEntries(columns.map(({ name, type }, at) => [name, [type, rows[0]?.[at]]]))).toEqual({
      b: ['boolean', true],
      s: ['small-integer', 1],
      i: ['small-integer', 2],
      l: ['integer', 3n],
      o: ['integer', 4n],
      c: ['character', 'c'],
      n: ['text', 'n'],
      d: ['double', 1.5],
      y: ['bytes', Buffer.from('\\')],
      cs: ['character-list', ['r', null, '"']],
      ts: ['text-list', ['a,b', '"', null, 'NULL', '']],
      ns: ['text-list', []],
      nothing: ['text', null],
      num: ['text', '1.10'],
      j: ['text', '{"a": 1}'],
      day: ['text', '2026-01-01'],
      p: ['text', '?'],
    });
  });
});

describe('settle', () => {
  const settle = (database: Database, sql: string): Promise<string> => database.settle({ sql } as Statement);
  const indexes = async (database: Database): Promise<unknown> =>
    (
      await database.query<{ name: string }>(
        "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'a'::regclass ORDER BY 1",
      )
    ).map(({ name }) => name);
  const TABLE = 'CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1)';

  it('knows an index that is there, and drops one that is not valid', async () => {
    const database = await openNew(TABLE);
    const create = 'CREATE INDEX CONCURRENTLY a_x ON a (x)';
    expect(await settle(database, create)).toBe('not-landed');
    await database.executeAll([create], () => {});
    expect(await settle(database, create)).toBe('landed');
    const unique = [
      'CREATE UNIQUE INDEX CONCURRENTLY "A u" ON public.a (x)',
      'CREATE UNIQUE INDEX CONCURRENTLY ON a (x)',
    ];
    for (const sql of unique) await database.executeAll([sql], () => {}).catch(() => {});
    expect(await indexes(database)).toEqual(['"A u"', 'a_x', 'a_x_idx']);
    for (const sql of unique) expect(await settle(database, sql)).toBe('not-landed');
    expect(await indexes(database)).toEqual(['a_x']);
  });

  it('removes what an interrupted rebuild left', async () => {
    const database = await openNew(TABLE);
    await database.execute('CREATE INDEX a_x ON a (x)');
    await database.executeAll(['CREATE UNIQUE INDEX CONCURRENTLY a_x_ccnew ON a (x)'], () => {}).catch(() => {});
    expect(await settle(database, 'REINDEX INDEX CONCURRENTLY a_x')).toBe('not-landed');
    expect(await indexes(database)).toEqual(['a_x']);
    expect(await settle(database, 'REINDEX (CONCURRENTLY) DATABASE')).toBe('not-landed');
  });

  it.each([
    ['DROP INDEX CONCURRENTLY a_x', 'CREATE INDEX a_x ON a (x)', 'DROP INDEX a_x'],
    ["ALTER TYPE e ADD VALUE 'b'", "CREATE TYPE e AS ENUM ('a')", "ALTER TYPE e ADD VALUE 'b'"],
    [
      'ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY',
      'CREATE TABLE p (x int) PARTITION BY RANGE (x); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9)',
      'ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY',
    ],
  ])('%s', async (sql, before, effect) => {
    const database = await openNew(`${TABLE}; ${before}`);
    expect(await settle(database, sql)).toBe('not-landed');
    await database.executeAll([effect], () => {});
    expect(await settle(database, sql)).toBe('landed');
  });

  it('knows databases', async () => {
    const database = await openNew();
    expect(await settle(database, 'CREATE DATABASE no_such_database')).toBe('not-landed');
    expect(await settle(database, 'CREATE DATABASE postgres')).toBe('landed');
    expect(await settle(database, 'DROP DATABASE no_such_database')).toBe('landed');
    expect(await settle(database, 'DROP DATABASE postgres')).toBe('not-landed');
    expect(await settle(database, 'VACUUM')).toBe('not-landed');
    expect(await settle(database, 'this is not SQL')).toBe('not-landed');
  });
});

describe('names', () => {
  it('are bare in the default schema, and qualified for the engine', async () => {
    const database = await openNew();
    expect(database.entityName({ databaseName: 'a', schema: null })).toBe('a');
    expect(database.entityName({ databaseName: 'a', schema: 'public' })).toBe('a');
    expect(database.entityName({ databaseName: 'a.b', schema: 'billing' })).toBe('billing."a.b"');
    expect(database.engineName('a')).toBe('public.a');
    expect(database.engineName('billing."a.b"')).toBe('billing.a.b');
  });
});
