import { chmodSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorOf } from '../../../error-of.test-support.js';
import { testdir } from '../../../testdir.test-support.js';
import { openTestDatabase } from '../open.test-support.js';
import { testServer } from '../server.test-support.js';
import { readPasswordFile } from './password-file.js';

const KEY = { host: 'h', port: '5432', database: 'db', user: 'me' };

function useFile(text: string, mode = 0o600): void {
  const file = path.join(testdir({ pgpass: text }), 'pgpass');
  chmodSync(file, mode);
  vi.stubEnv('PGPASSFILE', file);
}

describe('the password file', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    ['h:5432:db:me:secret', 'secret'],
    ['# h:5432:db:me:no\n\nother:*:*:*:no\n*:*:*:me:first\n*:*:*:*:second', 'first'],
    [String.raw`h:5432:db:me:a\:b\\c`, String.raw`a:b\c`],
    ['h:5432:db:me:', undefined],
    ['h:5432:db:you:no\nh:5432:db:me', undefined],
    ['', undefined],
  ])('%j', (text, password) => {
    useFile(text);
    expect(readPasswordFile(KEY)).toBe(password);
  });

  it('does not count where others may read it, or where it is not there', () => {
    useFile('h:5432:db:me:secret', 0o644);
    expect(readPasswordFile(KEY)).toBeUndefined();
    vi.stubEnv('PGPASSFILE', '/no/such/file');
    expect(readPasswordFile(KEY)).toBeUndefined();
  });

  it('is an error where it cannot be read', async () => {
    const folder = path.join(testdir({ 'pgpass/x': '' }), 'pgpass');
    chmodSync(folder, 0o700);
    vi.stubEnv('PGPASSFILE', folder);
    expect(await errorOf(() => readPasswordFile(KEY))).toMatchObject({ code: 'DATABASE.AUTHENTICATION' });
  });

  it('is asked where neither the URL nor PGPASSWORD has one', async () => {
    const url = new URL(testServer.url('postgres'));
    useFile(`127.0.0.1:${url.port}:postgres:postgres:${url.password}`);
    url.password = '';
    expect(await (await openTestDatabase(url.href)).query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    vi.stubEnv('PGPASSWORD', 'wrong');
    expect(await errorOf(() => openTestDatabase(url.href))).toMatchObject({ code: 'DATABASE.AUTHENTICATION' });
  });
});
