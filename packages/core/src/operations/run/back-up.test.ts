import { chmodSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.js';
import { openOptions, tableNames } from '../../database/open-options.test-support.js';
import { sqliteDriver } from '../../database/sqlite/sqlite-driver.js';
import { testdir } from '../../testdir.test-support.js';
import { backUp } from './back-up.js';

async function open(root: string): Promise<Database> {
  const database = await sqliteDriver.open(openOptions({ url: 'file:./dev.db', root, mode: 'write' }));
  await database.execute('CREATE TABLE a (x)');
  return database;
}

const policy = { beforeMigrate: true, location: 'copies', keepCount: 2 };

describe('backUp', () => {
  it('makes complete copies and keeps the newest', async () => {
    const root = testdir();
    await using database = await open(root);
    for (const second of [1, 2, 3]) {
      await backUp({ database, root, policy, now: new Date(Date.UTC(2026, 0, 1, 0, 0, second)) });
    }
    const copies = readdirSync(path.join(root, 'copies'));
    expect(copies).toEqual(['20260101T000002000Z.backup', '20260101T000003000Z.backup']);
    const url = `file:./copies/${copies[0]}`;
    await using copy = await sqliteDriver.open(openOptions({ url, root, mode: 'read' }));
    expect(await tableNames(copy)).toEqual(['a']);
  });

  it('lets no one read a copy who may not read the database', async () => {
    const root = testdir();
    await using database = await open(root);
    chmodSync(path.join(root, 'dev.db'), 0o600);
    const file = await backUp({ database, root, policy, now: new Date() });
    expect(statSync(file).mode).toBe(statSync(path.join(root, 'dev.db')).mode);
  });

  it('says why it could not, and leaves nothing half-made', async () => {
    const root = testdir({ copies: 'a file where the folder should be' });
    await using database = await open(root);
    await expect(backUp({ database, root, policy, now: new Date() })).rejects.toMatchObject({ code: 'BACKUP.FAILED' });
    expect(readdirSync(root)).toEqual(['copies', 'dev.db']);
  });
});
