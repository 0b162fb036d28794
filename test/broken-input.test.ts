import { describe, expect, it } from 'vitest';
import { type TestEntry, testdir } from '../packages/core/src/testdir.test-support.js';
import { type Broken, expectClear, UPGRADE } from './support/broken-input.js';
import { readContentsOf } from './support/directory-contents.js';
import { runInProcess } from './support/run-in-process.js';
import { SMALL_WORKSPACE } from './support/small-workspace.js';
import { SQLITE } from './support/sqlite-test-database.js';

type Files = Readonly<Record<string, TestEntry>>;

const SCHEMA = SMALL_WORKSPACE['prisma/schema.prisma'];
const named = (name: string): string => JSON.stringify({ orchestrate: { name } });

const CONFIGURATION: readonly Broken[] = [
  {
    is: 'no config and no schema',
    only: { 'package.json': '{}' },
    args: ['status'],
    code: 'WORKSPACE.NOT_FOUND',
    exitCode: 2,
    says: ['<cwd>', 'schema.prisma'],
  },
  {
    is: 'an unknown key',
    files: { 'orchestrate.config.json': '{ "extensionDir": "plugins" }' },
    args: ['status'],
    code: 'CONFIG.INVALID',
    exitCode: 2,
    says: ['<cwd>/orchestrate.config.json', '"extensionDir"', 'Did you mean "extensionsDir"?'],
  },
  {
    is: 'several problems at once',
    files: { 'orchestrate.config.ts': 'export default { autoDiscover: "yes", backup: { keepCount: 0 }, bogus: 1 };' },
    args: ['validate'],
    code: 'CONFIG.INVALID',
    exitCode: 2,
    says: ['orchestrate.config.ts', '"autoDiscover"', 'true or false', '"backup.keepCount"', 'at least 1', '"bogus"'],
  },
  {
    is: 'a config that throws',
    files: { 'orchestrate.config.ts': 'throw new Error("no such stage");' },
    args: ['status'],
    code: 'CONFIG.FAILED',
    exitCode: 2,
    says: ['<cwd>/orchestrate.config.ts', 'no such stage'],
  },
  {
    is: 'a config with a syntax error',
    files: { 'orchestrate.config.json': '{ "output": ' },
    args: ['status'],
    code: 'CONFIG.FAILED',
    exitCode: 2,
    says: ['<cwd>/orchestrate.config.json'],
  },
  {
    is: 'a config that is a directory',
    files: { 'orchestrate.config.json/x': '' },
    args: ['status', '--config', 'orchestrate.config.json'],
    code: 'CONFIG.NOT_FOUND',
    exitCode: 2,
    says: ['<cwd>/orchestrate.config.json', '--config'],
  },
  {
    is: 'an unknown name in ORCHESTRATE_EXTENSIONS',
    args: ['status'],
    env: { ORCHESTRATE_EXTENSIONS: 'blgo' },
    code: 'WORKSPACE.EXTENSION_NOT_FOUND',
    exitCode: 2,
    says: ['ORCHESTRATE_EXTENSIONS', '"blgo"', 'did you mean "blog"?'],
  },
];

