import { describe, expect, it, onTestFinished } from 'vitest';
import { connectTo } from '../connect.test-support.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { runSql, servers, type TestServer } from '../server.test-support.js';
import { PostgresWriteWatch } from './postgres-write-watch.js';

interface Given {
  readonly url: string;
  readonly own: PostgresConnection;
  readonly begin: (ownSessions?: number) => Promise<PostgresWriteWatch>;
}

async function given(server: TestServer): Promise<Given> {
  const { url, drop } = await server.createDatabase();
  onTestFinished(drop);
  await runSql(url, 'CREATE TABLE a (x int)');
  const own = await connectTo(url);
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  return {
    url,
    own,
    begin: (ownSessions = 0) => PostgresWriteWatch.begin({ connection: own, database, ownSessions }),
  };
}

describe.each(servers)('on $name', (server) => {
  it('does not take what its own connection writes for others', async () => {
    const { own, begin } = await given(server);
    const watch = await begin();
    await own.script(['INSERT INTO a VALUES (1)', 'CREATE TABLE b (y int)']);
    await own.script(['CREATE INDEX CONCURRENTLY i ON a (x)']);
    expect(await watch.mayOthersHaveWritten()).toBe(false);
    expect(await watch.mayOthersHaveWritten()).toBe(false);
  });

  it('counts who has come and gone, but for the backups that it was told of', async () => {
    const { url, begin } = await given(server);
    const watch = await begin();
    await runSql(url, 'INSERT INTO a VALUES (1)');
    expect(await watch.mayOthersHaveWritten()).toBe(true);
    const withBackup = await begin(1);
    await runSql(url, 'SELECT 1');
    expect(await withBackup.mayOthersHaveWritten()).toBe(false);
    await runSql(url, 'INSERT INTO a VALUES (1)');
    expect(await withBackup.mayOthersHaveWritten()).toBe(true);
  });

  it('proves nothing while anyone else is connected', async () => {
    const { url, own, begin } = await given(server);
    const watch = await begin();
    const other = await connectTo(url);
    expect(await watch.mayOthersHaveWritten()).toBe(true);
    const late = await begin();
    await other.end();
    expect(await late.mayOthersHaveWritten()).toBe(true);
    const lost = await begin();
    await own.end();
    expect(await lost.mayOthersHaveWritten()).toBe(true);
  });
});
