import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../error-of.test-support.js';
import { testdir } from '../testdir.test-support.js';
import { missingVariableIn } from './missing-variable.js';
import { readPrismaConfig } from './prisma-config.js';

describe('readPrismaConfig', () => {
  it('takes what concerns us, with absolute paths', async () => {
    const root = testdir({
      'config/prisma.config.ts': `
        import 'prisma/config'
        import { defineConfig, env } from 'prisma/config'
        import type { PrismaConfig } from 'prisma'
        const schema: string = '../db/schema.prisma'
        export default defineConfig({
          schema,
          experimental: { externalTables: true },
          migrations: { path: '../db/migrations', initShadowDb: 'CREATE TABLE x (id int)', seed: 'seed.ts' },
          datasource: { url: env('APP_DB'), shadowDatabaseUrl: env('NOT_SET') },
        }) satisfies PrismaConfig`,
    });
    const file = path.join(root, 'config/prisma.config.ts');
    const config = await readPrismaConfig({ file, environment: { APP_DB: 'file:./x.db' } });
    expect(config).toMatchObject({
      file,
      schema: path.join(root, 'db/schema.prisma'),
      migrationsPath: path.join(root, 'db/migrations'),
      datasourceUrl: 'file:./x.db',
      initShadowDb: 'CREATE TABLE x (id int)',
    });
    expect(missingVariableIn(config.shadowDatabaseUrl ?? '')).toBe('NOT_SET');
  });

  it.each([
    ['ESM', 'prisma.config.mjs', `export default { datasource: { url: process.env.APP_DB } }`],
    ['CommonJS', 'prisma.config.cjs', `module.exports = { datasource: { url: process.env.APP_DB } }`],
    ['a function', 'prisma.config.ts', `export default async () => ({ datasource: { url: process.env.APP_DB } })`],
    [
      'a variable that is empty',
      'prisma.config.ts',
      `export default { datasource: { url: process.env.APP_DB ?? '' } }`,
    ],
  ])('reads %s', async (_, name, text) => {
    const file = path.join(testdir({ [name]: text }), name);
    const { datasourceUrl } = await readPrismaConfig({ file, environment: { APP_DB: 'file:./a.db' } });
    expect(datasourceUrl).toBe('file:./a.db');
    expect((await readPrismaConfig({ file, environment: {} })).datasourceUrl).toBeNull();
  });

  it('does without dotenv where it is not installed: the environment has what .env says', async () => {
    const root = testdir({
      'prisma.config.ts': `
        import 'dotenv/config'
        import { defineConfig } from 'prisma/config'
        export default defineConfig({ datasource: { url: process.env.APP_DB } })`,
    });
    const file = path.join(root, 'prisma.config.ts');
    const { datasourceUrl } = await readPrismaConfig({ file, environment: { APP_DB: 'file:./x.db' } });
    expect(datasourceUrl).toBe('file:./x.db');
  });

  it('waits for a configuration that is a promise', async () => {
    const text = `export default Promise.resolve({ datasource: { url: 'file:./later.db' } })`;
    const file = path.join(testdir({ 'prisma.config.ts': text }), 'prisma.config.ts');
    expect((await readPrismaConfig({ file, environment: {} })).datasourceUrl).toBe('file:./later.db');
  });

  it('shows each file its own environment, also at once, and leaves none behind', async () => {
    const before = { ...process.env };
    const text = `process.env.LEFT_BEHIND = 'x'; await null; export default { datasource: { url: process.env.APP_DB } }`;
    const root = testdir({ 'a.mjs': text, 'b.mjs': text });
    const urls = await Promise.all(
      ['a', 'b', 'a'].map(async (name, index) => {
        const file = path.join(root, `${name}.mjs`);
        return (await readPrismaConfig({ file, environment: { APP_DB: `file:${index}` } })).datasourceUrl;
      }),
    );
    expect(urls).toEqual(['file:0', 'file:1', 'file:2']);
    expect({ ...process.env }).toEqual(before);
  });

  it.each([
    ['a syntax error', 'export default {,', 'CONFIG.PRISMA_CONFIG_FAILED', 'prisma.config.ts'],
    ['code that throws', `throw new Error('boom')`, 'CONFIG.PRISMA_CONFIG_FAILED', 'boom'],
    ['a package that is not there', `import 'no-such-thing-here'`, 'CONFIG.PRISMA_CONFIG_FAILED', 'no-such-thing-here'],
    ['no default export', 'export const config = {}', 'CONFIG.PRISMA_CONFIG_INVALID', 'no default export'],
    ['something else', 'export default 3', 'CONFIG.PRISMA_CONFIG_INVALID', 'must be an object'],
    [
      'wrong types, all of them',
      'export default { schema: 3, datasource: [], migrations: { path: true } }',
      'CONFIG.PRISMA_CONFIG_INVALID',
      '"datasource" must be an object; "schema" must be a string; "migrations.path" must be a string',
    ],
    [
      'a path from a variable that is not set',
      `import { env } from 'prisma/config'\nexport default { schema: env('WHERE') }`,
      'CONFIG.PRISMA_CONFIG_INVALID',
      '"schema" comes from the environment variable WHERE, which is not set',
    ],
  ])('refuses %s', async (_, text, code, message) => {
    const file = path.join(testdir({ 'prisma.config.ts': text }), 'prisma.config.ts');
    const error = await errorOf(() => readPrismaConfig({ file, environment: {} }));
    expect(error).toMatchObject({ code, kind: 'usage' });
    expect(error.message).toContain(message);
    expect(error.message).toContain(file);
  });
});
