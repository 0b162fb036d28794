import { describe, expect, it } from 'vitest';
import { createTestDatabase, runSql, testServer } from '../server.test-support.js';
import { PostgresConnection } from './postgres-connection.js';

async function connect(url = testServer.url('postgres')): Promise<PostgresConnection> {
  return PostgresConnection.connect({ config: { connectionString: url }, tls: [false] });
}

async function failureOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error('It should have failed.');
    },
    (error: Error) => error,
  );
}

describe('PostgresConnection', () => {
  it('asks with and without parameters', async () => {
    const connection = await connect();
    expect(await connection.query(`SELECT ? || '?' AS a, $$?$$ AS "?" /* ? */`, ['x'])).toEqual([
      { a: 'x?', '?': '?' },
    ]);
    expect(await connection.query("SELECT '?' AS a")).toEqual([{ a: '?' }]);
    expect(await connection.queryAll(['SELECT 1 AS a -- one', 'SELECT 2 AS b'])).toEqual([[{ a: 1 }], [{ b: 2 }]]);
    await connection.end();
    await connection.end();
  });

  it('runs scripts in one message and tells how far they came', async () => {
    const connection = await connect();
    const counts: number[] = [];
    const script = ['SELECT 1 -- one', 'DO $$ BEGIN PERFORM 1; END $$', "SELECT 'é😀',\n  1 / 0", 'SELECT 2'];
    const error = await failureOf(connection.script(script, (count) => counts.push(count)));
    expect(error).toMatchObject({ code: '22012' });
    expect(counts).toEqual([1, 2]);
    expect(connection.transaction).toBe('none');
    await connection.script(['BEGIN', 'CREATE TEMP TABLE a (x int)', 'INSERT INTO a VALUES (1)']);
    expect(connection.transaction).toBe('open');
    expect(await connection.query('SELECT x FROM a')).toEqual([{ x: 1 }]);
    await failureOf(connection.script(['SELECT nothing']));
    expect(connection.transaction).toBe('failed');
    await connection.script(['ROLLBACK']);
    expect(connection.transaction).toBe('none');
    await connection.end();
  });

  it('says which statement the server means, and where in it', async () => {
    const connection = await connect();
    const counts: number[] = [];
    const unreadable = await failureOf(
      connection.script(["SELECT '😀é'", 'SELECT 1;', "\nSELECT '😀' ELECT 2"], (count) => counts.push(count)),
    );
    expect(counts).toEqual([2]);
    expect(connection.placeOf(unreadable)).toMatchObject({
      index: 2,
      line: 2,
      column: 18,
      text: "SELECT '😀' ELECT 2",
    });
    const unknown = await failureOf(connection.script(['SELECT 1', 'SELECT\n  nothing']));
    expect(connection.placeOf(unknown)).toMatchObject({ index: 1, line: 2, column: 3, text: '  nothing' });
    expect(connection.placeOf(await failureOf(connection.query('SELECT 1 / 0')))).toBeNull();
    await connection.end();
  });

  it('refuses rows of a client, and goes on', async () => {
    const connection = await connect();
    const script = ['CREATE TEMP TABLE a (x int)', 'COPY a FROM STDIN', 'SELECT 1'];
    expect((await failureOf(connection.script(script))).message).toContain('COPY FROM STDIN takes its rows from');
    expect(await connection.query('SELECT 1 AS a')).toEqual([{ a: 1 }]);
    await connection.script(['COPY (SELECT 1) TO STDOUT']);
    await connection.end();
  });

  it.each(['while it works', 'while it waits'])('survives that the server ends it %s', async (when) => {
    const connection = await connect();
    const end = (): Promise<unknown> =>
      runSql(testServer.url('postgres'), `SELECT pg_terminate_backend(${connection.serverProcess}, 5000)`);
    if (when === 'while it waits') {
      await end();
      expect((await failureOf(connection.query('SELECT 1'))).message).toMatch(/terminat/);
    } else {
      await connection.script(['BEGIN']);
      const error = failureOf(connection.script(['SELECT pg_sleep(60)']));
      await end();
      expect(await error).toMatchObject({ code: '57P01' });
    }
    expect(connection.isLost).toBe(true);
    expect(connection.transaction).toBe('none');
    await failureOf(connection.query('SELECT 1'));
    await connection.end();
  });

  it('reaches the database that gets the name of another while it connects', async () => {
    const [old, restored] = [await createTestDatabase(), await createTestDatabase({ sql: 'CREATE TABLE restored ()' })];
    const admin = await connect();
    await admin.script([
      'BEGIN',
      `ALTER DATABASE ${old.name} RENAME TO ${old.name}_old`,
      `ALTER DATABASE ${restored.name} RENAME TO ${old.name}`,
    ]);
    const connecting = connect(old.url);
    const isWaiting = `SELECT FROM pg_locks WHERE NOT granted AND locktype = 'object' AND classid = 'pg_database'::regclass
AND objid = (SELECT oid FROM pg_database WHERE datname = '${old.name}')`;
    await expect.poll(() => runSql(testServer.url('postgres'), isWaiting)).toHaveLength(1);
    await admin.script(['COMMIT']);
    const connection = await connecting;
    expect(await connection.query(`SELECT to_regclass('restored') IS NOT NULL AS found`)).toEqual([{ found: true }]);
    await connection.end();
    await admin.query(`DROP DATABASE ${old.name}_old`);
    await admin.end();
  });
});
