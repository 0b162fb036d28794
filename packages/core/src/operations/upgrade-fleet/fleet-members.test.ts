import { describe, expect, it } from 'vitest';
import { redactUrl } from '../../config/redact-url.js';
import { postgresDriver } from '../../database/postgres/postgres-driver.js';
import { sqliteDriver } from '../../database/sqlite/sqlite-driver.js';
import { errorOf } from '../../error-of.test-support.js';
import { testdir } from '../../testdir.test-support.js';
import { fleetMembers } from './fleet-members.js';

function membersOf(values: readonly unknown[], { driver = postgresDriver, root = '/w' } = {}) {
  return fleetMembers(
    values.map((value, index) => ({ where: `list:${index + 1}`, value })),
    {
      driver,
      environment: {},
      resolveUrl: (url) => ({ url, display: redactUrl(url), source: 'list', base: root }),
    },
  );
}

async function problemsOf(
  values: readonly unknown[],
  options?: Parameters<typeof membersOf>[1],
): Promise<readonly string[]> {
  const { message } = await errorOf(() => membersOf(values, options));
  return message.split('\n').slice(1);
}

describe('fleetMembers', () => {
  it('names PostgreSQL databases by host and database, and by their schema if it is another', () => {
    const urls = [
      'postgresql://app:secret@DB.internal/acme',
      'postgresql://db.internal:6432/acme?schema=public',
      'postgresql://db.internal/acme?schema=globex&sslmode=require',
    ];
    expect(membersOf(urls).map(({ name }) => name)).toEqual([
      'db.internal/acme',
      'db.internal:6432/acme',
      'db.internal/acme?schema=globex',
    ]);
  });

  it('puts the schema of an entry into its URL, in place of the one that is there', () => {
    const [member] = membersOf([{ url: 'postgresql://db/a?schema=x&sslmode=disable', schema: 'Ä b' }]);
    expect(member?.url.url).toBe('postgresql://db/a?sslmode=disable&schema=%C3%84%20b');
    expect(member?.name).toBe('db/a?schema=Ä b');
  });

  it('has schemas of one database share its lock', () => {
    const members = membersOf(['postgresql://db/a?schema=x', 'postgresql://db/a?schema=y', 'postgresql://db/b']);
    expect(members.map(({ identity }) => identity.lock)).toEqual(['db:5432/a', 'db:5432/a', 'db:5432/b']);
  });

  it.each([
    ['postgresql://a:b@localhost/x', 'postgres://c@127.0.0.1:5432/x?schema=public'],
    ['postgresql://Db.Internal./x', 'postgresql://db.internal/x?connect_timeout=3'],
    ['postgresql://db/%78', 'postgresql://db/x'],
  ])('finds %s and %s to be the same', async (one, other) => {
    expect(
      await problemsOf([
        { name: 'one', url: one },
        { name: 'other', url: other },
      ]),
    ).toEqual(['- list:2 ("other") is the same database as list:1 ("one"). Remove one of them.']);
  });

  it('finds a SQLite file by two paths to be the same, there or not', async () => {
    const root = testdir({ 'a/t.db': '', link: { link: 'a' } });
    const urls = ['file:./a/t.db', 'file:link/t.db', 'file:./a/new.db', 'file:a/../link/new.db'];
    expect(await problemsOf(urls, { driver: sqliteDriver, root })).toEqual([
      '- list:2 ("link/t.db") is the same database as list:1 ("a/t.db"). Remove one of them.',
      '- list:4 ("link/new.db") is the same database as list:3 ("a/new.db"). Remove one of them.',
    ]);
  });

  it('names every entry that cannot be used, in the order of the list', async () => {
    const problems = await problemsOf([
      '',
      7,
      null,
      ['file:a'],
      { name: 'x' },
      { url: ' ' },
      { url: 'postgresql://db/a', name: 3 },
      { url: 'postgresql://db/a', schema: '' },
      { url: 'postgresql://db/a', schemas: 'x' },
      { url: 'postgresql://db/a', name: 'a,b' },
      { url: 'postgresql://db/a', name: ' a' },
      { url: 'postgresql://db/a', name: '' },
      { url: 'postgresql://db/a', name: 'a\u0000' },
      { url: 'postgresql://db/a', name: 'a'.repeat(201) },
      { url: 'postgresql://db/a', name: 'x' },
      { url: 'postgresql://db/b', name: 'x' },
      { url: 'postgresql://user:geh#eim@db/c' },
      { url: 'postgresql://db/d', name: 'postgresql://user:geheim@db/d' },
      { url: 'postgresql://db/e', schema: 'postgresql://user:geheim@db/e' },
      { 'url":"postgresql://user:geheim@db/f': null },
      { url: 'postgresql://db/g', schema: 'a\ud800' },
    ]);
    expect(problems.map((problem) => /^- list:(\d+) /.exec(problem)?.[1])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21].map(String),
    );
    expect(problems.join('\n')).not.toMatch(/geh|eim/);
  });

  it('hides the parameters of a URL without its question mark', async () => {
    const url = 'postgresql://db/a&password=geheim';
    expect(await problemsOf([url, url])).toEqual([expect.stringContaining('("db/a&password=***")')]);
  });

  it('refuses a schema where databases have none', async () => {
    expect(await problemsOf([{ url: 'file:a', schema: 'x' }], { driver: sqliteDriver })).toEqual([
      '- list:1 names a schema, and these databases have none. Leave "schema" out.',
    ]);
  });
});
