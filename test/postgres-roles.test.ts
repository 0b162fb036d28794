import { describe, expect, it } from 'vitest';
import { createTestDatabase, runSql, testServer } from '../packages/core/src/database/postgres/server.test-support.js';
import { BLOG_1, blogWorkspace, CORE_1 } from './support/blog-workspace.js';
import { postgresAt } from './support/cuttable-workspace.js';
import { differenceOf, dumpPostgres } from './support/dump-postgres.js';
import { FAKE_SERVERS, startFakeServer } from './support/fake-server.js';
import { NOTHING_LEFT, readLeftovers } from './support/postgres-leftovers.js';
import { createRole } from './support/postgres-roles.js';
import { TestWorkspace } from './support/test-workspace.js';

const SECRET = 'hunter2';

/** A run must fail, say why with this code, and not tell the password. */
async function expectRefused(
  workspace: TestWorkspace,
  args: readonly string[],
  code: string,
): Promise<{ message: string; fix: string; exitCode: number | undefined }> {
  const refusal = await workspace.refused(...args);
  expect(refusal).toMatchObject({ code });
  expect(JSON.stringify(refusal)).not.toContain(SECRET);
  return refusal;
}

describe('a role that may not create databases', () => {
  it('gets its shadow database elsewhere, or is told how', async () => {
    const role = await createRole();
    const { url } = await createTestDatabase({ sql: `GRANT ALL ON SCHEMA public TO ${role.quoted}` });
    const workspace = await blogWorkspace(postgresAt(role.urlOf(url)));
    workspace.fragment(
      'blog',
      `${workspace.read('extensions/blog/prisma/schema.prisma')}\nmodel Tag {\n  id Int @id\n}\n`,
    );
    workspace.write({ 'orchestrate.config.json': '{ "shadow": "server" }' });
    const refusal = await workspace.refused('revision', '--extension', 'blog', '-m', 'Tags', '--auto');
    expect(refusal.code).toMatch(/^SHADOW\./);
    expect(refusal.fix).toMatch(/CREATEDB|embedded/);
    workspace.remove('orchestrate.config.json');
    expect(await workspace.auto('blog')).toMatchObject({ kind: 'created' });
    expect(await workspace.upgrade('--all')).toHaveLength(3);
    expect(await readLeftovers(url)).toEqual(NOTHING_LEFT);
  });
});

describe('a role that may use one schema only', () => {
  it('upgrades, looks, stamps and downgrades in it, and nothing elsewhere changes', async () => {
    const role = await createRole();
    const { url } = await createTestDatabase({
      sql: `REVOKE ALL ON SCHEMA public FROM PUBLIC; CREATE TABLE public."User" (id int); CREATE SCHEMA own AUTHORIZATION ${role.quoted}`,
    });
    const before = await dumpPostgres(url);
    const workspace = await blogWorkspace(postgresAt(role.urlOf(url, 'schema=own')));
    expect(await workspace.upgrade('--all')).toEqual([CORE_1, BLOG_1]);
    const tables = `SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname IN ('own', 'public') ORDER BY 1, tablename COLLATE "C"`;
    expect(await runSql(url, tables)).toEqual([
      { schema: 'own', name: 'Post' },
      { schema: 'own', name: 'User' },
      { schema: 'own', name: '_prisma_migrations' },
      { schema: 'own', name: '_prisma_migrations_blog' },
      { schema: 'public', name: 'User' },
    ]);
    for (const command of ['status', 'current', 'history', 'debug']) await workspace.ok(command);
    await workspace.ok('stamp', '--extension', 'blog', 'base');
    await workspace.ok('stamp', '--extension', 'blog', 'head');
    expect(await workspace.auto('blog')).toMatchObject({ kind: 'no-change' });
    expect(await workspace.downgrade('blog', 'base')).toEqual([BLOG_1]);
    expect(await workspace.downgrade('core', 'base')).toEqual([CORE_1]);
    await runSql(url, 'DROP TABLE own._prisma_migrations, own._prisma_migrations_blog');
    expect(differenceOf(before, await dumpPostgres(url))).toEqual([]);
  });

  it('is told what it lacks where that schema is not there', async () => {
    const role = await createRole();
    const { url } = await createTestDatabase();
    const workspace = await blogWorkspace(postgresAt(role.urlOf(url, 'schema=missing')));
    await workspace.ok('status');
    const refusal = await expectRefused(workspace, ['upgrade', '--all'], 'DATABASE.NO_PRIVILEGE');
    expect(refusal.message + refusal.fix).toContain(role.name);
    expect(refusal.message + refusal.fix).toContain('missing');
  });

  it('is told so where it may not use that schema', async () => {
    const role = await createRole();
    const { url } = await createTestDatabase({ sql: 'CREATE SCHEMA theirs' });
    const workspace = await blogWorkspace(postgresAt(`${url}?schema=theirs`));
    await workspace.upgrade('--all');
    for (const command of ['status', 'upgrade']) {
      const refusal = await expectRefused(
        workspace,
        [command, '--database-url', role.urlOf(url, 'schema=theirs')],
        'DATABASE.NO_PRIVILEGE',
      );
      expect(refusal.message + refusal.fix).toContain(role.name);
      expect(refusal.message + refusal.fix).toContain('theirs');
    }
  });
});

