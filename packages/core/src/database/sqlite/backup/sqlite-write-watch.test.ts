import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../../testdir.test-support.js';
import { SqliteWriteWatch } from './sqlite-write-watch.js';

function given(mode: string) {
  const file = path.join(testdir(), 'dev.db');
  const own = new BetterSqlite3(file, { timeout: 5_000 });
  own.pragma(`journal_mode = ${mode}`);
  own.exec('CREATE TABLE a (x); INSERT INTO a VALUES (1)');
  const other = new BetterSqlite3(file, { timeout: 0 });
  return { watch: new SqliteWriteWatch(own, file), own, other };
}

describe.each(['DELETE', 'WAL'])('in the journal mode %s', (mode) => {
  it('does not take its own connection for another, nor one that reads or takes back', async () => {
    const { watch, own, other } = given(mode);
    own.exec('INSERT INTO a VALUES (2); CREATE TABLE b (y); VACUUM');
    other.prepare('SELECT * FROM a').all();
    other.exec('BEGIN; INSERT INTO a VALUES (3); ROLLBACK');
    expect(await watch.mayOthersHaveWritten()).toBe(false);
    own.exec('INSERT INTO b VALUES (1)');
    expect(await watch.mayOthersHaveWritten()).toBe(false);
  });

  it('knows of another connection that has written, gone or not', async () => {
    const { watch, own, other } = given(mode);
    other.exec('INSERT INTO a VALUES (2)');
    own.exec('INSERT INTO a VALUES (3)');
    other.close();
    expect(await watch.mayOthersHaveWritten()).toBe(true);
    expect(await watch.mayOthersHaveWritten()).toBe(true);
  });

  it('knows it while another connection has locked the file to replace it', async () => {
    for (const isWritten of [false, true]) {
      const { watch, own, other } = given(mode);
      expect(await watch.mayOthersHaveWritten()).toBe(false);
      if (isWritten) other.exec('INSERT INTO a VALUES (2)');
      other.exec('BEGIN EXCLUSIVE');
      expect(await watch.mayOthersHaveWritten()).toBe(isWritten);
      expect(own.pragma('busy_timeout', { simple: true })).toBe(5_000);
      other.exec('ROLLBACK');
    }
  });
});

it('proves nothing while the file is locked from the start', async () => {
  const { watch, other } = given('DELETE');
  other.exec('BEGIN EXCLUSIVE');
  expect(await watch.mayOthersHaveWritten()).toBe(true);
});
