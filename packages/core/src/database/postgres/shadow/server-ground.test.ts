import { describe, expect, it, vi } from 'vitest';
import { errorOf } from '../../../error-of.test-support.js';
import { PostgresConnection } from '../connection/postgres-connection.js';
import { createTestDatabase, runSql, servers, testServer } from '../server.test-support.js';
import { takeServer } from './server-ground.js';
import { markOf, pruneServer, shadowName } from './server-leftovers.js';
import { createTestRole, locate, shadowsOf } from './shadow.test-support.js';

describe.each(servers)('takeServer on the server $name', (server) => {
  it('creates a database beside the live one, and drops it', async () => {
    const live = await server.createDatabase({ sql: 'CREATE TABLE live (id int)' });
    const ground = await takeServer({ extension: 'srv-beside', live: locate(live.url) });
    const place = await ground.empty();
    const connection = await PostgresConnection.connect(place.target);
    await ground.claim(connection);
    const count = `SELECT count(*)::int AS count FROM pg_database WHERE datname = '${place.database}'`;
    expect(place.database).toMatch(/^orchestrate_shadow_srv_beside_[0-9a-z]{14}$/);
    expect(await connection.query("SELECT to_regclass('live') AS live")).toEqual([{ live: null }]);
    expect(await runSql(live.url, count)).toEqual([{ count: 1 }]);
    await ground.release();
    await ground.release();
    expect(await runSql(live.url, count)).toEqual([{ count: 0 }]);
    await connection.end();
  });
});

describe('takeServer', () => {
  it('gives an empty one each time, under another name', async () => {
    const { url } = await createTestDatabase();
    const ground = await takeServer({ extension: 'srv-again', live: locate(url) });
    const first = await ground.empty();
    const second = await ground.empty();
    expect(second.database).not.toBe(first.database);
    expect(await shadowsOf('srv_again')).toEqual([second.database]);
    await ground.release();
  });

  it.each([
    "LOCALE 'C' ENCODING 'SQL_ASCII'",
    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'",
    "LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C'",
  ])('takes over %s', async (locale) => {
    const admin = testServer.url('postgres');
    const { name } = await createTestDatabase({ name: 'locale' });
    await runSql(admin, `DROP DATABASE "${name}"`);
    await runSql(admin, `CREATE DATABASE "${name}" TEMPLATE template0 ${locale}`);
    const ground = await takeServer({ extension: 'srv-locale', live: locate(testServer.url(name)) });
    const { database } = await ground.empty();
    const rows = await runSql<{ count: number }>(
      admin,
      `SELECT count(DISTINCT (encoding, datlocprovider, datcollate, datctype, datlocale))::int AS count
       FROM pg_database WHERE datname IN ('${name}', '${database}')`,
    );
    await ground.release();
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('does without the live database where that is missing', async () => {
    const ground = await takeServer({ extension: 'srv-missing', live: locate(testServer.url('no_such_database')) });
    const { database } = await ground.empty();
    expect(await shadowsOf('srv_missing')).toEqual([database]);
    await ground.release();
    expect(await shadowsOf('srv_missing')).toEqual([]);
  });

  it('names the privilege that a role lacks', async () => {
    const { url } = await createTestDatabase();
    const role = await createTestRole();
    const error = await errorOf(() => takeServer({ extension: 'srv-role', live: locate(role.urlOf(url)) }));
    expect(error).toMatchObject({
      code: 'SHADOW.NO_PRIVILEGE',
      fix: expect.stringContaining(`ALTER ROLE "${role.name}" CREATEDB`),
    });
    expect(error.message).not.toContain('secret');
  });

  it('serves a role that may create databases and nothing else', async () => {
    const { url } = await createTestDatabase();
    const role = await createTestRole('CREATEDB');
    const ground = await takeServer({ extension: 'srv-createdb', live: locate(role.urlOf(url)) });
    const place = await ground.empty();
    const connection = await PostgresConnection.connect(place.target);
    await ground.claim(connection);
    await connection.query('CREATE TABLE public.a (id int)');
    await connection.end();
    await ground.release();
    expect(await shadowsOf('srv_createdb')).toEqual([]);
  });

  it('drops it over another connection when its own was cut', async () => {
    const { url } = await createTestDatabase();
    const ground = await takeServer({ extension: 'srv-cut', live: locate(url) });
    await ground.empty();
    const cut = await runSql<{ cut: boolean }>(
      url,
      `SELECT pg_terminate_backend(pid, 5000) AS cut FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    expect(cut).toEqual([{ cut: true }]);
    await ground.release();
    expect(await shadowsOf('srv_cut')).toEqual([]);
  });
});

const HOUR_MS = 3_600_000;

describe('pruneServer', () => {
  async function prune(): Promise<void> {
    const admin = await PostgresConnection.connect(locate(testServer.url('postgres')).target);
    await pruneServer(admin, () => false);
    await admin.end();
  }

  it('drops what killed runs left, and nothing else', async () => {
    const admin = testServer.url('postgres');
    const [marked, inUse, young, old, foreign] = [
      shadowName('prune-marked', new Date()),
      shadowName('prune-in-use', new Date()),
      shadowName('prune-young', new Date()),
      shadowName('prune-old', new Date(Date.now() - 2 * HOUR_MS)),
      shadowName('prune-foreign', new Date(Date.now() - 2 * HOUR_MS)),
    ] as const;
    for (const name of [marked, inUse, young, old]) await runSql(admin, `CREATE DATABASE ${name}`);
    // Other tests prune as well, and may come between what is done to a database here.
    await runSql(admin, 'CREATE DATABASE "foreign_to_prune"');
    await runSql(admin, `COMMENT ON DATABASE "foreign_to_prune" IS 'Do not touch'`);
    await runSql(admin, `ALTER DATABASE "foreign_to_prune" RENAME TO ${foreign}`);
    const user = await PostgresConnection.connect(locate(testServer.url(inUse)).target);
    for (const name of [marked, inUse]) await runSql(admin, `COMMENT ON DATABASE ${name} IS '${markOf(new Date())}'`);

    await prune();

    expect(await shadowsOf('prune_')).toEqual([foreign, inUse, young]);
    await user.end();
    for (const name of [inUse, young, foreign]) await runSql(admin, `DROP DATABASE ${name}`);
  });
});

it('names shadow databases by the clock of the server, whatever ours says', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2001-01-01T00:00:00Z') });
  const ground = await takeServer({ extension: 'clock', live: locate(testServer.url('postgres')) });
  const location = await ground.empty();
  vi.useRealTimers();
  const [, stamp = ''] = /_([0-9a-z]+)[0-9a-f]{6}$/.exec(location.database) ?? [];
  expect(Math.abs(Number.parseInt(stamp, 36) - Date.now())).toBeLessThan(HOUR_MS);
  await ground.release();
});

describe('shadowName', () => {
  it('stays within what PostgreSQL keeps of a name', () => {
    expect(shadowName('a'.repeat(48), new Date())).toMatch(/^orchestrate_shadow_a{29}_[0-9a-z]{14}$/);
    expect(shadowName('a'.repeat(48), new Date())).toHaveLength(63);
  });
});