const EXTENSIONS: readonly Broken[] = [
  {
    is: 'a name with ../ in the manifest',
    files: { 'extensions/blog/package.json': named('../core') },
    args: UPGRADE,
    code: 'WORKSPACE.EXTENSION_NAME',
    exitCode: 2,
    says: ['"../core"', '<cwd>/extensions/blog', 'it holds a path separator', 'package.json'],
  },
  {
    is: 'a name with ../ in --extension',
    args: ['revision', '--extension', '../blog', '-m', 'Escape'],
    code: 'WORKSPACE.UNKNOWN_EXTENSION',
    exitCode: 2,
    says: ['"../blog"', 'blog'],
  },
  {
    is: 'an unknown name in --extension',
    args: ['upgrade', '--extension', 'blgo'],
    code: 'WORKSPACE.UNKNOWN_EXTENSION',
    exitCode: 2,
    says: ['"blgo"', 'Did you mean blog?'],
  },
  {
    is: 'two extensions of one name',
    files: {
      'extensions/news/package.json': named('blog'),
      'extensions/news/prisma/schema.prisma': 'model News {\n  id Int @id\n}\n',
    },
    args: ['status'],
    code: 'WORKSPACE.DUPLICATE_EXTENSION',
    exitCode: 2,
    says: ['blog: <cwd>/extensions/blog and <cwd>/extensions/news', '"orchestrate": { "name": "…" }'],
  },
  {
    is: 'an extension that is core',
    files: { 'extensions/core/prisma/schema.prisma': '' },
    args: ['status'],
    code: 'WORKSPACE.EXTENSION_NAME',
    exitCode: 2,
    says: ['<cwd>/extensions/core', 'core is the extension that every other depends on'],
  },
  {
    is: 'a fragment that went missing',
    files: { 'extensions/old/prisma/migrations/1_init/migration.sql': 'SELECT 1;' },
    args: ['status'],
    code: 'WORKSPACE.FRAGMENT_MISSING',
    exitCode: 2,
    says: ['<cwd>/extensions/old', 'prisma/schema.prisma'],
  },
  {
    is: 'a core without datasource',
    files: { 'prisma/schema.prisma': 'model User {\n  id Int @id\n}\n' },
    args: UPGRADE,
    code: 'WORKSPACE.NO_DATASOURCE',
    exitCode: 2,
    says: ['prisma/schema.prisma', 'provider = "postgresql"', '"sqlite"'],
  },
  {
    is: 'a core without datasource, validated',
    files: { 'prisma/schema.prisma': 'model User {\n  id Int @id\n}\n' },
    args: ['validate'],
    code: 'COMPOSITION.NO_DATASOURCE',
    exitCode: 1,
    says: ['prisma/schema.prisma', 'provider = "postgresql"', '"sqlite"'],
  },
  {
    is: 'binary garbage as a schema',
    files: { 'extensions/blog/prisma/schema.prisma': Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256) },
    args: ['validate'],
    code: 'SCHEMA.INVALID',
    exitCode: 1,
    says: ['extensions/blog/prisma/schema.prisma:1:1', 'This line is invalid'],
  },
  {
    is: 'a schema that is a link to nowhere',
    files: { 'extensions/blog/prisma/more.prisma': { link: 'nowhere.prisma' } },
    args: ['validate'],
    code: 'FILE.UNREADABLE',
    exitCode: 1,
    says: ['<cwd>/extensions/blog/prisma/more.prisma', 'a symbolic link that leads nowhere'],
  },
  {
    is: 'an extension that is a link to nowhere',
    files: { 'extensions/shop': { link: '../nowhere' } },
    args: UPGRADE,
    code: 'FILE.UNREADABLE',
    exitCode: 1,
    says: ['<cwd>/extensions/shop', 'a symbolic link that leads nowhere'],
  },
];

describe('a clear error, and nothing touched, for', () => {
  it.each(CONFIGURATION)('configuration: $is', (broken) => expectClear(SQLITE, broken));
  it.each(EXTENSIONS)('extensions: $is', (broken) => expectClear(SQLITE, broken));
});

describe('no error for', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'a provider that can only be composed',
      { 'prisma/schema.prisma': SCHEMA.replace('sqlite', 'mysql') },
      ['validate'],
    ],
    [
      'five megabytes of comments',
      { 'prisma/schema.prisma': SCHEMA + `// ${'x'.repeat(97)}\n`.repeat(50_000) },
      ['validate'],
    ],
    ['an extension without models', { 'extensions/empty/prisma/schema.prisma': '' }, ['validate']],
    ['an extension that is nothing but a folder', { 'extensions/nothing': null }, UPGRADE],
    ['a BOM and CRLF', { 'prisma/schema.prisma': `\uFEFF${SCHEMA.replaceAll('\n', '\r\n')}` }, ['validate']],
  ])('%s', async (_, files, args) => {
    const cwd = testdir({ ...SMALL_WORKSPACE, ...files });
    expect(await runInProcess(args, cwd)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('a database that is not there, nor does anything that has nothing to write make one', async () => {
    const cwd = testdir(SMALL_WORKSPACE);
    for (const args of [UPGRADE, ['status'], ['current'], ['history'], [...UPGRADE, '--dry-run'], ['debug']]) {
      expect(await runInProcess(args, cwd)).toMatchObject({ exitCode: 0 });
    }
    expect(readContentsOf(cwd)).not.toHaveProperty(['prisma/dev.db']);
  });

  it('an extension that is a symbolic link', async () => {
    const cwd = testdir({
      ...SMALL_WORKSPACE,
      'elsewhere/shop/prisma/schema.prisma': 'model Item {\n  id Int @id\n}\n',
      'extensions/shop': { link: '../elsewhere/shop' },
    });
    const args = ['revision', '--extension', 'shop', '-m', 'Init', '--auto', '--json'];
    const { exitCode, stdout } = await runInProcess(args, cwd);
    expect(exitCode, stdout).toBe(0);
    expect(JSON.parse(stdout).result.directory).toMatch(/^extensions\/shop\/prisma\/migrations\/\d{14}_init$/);
    expect(await runInProcess(UPGRADE, cwd)).toMatchObject({ exitCode: 0 });
  });
});
