import { describe, expect, it } from 'vitest';
import { errorOf } from '../error-of.test-support.js';
import { type ResolveDatabaseUrlOptions, resolveDatabaseUrl } from './database-url.js';
import { missingVariable } from './missing-variable.js';
import { NO_OWN_SETTINGS, type PrismaConfig } from './prisma-config.js';

const prismaConfig: PrismaConfig = {
  file: '/w/.config/prisma.ts',
  schema: null,
  migrationsPath: null,
  datasourceUrl: 'file:./prisma.db',
  shadowDatabaseUrl: null,
  initShadowDb: null,
  own: NO_OWN_SETTINGS,
};
const everything: ResolveDatabaseUrlOptions = {
  option: 'file:./option.db',
  config: { datasource: { url: 'file:./config.db' } },
  prismaConfig,
  inSchema: { url: 'file:./schema.db', base: '/w/prisma' },
  environment: { DATABASE_URL: 'file:./environment.db' },
  provider: 'sqlite',
  root: '/w',
};
const nothing: ResolveDatabaseUrlOptions = {
  config: { datasource: { url: null } },
  prismaConfig: null,
  environment: {},
  provider: 'sqlite',
  root: '/w',
};

describe('resolveDatabaseUrl', () => {
  it.each<[string, Partial<ResolveDatabaseUrlOptions>, string, string, string]>([
    ['the option first', {}, 'file:./option.db', 'option', '/w'],
    ['then our configuration', { option: undefined }, 'file:./config.db', 'orchestrate config', '/w'],
    [
      "then Prisma's, relative to its own directory",
      { option: '', config: nothing.config },
      'file:./prisma.db',
      'prisma config',
      '/w/.config',
    ],
    [
      "then core's schema, where Prisma 6 had it, relative to its own directory",
      { option: undefined, config: nothing.config, prismaConfig: null },
      'file:./schema.db',
      'schema',
      '/w/prisma',
    ],
    [
      'then the environment',
      { option: undefined, config: nothing.config, prismaConfig: null, inSchema: null },
      'file:./environment.db',
      'environment',
      '/w',
    ],
    ['then the default', { ...nothing, option: undefined, inSchema: null }, 'file:./prisma/dev.db', 'default', '/w'],
  ])('takes %s', (_, options, url, source, base) => {
    expect(resolveDatabaseUrl({ ...everything, ...options })).toEqual({ url, display: url, source, base });
  });

  it('hides the password in what is shown', () => {
    const url = 'postgresql://me:hunter2@localhost/app';
    const resolved = resolveDatabaseUrl({ ...nothing, provider: 'postgresql', option: url });
    expect(resolved).toMatchObject({ url, display: 'postgresql://me:***@localhost/app' });
  });

  it('has no default for a server', async () => {
    const error = await errorOf(() => resolveDatabaseUrl({ ...nothing, provider: 'postgresql' }));
    expect(error).toMatchObject({ code: 'DATABASE.NO_URL', kind: 'usage' });
    expect(error.fix).toContain('--database-url');
    expect(error.fix).toContain('DATABASE_URL');
  });

  it('names the variable that the URL was to come from', async () => {
    const unset = { ...prismaConfig, datasourceUrl: missingVariable('APP_DB') };
    const error = await errorOf(() => resolveDatabaseUrl({ ...nothing, prismaConfig: unset }));
    expect(error).toMatchObject({ code: 'DATABASE.URL_VARIABLE_MISSING', meta: { variable: 'APP_DB' } });
    expect(resolveDatabaseUrl({ ...nothing, prismaConfig: unset, option: 'file:x' }).source).toBe('option');
  });

  it('names the variable that a URL in the schema was to come from', async () => {
    const inSchema = { url: missingVariable('APP_DB'), base: '/w/prisma' };
    const error = await errorOf(() => resolveDatabaseUrl({ ...nothing, inSchema }));
    expect(error.message).toBe(
      'The datasource block of the core schema takes the database URL from the environment variable APP_DB, which is not set.',
    );
    expect(error.fix).toBe('Set APP_DB, for example in .env, or give --database-url.');
  });

  it('refuses a URL of another database, without its password', async () => {
    const option = 'postgresql://me:hunter2@localhost/app';
    const error = await errorOf(() => resolveDatabaseUrl({ ...nothing, option }));
    expect(error.code).toBe('DATABASE.URL_MISMATCH');
    expect(error.message).toBe(
      'The schema\'s provider is "sqlite", but the database URL postgresql://me:***@localhost/app (from --database-url) does not start with file:.',
    );
  });
});
