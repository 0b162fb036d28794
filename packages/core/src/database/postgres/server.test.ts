import { describe, expect, it } from 'vitest';
import { createTestDatabase, runSql, servers, testServer } from './server.test-support.js';

describe.each(servers)('the test server $name', (server) => {
  it('gives an empty database over TCP and over its socket', async () => {
    const { name, url } = await server.createDatabase({ name: 'Ähm "odd"', sql: 'CREATE TABLE a (id int)' });
    const sql = `SELECT current_database() AS name, count(*)::int AS count FROM pg_tables WHERE schemaname = 'public'`;
    expect(await runSql(url, sql)).toEqual([{ name, count: 1 }]);
    expect(await runSql(server.socketUrl(name), sql)).toEqual([{ name, count: 1 }]);
  });
});

describe('createTestDatabase', () => {
  it('drops what is still in use', async () => {
    const { name, url, drop } = await createTestDatabase({ dropped: 'by-hand' });
    expect(await runSql(url, 'SELECT 1 AS one; SELECT 2 AS two')).toEqual([{ two: 2 }]);
    await drop();
    expect(await runSql(testServer.url('postgres'), `SELECT FROM pg_database WHERE datname = '${name}'`)).toEqual([]);
  });
});
