import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { addEntries, type TestEntry, testdir } from '../packages/core/src/testdir.test-support.js';
import { readContentsOf } from './support/directory-contents.js';
import { runCli } from './support/run-cli.js';
import { coreRevision, SMALL_WORKSPACE } from './support/small-workspace.js';

type Files = Readonly<Record<string, TestEntry>>;

interface Broken {
  readonly is: string;
  /** Besides those of the small workspace; absent where they are all. */
  readonly files?: Files;
  readonly only?: Files;
  /** What happens to the workspace before. */
  readonly prepare?: (cwd: string) => void | Promise<void>;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly code: string;
  readonly exitCode: 1 | 2;
  /** What message and fix together have to say. */
  readonly says: readonly string[];
}

const INIT = '20260101000000_init';
const CREATE_USER = 'CREATE TABLE "User" ("id" INTEGER);\n';
const INIT_FILES = coreRevision(INIT, CREATE_USER);
const INIT_SQL = `prisma/migrations/${INIT}/migration.sql`;
const INIT_JSON = `prisma/migrations/${INIT}/revision.json`;
const UPGRADE = ['upgrade', '--all'];
const SCHEMA = SMALL_WORKSPACE['prisma/schema.prisma'];

/** Files with a revision.json of core. */
const manifest = (text: string): Files => ({ ...INIT_FILES, [INIT_JSON]: text });
const named = (name: string): string => JSON.stringify({ orchestrate: { name } });

async function upgraded(cwd: string): Promise<void> {
  expect(await runCli(UPGRADE, { cwd })).toMatchObject({ exitCode: 0 });
}

async function expectClear(broken: Broken): Promise<void> {
  const cwd = testdir(broken.only ?? { ...SMALL_WORKSPACE, ...broken.files });
  await broken.prepare?.(cwd);
  const before = withoutLock(readContentsOf(cwd));
  const { exitCode, stdout, stderr } = await runCli([...broken.args, '--json'], { cwd, env: broken.env ?? {} });
  const { ok, result, error } = JSON.parse(stdout);
  const at = error ?? result.findings.find(({ severity }: { severity: string }) => severity === 'error');
  expect({ exitCode, ok, stderr, code: at?.code, error }).toMatchObject({
    exitCode: broken.exitCode,
    ok: false,
    stderr: '',
    code: broken.code,
  });
  const place = at.where === undefined ? '' : `${at.where.file}:${at.where.line}:${at.where.column} `;
  const text = `${place}${at.message}\n${at.fix}`;
  for (const part of broken.says) expect(text).toContain(part.replaceAll('<cwd>', cwd));
  expect(at.fix).not.toBe('');
  expect(withoutLock(readContentsOf(cwd))).toEqual(before);
}

