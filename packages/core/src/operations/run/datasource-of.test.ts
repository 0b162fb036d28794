import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveDatabaseUrl } from '../../config/database-url.js';
import type { Environment } from '../../config/environment.js';
import { missingVariableIn } from '../../config/missing-variable.js';
import { errorOf } from '../../error-of.test-support.js';
import { type TestEntry, testdir } from '../../testdir.test-support.js';
import { readWorkspace } from '../../workspace/read-workspace.js';
import { type CoreDatasource, readDatasourceOf } from './datasource-of.js';
import { locateDatabase } from './open-database.js';

type Files = Readonly<Record<string, TestEntry>>;

const datasource = (url: string, provider = 'sqlite') =>
  `datasource db {\n  provider = "${provider}"\n  url      = ${url} // as Prisma 6 has it\n}\n`;
const MODEL = 'model User {\n  id Int @id\n}\n';

async function read(files: Files, environment: Environment = {}): Promise<CoreDatasource & { root: string }> {
  const root = testdir({ '.git': null, ...files });
  return { ...(await readDatasourceOf(await readWorkspace({ cwd: root, environment }))), root };
}

describe('readDatasourceOf', () => {
  it.each<[string, string, Environment, string]>([
    ['a literal', '"file:./dev.db"', {}, 'file:./dev.db'],
    ['a variable', 'env("APP_DB")', { APP_DB: 'file:./app.db' }, 'file:./app.db'],
    ['a variable with spaces', 'env( "APP_DB" )', { APP_DB: 'file:/data/app.db' }, 'file:/data/app.db'],
  ])('reads the URL of a Prisma 6 schema from %s, relative to the schema', async (_, url, environment, expected) => {
    const { root, ...found } = await read({ 'prisma/schema.prisma': datasource(url) + MODEL }, environment);
    expect(found).toEqual({
      provider: 'sqlite',
      url: { url: expected, base: path.join(root, 'prisma') },
      schemas: null,
    });
  });

  it('reads variables from .env', async () => {
    const { url } = await read({ 'prisma/schema.prisma': datasource('env("APP_DB")'), '.env': 'APP_DB=file:./e.db\n' });
    expect(url?.url).toBe('file:./e.db');
  });

  it.each<Environment>([{}, { APP_DB: '' }])('names a variable that is not set or empty: %j', async (environment) => {
    const { url } = await read({ 'prisma/schema.prisma': datasource('env("APP_DB")') }, environment);
    expect(missingVariableIn(url?.url ?? '')).toBe('APP_DB');
  });

  it('finds the block in any file of a folder, and goes from its directory', async () => {
    const files = {
      'prisma/schema/user.prisma': MODEL,
      'prisma/schema/base/db.prisma': datasource('"file:../../dev.db"'),
      'prisma/schema/migrations/01_init/migration.sql': '',
      'package.json': '{ "prisma": { "schema": "prisma/schema" } }',
      '.orchestraterc': '{ "core": { "schema": "prisma/schema" } }',
    };
    const { root, url } = await read(files);
    expect(url).toEqual({ url: 'file:../../dev.db', base: path.join(root, 'prisma/schema/base') });
  });

  it('takes the old name of PostgreSQL', async () => {
    const text = datasource('env("DATABASE_URL")', 'postgres');
    expect(await read({ 'prisma/schema.prisma': text }, { DATABASE_URL: 'postgres://localhost/app' })).toMatchObject({
      provider: 'postgresql',
      url: { url: 'postgres://localhost/app' },
    });
  });

  it('has no URL where the block has none, or one that is neither text nor variable', async () => {
    expect((await read({ 'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n' })).url).toBeNull();
    expect((await read({ 'prisma/schema.prisma': datasource('process.env.DB') })).url).toBeNull();
  });
});

describe('the database of a Prisma 6 project', () => {
  const files = { '.git': null, 'prisma/schema.prisma': datasource('env("APP_DB")') + MODEL };

  it('is the one of its schema, in the directory of the schema', async () => {
    const cwd = testdir(files);
    const workspace = await readWorkspace({ cwd, environment: { APP_DB: 'file:./dev.db' } });
    const { url, target } = await locateDatabase(workspace, {});
    expect([url.source, target.url, target.root]).toEqual(['schema', 'file:./dev.db', path.join(cwd, 'prisma')]);
  });

  it('is asked for where its variable is missing, unless anything before it names one', async () => {
    const workspace = await readWorkspace({ cwd: testdir(files), environment: { DATABASE_URL: 'file:./x.db' } });
    expect(await errorOf(() => locateDatabase(workspace, {}))).toMatchObject({
      code: 'DATABASE.URL_VARIABLE_MISSING',
      meta: { variable: 'APP_DB' },
    });
    const { url } = await locateDatabase(workspace, { databaseUrl: 'file:./y.db' });
    expect(url.url).toBe('file:./y.db');
  });

  it('shows no password of the schema', async () => {
    const { provider, url: inSchema } = await read({
      'prisma/schema.prisma': datasource('"postgresql://me:hunter2@localhost/app"', 'postgresql'),
    });
    const config = { datasource: { url: null } };
    const { display } = resolveDatabaseUrl({
      config,
      prismaConfig: null,
      inSchema,
      environment: {},
      provider,
      root: '/',
    });
    expect(display).toBe('postgresql://me:***@localhost/app');
  });
});
