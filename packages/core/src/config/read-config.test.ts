import path from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { errorOf } from '../error-of.test-support.js';
import { type TestEntry, testdir } from '../testdir.test-support.js';
import { configSchema, renderJsonSchema } from './config-schema.js';
import type { OrchestrateConfig } from './define-config.js';
import type { Environment } from './environment.js';
import { CONFIG_KEYS, MANIFEST_KEYS } from './package-key.js';
import { readConfig, type WorkspaceConfig } from './read-config.js';

type Files = Readonly<Record<string, TestEntry>>;

const schema = 'datasource db { provider = "sqlite" }';
const minimal: Files = { '.git': null, 'prisma/schema.prisma': schema };

async function read(files: Files, environment: Environment = {}): Promise<WorkspaceConfig> {
  return readConfig({ cwd: testdir(files), environment });
}

async function problemsOf(config: object, files: Files = {}): Promise<readonly string[]> {
  const root = testdir({ ...minimal, ...files, 'orchestrate.config.json': JSON.stringify(config) });
  const error = await errorOf(() => readConfig({ cwd: root, environment: {} }));
  expect(error).toMatchObject({ code: 'CONFIG.INVALID', kind: 'usage' });
  const [first, ...problems] = error.message.replaceAll(root, '<root>').split('\n');
  expect(first).toBe('The orchestrate configuration <root>/orchestrate.config.json is not valid:');
  return problems;
}