describe('a role that may only read', () => {
  it('looks at everything, and is told what an upgrade takes', async () => {
    const role = await createRole();
    const { url } = await createTestDatabase();
    const workspace = await blogWorkspace(postgresAt(url));
    await workspace.upgrade('--all');
    await runSql(url, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role.quoted}`);
    const own = ['--database-url', role.urlOf(url)];
    for (const command of ['status', 'current', 'history', 'debug']) await workspace.ok(command, ...own);
    expect(await workspace.upgrade('--all', ...own)).toEqual([]);
    const before = await dumpPostgres(url);
    workspace.revision('core/20260301000000_more', { up: 'CREATE TABLE "More" ("id" INTEGER);' });
    expect(await workspace.upgrade('--all', '--dry-run', ...own)).toHaveLength(1);
    const refusal = await expectRefused(workspace, ['upgrade', '--all', ...own], 'DATABASE.NO_PRIVILEGE');
    expect(refusal.message + refusal.fix).toContain(role.name);
    expect(refusal.message).toContain('permission denied for schema public');
    expect(differenceOf(before, await dumpPostgres(url))).toEqual([]);
  });

  it('and not even that is not taken for an empty history', async () => {
    const role = await createRole();
    const { url } = await createTestDatabase();
    const workspace = await blogWorkspace(postgresAt(url));
    await workspace.upgrade('--all');
    for (const command of ['status', 'current', 'history', 'upgrade']) {
      const refusal = await expectRefused(
        workspace,
        [command, '--database-url', role.urlOf(url)],
        'DATABASE.NO_PRIVILEGE',
      );
      expect(refusal.message).toContain('_prisma_migrations');
    }
  });
});

describe('a role that may write its own tables only', () => {
  it('is told which statement it may not run, and nothing of the revision stays', async () => {
    const role = await createRole();
    const { url } = await createTestDatabase({
      sql: `GRANT ALL ON SCHEMA public TO ${role.quoted}; CREATE TABLE "Theirs" ("id" INTEGER)`,
    });
    const workspace = await blogWorkspace(postgresAt(role.urlOf(url)));
    workspace.revision('core/20260301000000_theirs', {
      up: 'CREATE TABLE "Mine" ("id" INTEGER);\nALTER TABLE "Theirs" ADD "more" INTEGER;\n',
    });
    const refusal = await expectRefused(workspace, ['upgrade', '--all'], 'UPGRADE.REVISION_FAILED');
    expect(refusal.message).toContain('statement 2');
    expect(refusal.message).toContain('must be owner of table Theirs');
    expect(await runSql(url, `SELECT to_regclass('"Mine"') AS mine`)).toEqual([{ mine: null }]);
  });
});

describe('a connection that cannot be made', () => {
  it('names the role that has another password, or is not there', async () => {
    const role = await createRole({ password: 'another' });
    const { url, name } = await createTestDatabase();
    const workspace = await blogWorkspace(postgresAt(url));
    const { host } = new URL(url);
    for (const user of [role.name, 'nobody_at_all']) {
      const wrong = `postgresql://${user}:${SECRET}@${host}/${name}`;
      const refusal = await expectRefused(workspace, ['status', '--database-url', wrong], 'DATABASE.AUTHENTICATION');
      expect(refusal.message).toContain(user);
      expect(refusal.exitCode).toBe(1);
    }
  });

  it('names the database that is missing, and creates it when it is told to', async () => {
    const role = await createRole({ attributes: 'CREATEDB' });
    const name = `missing_${role.name}`;
    const workspace = await blogWorkspace(postgresAt(role.urlOf(testServer.url(name))));
    const refusal = await expectRefused(workspace, ['upgrade', '--all'], 'DATABASE.MISSING');
    expect(refusal).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(name),
      fix: expect.stringContaining('--create-database'),
    });
    expect((await workspace.refused('status')).code).toBe('DATABASE.MISSING');
    expect((await workspace.refused('upgrade', '--all', '--dry-run', '--create-database')).code).toBe(
      'DATABASE.MISSING',
    );
    try {
      expect(await workspace.upgrade('--all', '--create-database')).toEqual([CORE_1, BLOG_1]);
      expect(await workspace.upgrade('--all', '--create-database')).toEqual([]);
    } finally {
      await runSql(testServer.url('postgres'), `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    }
  });

  it('says that the role may not create the database', async () => {
    const role = await createRole();
    const workspace = await blogWorkspace(postgresAt(role.urlOf(testServer.url(`missing_${role.name}`))));
    const refusal = await expectRefused(workspace, ['upgrade', '--all', '--create-database'], 'DATABASE.NO_PRIVILEGE');
    expect(refusal.fix).toContain('CREATEDB');
  });

  it.each([
    ['a port where nobody listens', 'postgresql://a:hunter2@127.0.0.1:1/db'],
    ['a port of a name with several addresses', 'postgresql://a:hunter2@localhost:1/db'],
    ['a host that is not there', 'postgresql://a:hunter2@nowhere.invalid/db'],
    ['a socket that is not there', 'postgresql://a:hunter2@localhost/db?host=/nowhere/at/all'],
  ])('says what cannot be reached: %s', async (_, url) => {
    const workspace = await blogWorkspace(postgresAt(url));
    const refusal = await expectRefused(workspace, ['upgrade', '--all'], 'DATABASE.UNREACHABLE');
    expect(refusal.exitCode).toBe(1);
    expect(refusal.message).toMatch(/127\.0\.0\.1:1|localhost:1|nowhere/);
  });

  it.each(Object.keys(FAKE_SERVERS) as (keyof typeof FAKE_SERVERS)[])('ends with a server that %s', async (kind) => {
    const port = await startFakeServer(kind);
    const workspace = await blogWorkspace(
      postgresAt(`postgresql://a:${SECRET}@127.0.0.1:${port}/db?connect_timeout=1`),
    );
    const refusal = await expectRefused(workspace, ['upgrade', '--all'], 'DATABASE.UNREACHABLE');
    expect(refusal.message).toContain(`127.0.0.1:${port}`);
  });

  it('says that the server has no TLS where the URL demands it', async () => {
    const { url } = await createTestDatabase();
    const workspace = await blogWorkspace(postgresAt(`${url}?sslmode=require`));
    const refusal = await expectRefused(workspace, ['status'], 'DATABASE.TLS');
    expect(refusal.fix).toContain('sslmode');
  });

  it('says that a role, or a database, takes no more connections', async () => {
    const role = await createRole({ attributes: 'CONNECTION LIMIT 0' });
    const { url } = await createTestDatabase();
    const workspace = await blogWorkspace(postgresAt(role.urlOf(url)));
    await expectRefused(workspace, ['status'], 'DATABASE.TOO_MANY_CONNECTIONS');
  });

  it('says that a role may not connect to the database', async () => {
    const role = await createRole();
    const { url, name } = await createTestDatabase();
    await runSql(url, `REVOKE CONNECT ON DATABASE "${name}" FROM PUBLIC`);
    const workspace = await blogWorkspace(postgresAt(role.urlOf(url)));
    const refusal = await expectRefused(workspace, ['status'], 'DATABASE.NO_PRIVILEGE');
    expect(refusal.fix).toContain('GRANT CONNECT');
  });
});

describe('a role that may drop what it may not read', () => {
  it('is asked all the same, whatever is in it', async () => {
    const owner = await createRole();
    const role = await createRole({ attributes: `NOINHERIT IN ROLE ${owner.quoted}` });
    const { url } = await createTestDatabase({ sql: `GRANT ALL ON SCHEMA public TO ${owner.quoted}, ${role.quoted}` });
    const workspace = await TestWorkspace.on(postgresAt(role.urlOf(url)), {});
    const up = `SET ROLE ${owner.quoted}; CREATE TABLE "Tag" ("id" int);`;
    workspace.revision(CORE_1, { up, down: `SET ROLE ${owner.quoted}; DROP TABLE "Tag";` });
    await workspace.upgrade();
    const refusal = await workspace.refused('downgrade', '--target', 'base');
    expect(refusal).toMatchObject({ exitCode: 3, message: expect.stringMatching(/Tag: rows that cannot be counted$/) });
    expect(await workspace.downgrade('core', 'base', '--allow-destructive')).toEqual([CORE_1]);
  });
});
