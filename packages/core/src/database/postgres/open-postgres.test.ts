import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { errorOf } from '../../error-of.test-support.js';
import { openOptions } from '../open-options.test-support.js';
import { openTestDatabase } from './open.test-support.js';
import { createPostgresDatabase } from './open-postgres.js';
import { createTestDatabase, runSql, servers, testServer } from './server.test-support.js';

function urlOf(changes: Partial<Pick<URL, 'username' | 'password' | 'port' | 'pathname' | 'search'>>): string {
  return Object.assign(new URL(testServer.url('postgres')), changes).href;
}

describe.each(servers)('opening a database on $name', (server) => {
  it.each(['url', 'socketUrl'] as const)('through its %s', async (way) => {
    const { name } = await server.createDatabase();
    const database = await openTestDatabase(server[way](name), { mode: 'read' });
    expect(await database.query('SELECT current_database() AS name')).toEqual([{ name }]);
  });

  it('creates one that is missing', async () => {
    const name = `new "one" ${Date.now()}é`;
    await server.start();
    const url = server.url(name);
    const missing = await errorOf(() => openTestDatabase(url, { mode: 'read' }));
    expect(missing).toMatchObject({
      code: 'DATABASE.MISSING',
      kind: 'consent',
      message: expect.stringContaining(name),
      fix: expect.stringContaining('--create-database'),
    });
    const options = openOptions({ url, root: '/', mode: 'read' });
    await Promise.all([createPostgresDatabase(options), createPostgresDatabase(options)]);
    const database = await openTestDatabase(url, { mode: 'read' });
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await database.close();
    await runSql(server.url('postgres'), `DROP DATABASE "${name.replaceAll('"', '""')}"`);
  });
});

describe('what keeps from a database', () => {
  it.each([
    [
      'a wrong password',
      { password: 'wrong' },
      'DATABASE.AUTHENTICATION',
      /does not accept the password of "postgres"/,
    ],
    ['no password', { password: '' }, 'DATABASE.AUTHENTICATION', /asks for a password/],
    ['a role that is not there', { username: 'nobody', password: 'x' }, 'DATABASE.AUTHENTICATION', /nobody/],
    ['nothing at the port', { port: '1' }, 'DATABASE.UNREACHABLE', /ECONNREFUSED/],
    ['a socket that is not there', { search: '?host=/no/such/folder' }, 'DATABASE.UNREACHABLE', /ENOENT/],
    ['a server without TLS', { search: '?sslmode=require' }, 'DATABASE.TLS', /does not support SSL/],
    ['options that the server refuses', { search: '?options=-c%20nonsense%3D1' }, 'DATABASE.CANNOT_OPEN', /nonsense/],
  ])('%s', async (_name, changes, code, message) => {
    const error = await errorOf(() => openTestDatabase(urlOf(changes), { display: 'postgresql://shown' }));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error.message).toContain('postgresql://shown');
    expect(error.fix).not.toBe('');
    expect(JSON.stringify(error.meta)).not.toContain('wrong');
  });

  it('a host that is not there', async () => {
    const error = await errorOf(() => openTestDatabase('postgresql://me:pw@no-such-host.invalid/db'));
    expect(error).toMatchObject({
      code: 'DATABASE.UNREACHABLE',
      message: expect.stringContaining('no-such-host.invalid'),
    });
  });

  it('a server that says nothing', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const error = await errorOf(() => openTestDatabase(`postgresql://me:pw@127.0.0.1:${port}/db?connect_timeout=1`));
    expect(error).toMatchObject({ code: 'DATABASE.UNREACHABLE' });
  });

  it('limits and missing privileges', async () => {
    const role = `limited_${process.pid}_${Date.now()}`;
    const { name } = await createTestDatabase({ sql: `CREATE ROLE ${role} LOGIN PASSWORD 'pw' CONNECTION LIMIT 1` });
    const limited = (database: string): string => urlOf({ username: role, password: 'pw', pathname: `/${database}` });
    const open = await openTestDatabase(limited(name));
    expect(await errorOf(() => openTestDatabase(limited(name)))).toMatchObject({
      code: 'DATABASE.TOO_MANY_CONNECTIONS',
    });
    await open.close();
    await runSql(testServer.url('postgres'), `REVOKE CONNECT ON DATABASE "${name}" FROM PUBLIC`);
    expect(await errorOf(() => openTestDatabase(limited(name)))).toMatchObject({
      code: 'DATABASE.NO_PRIVILEGE',
      fix: expect.stringContaining(`GRANT CONNECT ON DATABASE "${name}" TO "${role}"`),
    });
    const options = openOptions({ url: limited('not_there'), root: '/', mode: 'read' });
    expect(await errorOf(() => createPostgresDatabase(options))).toMatchObject({
      code: 'DATABASE.NO_PRIVILEGE',
      fix: expect.stringContaining('CREATEDB'),
    });
    await runSql(testServer.url('postgres'), `DROP ROLE ${role}`);
  });

  it('falls back to a connection without TLS where that was only preferred', async () => {
    const database = await openTestDatabase(urlOf({ search: '?sslmode=prefer' }), { mode: 'read' });
    expect(await database.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([{ ssl: false }]);
  });
});