describe('readConfig', () => {
  it('needs no configuration in a Prisma project', async () => {
    const { config, prismaConfig, root } = await read(minimal);
    expect(prismaConfig).toBeNull();
    expect(path.isAbsolute(root)).toBe(true);
    expect(config).toEqual({
      file: null,
      extensions: null,
      extensionsFrom: 'none',
      autoDiscover: true,
      extensionsDir: 'extensions',
      core: { schema: 'prisma/schema.prisma', migrations: 'prisma/migrations', namespace: null },
      datasource: { url: null, lockTimeoutMs: null, statementTimeoutMs: null },
      output: 'generated/schema',
      shadow: 'auto',
      hooks: { beforeUpgrade: [], afterUpgrade: [], afterRevision: [] },
      backup: {
        enabled: true,
        beforeMigrate: false,
        location: '.orchestrate/backups',
        keepCount: 5,
        checksums: true,
        pgDump: null,
        pgRestore: null,
      },
      lint: { severities: {}, standard: null, startAfter: {}, ignore: [], prefix: {} },
    });
  });

  it.each<[string, Files]>([
    ['package.json', { 'package.json': JSON.stringify({ name: 'x', orchestrate: { output: 'out' } }) }],
    ['.orchestraterc', { '.orchestraterc': 'output: out' }],
    ['.orchestraterc.json', { '.orchestraterc.json': '{ "output": "out" }' }],
    ['.orchestraterc.yaml', { '.orchestraterc.yaml': 'output: ./out/' }],
    ['.orchestraterc.yml', { '.orchestraterc.yml': 'output: out' }],
    ['.orchestraterc.js', { '.orchestraterc.js': 'module.exports = { output: "out" }' }],
    ['.orchestraterc.mjs', { '.orchestraterc.mjs': 'export default { output: "out" }' }],
    ['.orchestraterc.cjs', { '.orchestraterc.cjs': 'module.exports = { output: "out" }' }],
    ['.orchestraterc.ts', { '.orchestraterc.ts': 'export default { output: "out" as string }' }],
    ['.orchestraterc.mts', { '.orchestraterc.mts': 'export default { output: "out" as string }' }],
    [
      'orchestrate.config.ts',
      {
        'orchestrate.config.ts': `import { defineConfig } from '@prisma-orchestrate/core'
          export default defineConfig({ output: process.env.OUT as string })`,
        '.env': 'OUT=out\n',
      },
    ],
    [
      'orchestrate.config.mts',
      {
        'orchestrate.config.mts': `import { defineConfig } from 'prisma-orchestrate'\nexport default defineConfig({ output: 'out' })`,
      },
    ],
    ['orchestrate.config.js', { 'orchestrate.config.js': 'export default { output: "out" }' }],
    ['orchestrate.config.mjs', { 'orchestrate.config.mjs': 'export default () => ({ output: "out" })' }],
    ['orchestrate.config.cjs', { 'orchestrate.config.cjs': 'exports.output = "out"' }],
    ['orchestrate.config.json', { 'orchestrate.config.json': '{ "$schema": "x.json", "output": "out" }' }],
  ])('reads %s', async (name, files) => {
    const { config, root } = await read({ ...minimal, ...files });
    expect(config.output).toBe('out');
    expect(config.file).toBe(path.join(root, name));
  });

  it.each<[string, Files, { schema: string; migrations: string }]>([
    ['a folder', { 'prisma/user.prisma': '' }, { schema: 'prisma', migrations: 'prisma/migrations' }],
    [
      'a schema in the root',
      { 'schema.prisma': '', 'prisma.config.ts': 'export default {}' },
      { schema: 'schema.prisma', migrations: 'migrations' },
    ],
    [
      "Prisma's schema",
      { 'db/schema.prisma': '', 'prisma.config.ts': `export default { schema: 'db/schema.prisma' }` },
      { schema: 'db/schema.prisma', migrations: 'db/migrations' },
    ],
    [
      "Prisma's schema and revisions",
      { 'db/x.prisma': '', 'prisma.config.ts': `export default { schema: './db', migrations: { path: 'm' } }` },
      { schema: 'db', migrations: 'm' },
    ],
    [
      'what our own configuration says',
      {
        'a/schema.prisma': '',
        'db/schema.prisma': '',
        'prisma.config.ts': `export default { schema: 'db/schema.prisma', migrations: { path: 'm' } }`,
        '.orchestraterc': '{ "core": { "schema": "a/schema.prisma", "migrations": "n" } }',
      },
      { schema: 'a/schema.prisma', migrations: 'n' },
    ],
  ])('finds core in %s', async (_, files, core) => {
    expect((await read({ '.git': null, ...files })).config.core).toEqual({ ...core, namespace: null });
  });

  it.each(['auto', 'server', 'embedded', { url: 'postgresql://localhost/shadow' }])(
    'reads what is for servers: %j',
    async (shadow) => {
      const core = { namespace: 'app' };
      const datasource = { lockTimeoutMs: 5000, statementTimeoutMs: 60_000 };
      const { config } = await read({ ...minimal, '.orchestraterc': JSON.stringify({ core, datasource, shadow }) });
      expect(config).toMatchObject({ core, datasource, shadow });
    },
  );

  it("takes the schema that Prisma 6's key in package.json names, and .env beside it", async () => {
    const manifest = (at: string): string => JSON.stringify({ prisma: { schema: at, seed: 'node seed.js' } });
    const folder = { 'prisma/schema.prisma': schema, 'prisma/models/user.prisma': 'model User { id Int @id }' };
    const inFolder = await read({ ...folder, 'package.json': manifest('./prisma'), 'prisma/.env': 'A=1\n' });
    expect(inFolder.config.core).toMatchObject({ schema: 'prisma', migrations: 'prisma/migrations' });
    expect(inFolder.environment).toEqual({ A: '1' });
    const elsewhere = await read({ 'db/main.prisma': schema, 'package.json': manifest('db/main.prisma') });
    expect(elsewhere.config.core).toMatchObject({ schema: 'db/main.prisma', migrations: 'db/migrations' });
    const config = { 'prisma.config.ts': `export default { schema: 'prisma/schema.prisma' }` };
    const both = await read({ ...folder, ...config, 'package.json': manifest('./prisma') });
    expect(both.config.core.schema).toBe('prisma/schema.prisma');
  });

  it.each([
    ['of nothing', '{ "prisma": { "schema": "./db" } }', 'WORKSPACE.NO_SCHEMA', '/db, which'],
    ['in a file that cannot be parsed', '{ "prisma": { "schema": ', 'CONFIG.PRISMA_CONFIG_FAILED', 'package.json'],
  ])("takes nothing else where Prisma 6's key in package.json is the name %s", async (_, text, code, message) => {
    const error = await errorOf(() => read({ ...minimal, 'package.json': text }));
    expect(error).toMatchObject({ code, kind: 'usage' });
    expect(error.message).toContain(message);
  });

  it('lists every problem with its key and what to do', async () => {
    const problems = await problemsOf({
      extensionDir: 'x',
      dependsOn: [],
      autoDiscover: 'yes',
      extensions: ['blog', 3],
      core: { schema: 'prisma/none.prisma', migration: 'x' },
      shadow: { ulr: 'postgresql://me:hunter2@localhost' },
      backup: { keepCount: 1.5 },
      lint: { severities: { A: 'bad' } },
      hooks: { beforeUpgrade: 3 },
      zzzzzzzz: 1,
    });
    expect(problems).toMatchInlineSnapshot(`
      [
        "- "core.migration" is not a known key. Did you mean "migrations"?",
        "- "extensionDir" is not a known key. Did you mean "extensionsDir"?",
        "- "dependsOn" is not a known key here. It belongs to an extension: into "orchestrate" of the package.json in that extension's directory.",
        "- "zzzzzzzz" is not a known key. Known keys are "$schema", "extensions", "autoDiscover", "extensionsDir", "core", "datasource", "output", "shadow", "backup", "hooks", "lint".",
        "- "extensions" must be a list of names, paths, globs or npm package names, found ["blog",3]. Correct the value.",
        "- "autoDiscover" must be true or false, found "yes". Correct the value.",
        "- "shadow" must be "auto", "server", "embedded", or an object with "url", the URL of an empty database, found {"ulr":"postgresql://***"}. Correct the value.",
        "- "backup.keepCount" must be a whole number of at least 1, found 1.5. Correct the value.",
        "- "hooks.beforeUpgrade" must be a command line, a function (only where the configuration is TypeScript or JavaScript), an object with "run" and "timeoutMs", a list of these, or null, found 3. Correct the value.",
        "- "lint.severities" must be an object with "off", "notice", "warning" or "error" for each finding code, found {"A":"bad"}. Correct the value.",
        "- "core.schema" names <root>/prisma/none.prisma, which does not exist. Create it, or correct the path.",
      ]
    `);
  });

  it.each<[string, object, Files, string]>([
    [
      'extensions outside',
      { extensionsDir: '../x' },
      {},
      '- "extensionsDir" must be a directory inside the workspace root <root>, found "../x".',
    ],
    ['the root for extensions', { extensionsDir: '.' }, {}, '- "extensionsDir" must be a directory inside'],
    [
      'no such extensions',
      { extensionsDir: 'modules' },
      {},
      '- "extensionsDir" names <root>/modules, which does not exist.',
    ],
    [
      'a file for extensions',
      { extensionsDir: 'x' },
      { x: '' },
      '- "extensionsDir" names <root>/x, which is not a directory.',
    ],
    ['output outside', { output: '../x' }, {}, '- "output" must be a directory inside the workspace root <root>'],
    [
      'output over the schema',
      { output: 'prisma' },
      {},
      '- "output" names <root>/prisma, which is not apart from the core schema',
    ],
    [
      'output within the schema',
      { core: { schema: 'prisma' }, output: 'prisma/out' },
      {},
      '- "output" names <root>/prisma/out, which is not apart',
    ],
    [
      'a namespace that is none',
      { core: { namespace: 'pg_app' } },
      {},
      '- "core.namespace" cannot be "pg_app": names that start with "pg_" are those of PostgreSQL itself. Name the database schema of core, such as "public".',
    ],
    [
      'an empty namespace',
      { core: { namespace: '' } },
      {},
      '- "core.namespace" must be the name of a database schema, found "".',
    ],
    ...[0, -1, 1.5, 2 ** 31, '5s', null].flatMap((wrong): [string, object, Files, string][] =>
      ['lockTimeoutMs', 'statementTimeoutMs'].map((key) => [
        `${JSON.stringify(wrong)} for ${key}`,
        { datasource: { [key]: wrong } },
        {},
        `- "datasource.${key}" must be a whole number of milliseconds, from 1 to 2147483647, found ${JSON.stringify(wrong)}.`,
      ]),
    ),
    [
      'an unknown key of the datasource',
      { datasource: { lockTimeout: 5 } },
      {},
      '- "datasource.lockTimeout" is not a known key. Did you mean "lockTimeoutMs"?',
    ],
    [
      'another shadow',
      { shadow: 'docker' },
      {},
      '- "shadow" must be "auto", "server", "embedded", or an object with "url"',
    ],
    ['an empty path', { output: '' }, {}, '- "output" must be the path of a directory, found "".'],
  ])('refuses %s', async (_, config, files, problem) => {
    expect((await problemsOf(config, files)).join('\n')).toContain(problem);
  });

  it('has extensions in the usual place though there are none yet', async () => {
    const { config } = await read({ ...minimal, '.orchestraterc': '{ "extensionsDir": "./extensions/" }' });
    expect(config.extensionsDir).toBe('extensions');
  });

  it.each<[string, Files, string, string]>([
    ['a syntax error in JSON', { '.orchestraterc.json': '{ "output": }' }, 'CONFIG.FAILED', '.orchestraterc.json'],
    ['a syntax error in YAML', { '.orchestraterc': 'a: [' }, 'CONFIG.FAILED', '.orchestraterc'],
    [
      'a syntax error in TypeScript',
      { 'orchestrate.config.ts': 'export default {,' },
      'CONFIG.FAILED',
      'orchestrate.config.ts',
    ],
    ['a syntax error in package.json', { 'package.json': '{ "orchestrate": {} ' }, 'CONFIG.FAILED', 'package.json'],
    ['code that throws', { 'orchestrate.config.mjs': 'throw new Error("boom")' }, 'CONFIG.FAILED', 'boom'],
    [
      'no default export',
      { 'orchestrate.config.ts': 'export const a = 1' },
      'CONFIG.NO_DEFAULT_EXPORT',
      'orchestrate.config.ts',
    ],
    ['an empty file', { '.orchestraterc': '\n' }, 'CONFIG.EMPTY', '.orchestraterc'],
    ['a list', { '.orchestraterc': '[]' }, 'CONFIG.INVALID', 'must be an object, found []'],
    ['a text in package.json', { 'package.json': '{ "orchestrate": "x" }' }, 'CONFIG.INVALID', 'must be an object'],
    [
      "no schema where Prisma's configuration says",
      { 'prisma.config.ts': `export default { schema: 'x' }` },
      'WORKSPACE.NO_SCHEMA',
      'which',
    ],
    ['a directory for .env', { '.env': null }, 'FILE.UNREADABLE', '.env'],
  ])('refuses %s', async (_, files, code, message) => {
    const error = await errorOf(() => read({ ...minimal, ...files }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it('refuses a workspace without a schema', async () => {
    const error = await errorOf(() => read({ '.git': null, prisma: null, '.orchestraterc': '{}' }));
    expect(error).toMatchObject({ code: 'WORKSPACE.NO_SCHEMA', kind: 'usage' });
    expect(error.message).toContain('has no core schema: neither prisma/schema.prisma nor');
  });

  it('refuses a named configuration of a kind that cannot be read, or without content', async () => {
    const cwd = testdir({ ...minimal, 'x.toml': 'a = 1', 'package.json': '{}' });
    expect((await errorOf(() => readConfig({ cwd, configPath: 'x.toml' }))).code).toBe('CONFIG.UNKNOWN_FORMAT');
    expect((await errorOf(() => readConfig({ cwd, configPath: 'package.json' }))).code).toBe('CONFIG.EMPTY');
  });

  it("reads .env of the root and of the directory of Prisma's configuration, over which the environment goes", async () => {
    const files = {
      ...minimal,
      '.env': 'A=root\nB="root"\n',
      '.config/.env': 'B=prisma\nC=prisma\n',
      '.config/prisma.ts': `export default { datasource: { url: [process.env.A, process.env.B, process.env.C].join() } }`,
    };
    const { environment, prismaConfig } = await read(files, { A: 'outer' });
    expect(environment).toEqual({ A: 'outer', B: 'root', C: 'prisma' });
    expect(prismaConfig?.datasourceUrl).toBe('outer,root,prisma');
    expect(process.env['C']).toBeUndefined();
  });
});

describe('the list of extensions in the environment', () => {
  const listed = { ...minimal, '.orchestraterc': '{ "extensions": ["a"] }' };

  it.each<[string, Environment, readonly string[] | null, string]>([
    ['nothing', {}, ['a'], 'config'],
    ['nothing but space', { ORCHESTRATE_EXTENSIONS: ' ' }, ['a'], 'config'],
    ['names', { ORCHESTRATE_EXTENSIONS: 'b, c,' }, ['b', 'c'], 'environment'],
    ['JSON', { ORCHESTRATE_EXTENSIONS: ' ["b", "c"]' }, ['b', 'c'], 'environment'],
    ['an empty list', { ORCHESTRATE_EXTENSIONS: '[]' }, [], 'environment'],
    ['the alias', { OVERRIDE_EXTENSION_LIST: 'b' }, ['b'], 'environment'],
    ['both alike', { OVERRIDE_EXTENSION_LIST: 'c,b', ORCHESTRATE_EXTENSIONS: '["b","c"]' }, ['b', 'c'], 'environment'],
  ])('is read from %s', async (_, environment, extensions, extensionsFrom) => {
    const { config } = await read(listed, environment);
    expect(config).toMatchObject({ extensions, extensionsFrom, autoDiscover: extensionsFrom === 'config' });
  });

  it.each<[string, Environment, string]>([
    ['both unlike', { OVERRIDE_EXTENSION_LIST: 'c', ORCHESTRATE_EXTENSIONS: 'b' }, 'CONFIG.EXTENSION_LIST_CONFLICT'],
    ['broken JSON', { ORCHESTRATE_EXTENSIONS: '["b"' }, 'CONFIG.EXTENSION_LIST_INVALID'],
    ['a list of something else', { ORCHESTRATE_EXTENSIONS: '[1]' }, 'CONFIG.EXTENSION_LIST_INVALID'],
  ])('is refused from %s', async (_, environment, code) => {
    expect((await errorOf(() => read(listed, environment))).code).toBe(code);
  });
});

describe('the schema of the configuration', () => {
  it('is published for editors as it is (update with --update)', async () => {
    await expect(renderJsonSchema()).toMatchFileSnapshot('../../orchestrate.schema.json');
  });

  it('has the keys by which a configuration is told from a manifest', () => {
    expect(
      Object.keys(configSchema.shape)
        .filter((key) => key !== '$schema')
        .sort(),
    ).toEqual([...CONFIG_KEYS].sort());
    expect(CONFIG_KEYS.filter((key) => (MANIFEST_KEYS as readonly string[]).includes(key))).toEqual([]);
  });

  it('is what the type says', () => {
    expectTypeOf<z.infer<typeof configSchema>>().toExtend<OrchestrateConfig>();
    expectTypeOf<keyof OrchestrateConfig>().toEqualTypeOf<keyof z.infer<typeof configSchema>>();
  });
});
