import { statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../../testdir.test-support.js';
import { copyDatabase } from './copy-database.js';

const open = (file: string): BetterSqlite3.Database => new BetterSqlite3(file, { timeout: 0 });

function given(mode: string): { readonly from: string; readonly to: string; readonly writer: BetterSqlite3.Database } {
  const root = testdir();
  const from = path.join(root, 'dev.db');
  const writer = open(from);
  writer.pragma(`journal_mode = ${mode}`);
  writer.exec('CREATE TABLE a (x); INSERT INTO a VALUES (1)');
  return { from, to: path.join(root, 'copy'), writer };
}

function rowsIn(file: string): unknown {
  const copy = open(file);
  const rows = copy.prepare('SELECT count(*) FROM a').pluck().get();
  copy.close();
  return rows;
}

describe('copyDatabase', () => {
  it('waits for a database that is locked, and does not take it for an empty one', async () => {
    const { from, to, writer } = given('DELETE');
    writer.exec('BEGIN EXCLUSIVE; INSERT INTO a VALUES (2)');
    const copied = copyDatabase({ from, to, open });
    await turn();
    writer.exec('COMMIT');
    await copied;
    expect(rowsIn(to)).toBe(2);
    writer.close();
  });

  it('copies one moment while others write, in WAL mode without making them wait', async () => {
    const { from, to, writer } = given('WAL');
    let written = 0;
    const onProgress = (): void => {
      writer.exec('INSERT INTO a VALUES (2)');
      written += 1;
    };
    expect(await copyDatabase({ from, to, open, onProgress })).toEqual({ journalMode: 'wal' });
    expect(written).toBeGreaterThan(0);
    expect(rowsIn(to)).toBe(1);
    expect(rowsIn(from)).toBe(1 + written);
    writer.close();
  });

  it('makes one file of it, that can be read where nothing can be written', async () => {
    const { from, to, writer } = given('WAL');
    await copyDatabase({ from, to, open });
    const copy = new BetterSqlite3(to, { readonly: true });
    expect(copy.pragma('journal_mode', { simple: true })).toBe('delete');
    copy.close();
    writer.close();
  });

  it('copies a database of nothing as a database', async () => {
    const root = testdir({ 'dev.db': '' });
    const to = path.join(root, 'copy');
    await copyDatabase({ from: path.join(root, 'dev.db'), to, open });
    expect(statSync(to).size).toBeGreaterThan(0);
  });

  it('never writes over a file', async () => {
    const { from, writer } = given('DELETE');
    await expect(copyDatabase({ from, to: from, open })).rejects.toMatchObject({ code: 'EEXIST' });
    writer.close();
  });
});