/** The lock is a file beside the database, and comes into being with the first run that wants to write. */
function withoutLock(contents: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(contents).filter(([name]) => !name.endsWith('-orchestrate-lock')));
}

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
    says: ['prisma/schema.prisma', 'provider = "sqlite"'],
  },
  {
    is: 'a core without datasource, validated',
    files: { 'prisma/schema.prisma': 'model User {\n  id Int @id\n}\n' },
    args: ['validate'],
    code: 'COMPOSITION.NO_DATASOURCE',
    exitCode: 1,
    says: ['prisma/schema.prisma', 'provider = "sqlite"'],
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

const REVISIONS: readonly Broken[] = [
  {
    is: 'a revision.json that is no JSON',
    files: manifest('{\n  "message": "Init",\n  "parent": nil\n}\n'),
    args: UPGRADE,
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [`${INIT_JSON}:3:13`, 'Not valid JSON'],
  },
  {
    is: 'an empty revision.json',
    files: manifest(''),
    args: ['status'],
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [`${INIT_JSON}:1:1`, 'The file is empty'],
  },
  {
    is: 'a revision.json with wrong types',
    files: manifest('{\n  "message": "Init",\n  "parent": 7,\n  "requires": ["core"]\n}\n'),
    args: UPGRADE,
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [
      `${INIT_JSON}:3:3`,
      '"parent" must be',
      `${INIT_JSON}:4:`,
      '"requires" must be a list of "extension/revision"',
    ],
  },
  {
    is: 'a revision.json with an unknown key',
    files: manifest('{ "message": "Init", "parent": null, "require": [], "requires": [] }'),
    args: UPGRADE,
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [INIT_JSON, '"require"', 'did you mean "requires"?'],
  },
  {
    is: 'a revision.json of a megabyte',
    files: manifest(JSON.stringify({ message: 'x'.repeat(1_200_000), parent: null, requires: [] })),
    args: UPGRADE,
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [INIT_JSON, 'larger than'],
  },
  {
    is: 'a revision.json that is a directory',
    files: { ...INIT_FILES, [`${INIT_JSON}/x`]: '' },
    args: UPGRADE,
    code: 'FILE.UNREADABLE',
    exitCode: 1,
    says: [`<cwd>/${INIT_JSON}`, 'it is a directory where a file is expected'],
  },
  {
    is: 'a migration.sql that is missing',
    files: { [`prisma/migrations/${INIT}/down.sql`]: '' },
    args: UPGRADE,
    code: 'REVISION.MISSING_SQL',
    exitCode: 1,
    says: [`${INIT_SQL}`, 'version control'],
  },
  {
    is: 'a migration.sql that is a directory',
    files: { [`${INIT_SQL}/x`]: '' },
    args: UPGRADE,
    code: 'FILE.UNREADABLE',
    exitCode: 1,
    says: [`<cwd>/${INIT_SQL}`, 'it is a directory where a file is expected'],
  },
  {
    is: 'an applied revision that was edited',
    files: INIT_FILES,
    prepare: async (cwd) => {
      await upgraded(cwd);
      writeFileSync(join(cwd, INIT_SQL), `${CREATE_USER}-- changed\n`);
    },
    args: UPGRADE,
    code: 'HISTORY.EDITED',
    exitCode: 1,
    says: [`core/${INIT} was edited`, INIT_SQL, 'orchestrate revision --extension core'],
  },
  {
    is: 'an applied revision without a directory',
    files: INIT_FILES,
    prepare: async (cwd) => {
      await upgraded(cwd);
      rmSync(join(cwd, 'prisma/migrations', INIT), { recursive: true });
    },
    args: UPGRADE,
    code: 'HISTORY.MISSING_REVISION',
    exitCode: 1,
    says: [`core/${INIT} is applied, but its directory does not exist`, 'version control'],
  },
  {
    is: 'a history row of a revision that nobody knows',
    files: INIT_FILES,
    prepare: async (cwd) => {
      await upgraded(cwd);
      using database = disposable(new Database(join(cwd, 'prisma/dev.db')));
      database.exec(`INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count")
        VALUES ('x', 'x', 1, '20270101000000_future', 1)`);
    },
    args: ['downgrade', '--target', 'base'],
    code: 'HISTORY.MISSING_REVISION',
    exitCode: 1,
    says: ['core/20270101000000_future', 'version control'],
  },
  {
    is: 'a requirement that points nowhere',
    files: manifest('{ "message": "Init", "parent": null, "requires": ["blog/20250101000000_gone"] }'),
    args: UPGRADE,
    code: 'REVISION.MISSING_REQUIREMENT',
    exitCode: 1,
    says: [INIT_JSON, 'blog/20250101000000_gone'],
  },
  {
    is: 'a parent that points nowhere',
    files: manifest('{ "message": "Init", "parent": "20250101000000_gone", "requires": [] }'),
    args: UPGRADE,
    code: 'REVISION.MISSING_PARENT',
    exitCode: 1,
    says: [INIT_JSON, '20250101000000_gone'],
  },
  {
    is: 'a cycle between revisions',
    files: {
      ...manifest('{ "message": "Init", "parent": null, "requires": ["blog/1_init"] }'),
      'extensions/blog/prisma/migrations/1_init/migration.sql': 'SELECT 1;',
      'extensions/blog/prisma/migrations/1_init/revision.json': `{ "message": "", "parent": null, "requires": ["core/${INIT}"] }`,
    },
    args: UPGRADE,
    code: 'REVISION.CYCLE',
    exitCode: 1,
    says: [`core/${INIT}`, 'blog/1_init', 'revision.json'],
  },
  {
    is: 'a diverged extension that is to be revised',
    files: {
      ...manifest('{ "message": "Init", "parent": null, "requires": [] }'),
      ...child('20260102000000_left'),
      ...child('20260103000000_right'),
    },
    args: ['revision', '-m', 'More'],
    code: 'REVISION.DIVERGED',
    exitCode: 1,
    says: ['core', '20260102000000_left', '20260103000000_right'],
  },
];

function child(name: string): Files {
  return {
    [`prisma/migrations/${name}/migration.sql`]: 'SELECT 1;',
    [`prisma/migrations/${name}/revision.json`]: JSON.stringify({ message: name, parent: INIT, requires: [] }),
  };
}

const DATABASES: readonly Broken[] = [
  {
    is: 'a file that is not a database',
    files: { ...INIT_FILES, 'prisma/dev.db': 'hello, this is text, and not a short one'.repeat(50) },
    args: UPGRADE,
    code: 'DATABASE.NOT_A_DATABASE',
    exitCode: 1,
    says: ['<cwd>/prisma/dev.db is not a SQLite database', 'database URL'],
  },
  {
    is: 'a truncated database',
    files: INIT_FILES,
    prepare: async (cwd) => {
      await upgraded(cwd);
      const file = join(cwd, 'prisma/dev.db');
      writeFileSync(file, readFileSync(file).subarray(0, 5000));
    },
    args: ['status'],
    code: 'DATABASE.NOT_A_DATABASE',
    exitCode: 1,
    says: ['<cwd>/prisma/dev.db', 'damaged'],
  },
  {
    is: 'a damaged database',
    files: INIT_FILES,
    prepare: async (cwd) => {
      await upgraded(cwd);
      const file = join(cwd, 'prisma/dev.db');
      writeFileSync(file, readFileSync(file).fill(0xab, 4096));
    },
    args: UPGRADE,
    code: 'DATABASE.NOT_A_DATABASE',
    exitCode: 1,
    says: ['<cwd>/prisma/dev.db', 'damaged'],
  },
  {
    is: 'a read-only database',
    files: INIT_FILES,
    prepare: (cwd) => {
      const file = join(cwd, 'prisma/dev.db');
      {
        using database = disposable(new Database(file));
        database.exec('CREATE TABLE "Other" ("x")');
      }
      const bytes = readFileSync(file);
      // A write version above 2 makes a file read-only to SQLite, for root too: https://www.sqlite.org/fileformat.html
      bytes[18] = 3;
      writeFileSync(file, bytes);
    },
    args: UPGRADE,
    code: 'DATABASE.READ_ONLY',
    exitCode: 1,
    says: ['<cwd>/prisma/dev.db cannot be written', 'permission'],
  },
  {
    is: 'a database in a directory that does not exist',
    files: INIT_FILES,
    args: [...UPGRADE, '--database-url', 'file:./no/such/dev.db'],
    code: 'DATABASE.NO_DIRECTORY',
    exitCode: 1,
    says: ['<cwd>/no/such/dev.db', 'Create the directory'],
  },
  {
    is: 'a database that is a directory',
    files: INIT_FILES,
    args: [...UPGRADE, '--database-url', 'file:./prisma'],
    code: 'DATABASE.CANNOT_OPEN',
    exitCode: 1,
    says: ['<cwd>/prisma'],
  },
  {
    is: 'a URL of another kind of database',
    files: INIT_FILES,
    args: [...UPGRADE, '--database-url', 'postgresql://localhost/app'],
    code: 'DATABASE.URL_MISMATCH',
    exitCode: 2,
    says: ['"sqlite"', 'postgresql://localhost/app', '--database-url', 'file:./prisma/dev.db'],
  },
  {
    is: 'a kind of database that is not supported',
    files: { ...INIT_FILES, 'prisma/schema.prisma': SCHEMA.replace('sqlite', 'mysql') },
    args: UPGRADE,
    env: { DATABASE_URL: 'mysql://localhost/app' },
    code: 'DATABASE.UNSUPPORTED_PROVIDER',
    exitCode: 2,
    says: ['"mysql"', 'can still be validated', 'sqlite'],
  },
];

function disposable(database: Database.Database): Database.Database & Disposable {
  return Object.assign(database, { [Symbol.dispose]: () => void database.close() });
}

describe('a clear error, and nothing touched, for', () => {
  it.each(CONFIGURATION)('configuration: $is', expectClear);
  it.each(EXTENSIONS)('extensions: $is', expectClear);
  it.each(REVISIONS)('revisions: $is', expectClear);
  it.each(DATABASES)('databases: $is', expectClear);
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
    expect(await runCli(args, { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('a database that is not there, nor does anything that has nothing to write make one', async () => {
    const cwd = testdir(SMALL_WORKSPACE);
    for (const args of [UPGRADE, ['status'], ['current'], ['history'], [...UPGRADE, '--dry-run'], ['debug']]) {
      expect(await runCli(args, { cwd })).toMatchObject({ exitCode: 0 });
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
    const { exitCode, stdout } = await runCli(args, { cwd });
    expect(exitCode, stdout).toBe(0);
    expect(JSON.parse(stdout).result.directory).toMatch(/^extensions\/shop\/prisma\/migrations\/\d{14}_init$/);
    expect(await runCli(UPGRADE, { cwd })).toMatchObject({ exitCode: 0 });
  });
});

describe('a password', () => {
  const SECRET = 'hunter2-s3cr3t';
  const POSTGRES = `postgresql://app:${SECRET}@db.example.com:5432/app?sslpassword=${SECRET}`;
  const WITH_DATABASE = [UPGRADE, ['status'], ['debug']];
  const ALL = [
    ...WITH_DATABASE,
    ['validate'],
    ['compose', '--check'],
    ['list', '--verify'],
    ['revision', '-m', 'X', '--auto'],
    [...UPGRADE, '--sql'],
    ['downgrade', '--target', 'base'],
    ['current'],
    ['history'],
  ];

  it.each<[string, string, readonly (readonly string[])[]]>([
    ['DATABASE_URL', POSTGRES, ALL],
    ['DATABASE_URL', `mysql://app:${SECRET}@db.example.com/app`, WITH_DATABASE],
    ['DATABASE_URL', `file:?token=${SECRET}`, WITH_DATABASE],
    ['DATABASE_URL', `file::memory:?authToken=${SECRET}`, WITH_DATABASE],
    ['DATABASE_URL', `file://host.example.com/x.db?password=${SECRET}`, WITH_DATABASE],
    ['.env', POSTGRES, WITH_DATABASE],
    ['orchestrate.config.json', POSTGRES, WITH_DATABASE],
    ['prisma.config.ts', POSTGRES, WITH_DATABASE],
  ])('is in no output of any command: %s, %s', async (place, url, commands) => {
    const cwd = testdir({ ...SMALL_WORKSPACE, ...INIT_FILES });
    if (place === '.env') addEntries(cwd, { '.env': `DATABASE_URL="${url}"\n` });
    if (place === 'orchestrate.config.json') addEntries(cwd, { [place]: JSON.stringify({ datasource: { url } }) });
    if (place === 'prisma.config.ts') {
      addEntries(cwd, { [place]: `export default { datasource: { url: ${JSON.stringify(url)} } };\n` });
    }
    const env: Record<string, string> = place === 'DATABASE_URL' ? { DATABASE_URL: url } : {};
    const lines = commands.flatMap((command) => [
      [...command, '--json'],
      [...command, '--verbose'],
    ]);
    const outputs = await Promise.all(
      lines.map(async (args) => {
        const { stdout, stderr } = await runCli(args, { cwd, env });
        expect(stdout + stderr, args.join(' ')).not.toContain(SECRET);
        return stdout + stderr;
      }),
    );
    expect(outputs.join('')).toContain('DATABASE.');
  });

  it('given on the command line is in no output either', async () => {
    const cwd = testdir({ ...SMALL_WORKSPACE, ...INIT_FILES });
    const url = `postgresql://app:${SECRET}@db.example.com:5432/app`;
    const args = ['--database-url', url];
    for (const command of [
      [...UPGRADE, '--verbose'],
      ['status', '--json'],
      ['debug', '--json'],
      ['debug', '--verbose'],
    ]) {
      const { stdout, stderr } = await runCli([...command, ...args], { cwd });
      expect(stdout + stderr).not.toContain(SECRET);
      expect(stdout + stderr).toContain('postgresql://app:***@db.example.com:5432/app');
    }
  });
});
