import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../config/environment.js';
import { errorOf } from '../error-of.test-support.js';
import type { OrchestrateError } from '../errors.js';
import { type TestEntry, testdir } from '../testdir.test-support.js';
import { readFragments } from './read-fragments.js';
import { readWorkspace } from './read-workspace.js';

type Files = Readonly<Record<string, TestEntry>>;

const core: Files = { '.git': null, 'prisma/schema.prisma': 'datasource db { provider = "sqlite" }' };
const model = 'model Post { id Int @id }';

function config(orchestrate: object): Files {
  return { 'orchestrate.config.json': JSON.stringify(orchestrate) };
}

function manifest(orchestrate: unknown, name = 'x'): string {
  return JSON.stringify({ name, orchestrate });
}

/** Each extension but core as `name directory fragment… | migrations`. */
async function extensionsOf(files: Files, environment: Environment = {}): Promise<readonly string[]> {
  const root = testdir({ ...core, ...files });
  const { extensions } = await readWorkspace({ cwd: root, environment });
  expect(extensions[0]).toMatchObject({ name: 'core', directory: root, historyTable: '_prisma_migrations' });
  return extensions.slice(1).map(({ name, directory, fragmentPaths, migrationsDirectory }) => {
    const within = (file: string): string => path.relative(directory, file);
    return `${name} ${path.relative(root, directory)} ${fragmentPaths.map(within).join(' ')} | ${within(migrationsDirectory)}`;
  });
}

/** The error, with the workspace's path as `<root>`. */
async function failureOf(files: Files, environment: Environment = {}): Promise<OrchestrateError & { shown: string }> {
  const root = testdir({ ...core, ...files });
  const error = await errorOf(() => readWorkspace({ cwd: root, environment }));
  return Object.assign(error, { shown: error.message.replaceAll(root, '<root>') });
}

describe('readWorkspace', () => {
  it('finds every directory that holds a fragment, by name', async () => {
    const files = {
      'extensions/blog/prisma/schema.prisma': model,
      'extensions/audit-log/prisma/a.prisma': model,
      'extensions/audit-log/prisma/b/c.prisma': model,
      'extensions/audit-log/prisma/schema.prisma': model,
      'extensions/audit-log/prisma/migrations/x/old.prisma': model,
      'extensions/audit-log/prisma/.hidden/x.prisma': model,
      'extensions/audit-log/prisma/node_modules/x.prisma': model,
      'extensions/docs/readme.md': '',
      'extensions/.cache/prisma/schema.prisma': model,
      'extensions/node_modules/x/prisma/schema.prisma': model,
      'extensions/readme.md': '',
    };
    expect(await extensionsOf(files)).toEqual([
      'audit-log extensions/audit-log prisma/a.prisma prisma/b/c.prisma prisma/schema.prisma | prisma/migrations',
      'blog extensions/blog prisma/schema.prisma | prisma/migrations',
    ]);
  });

  it('reads what the manifest says', async () => {
    const cwd = testdir({
      ...core,
      'extensions/weblog/package.json': manifest({
        name: 'blog',
        formerNames: ['posts'],
        dependsOn: ['core', 'users'],
        fragment: 'db',
        migrations: 'm',
        namespace: 'weblog',
      }),
      'extensions/weblog/db/post.prisma': model,
      'extensions/weblog/prisma/schema.prisma': model,
    });
    const [, blog] = (await readWorkspace({ cwd, environment: {} })).extensions;
    const directory = path.join(cwd, 'extensions/weblog');
    expect(blog).toEqual({
      name: 'blog',
      formerNames: ['posts'],
      directory,
      dependsOn: ['core', 'users'],
      manifestPath: path.join(directory, 'package.json'),
      fragmentPaths: [path.join(directory, 'db/post.prisma')],
      migrationsDirectory: path.join(directory, 'm'),
      historyTable: '_prisma_migrations_blog',
      namespace: 'weblog',
      packageName: null,
      packageVersion: null,
      isInstalled: false,
    });
  });

  it.each<[string, Files, string]>([
    [
      'a file',
      { 'package.json': manifest({ fragment: 'db/x.prisma' }), 'db/x.prisma': '', 'db/y.prisma': '' },
      'db/x.prisma | db/migrations',
    ],
    ['a folder', { 'package.json': manifest({ fragment: './db/' }), 'db/x.prisma': '' }, 'db/x.prisma | db/migrations'],
    ['none', { 'package.json': manifest({ fragment: null }), 'prisma/x.prisma': '' }, ' | prisma/migrations'],
    ['none, as an empty text', { 'package.json': manifest({ fragment: '' }) }, ' | prisma/migrations'],
    ['a file without models', { 'prisma/schema.prisma': '' }, 'prisma/schema.prisma | prisma/migrations'],
    [
      'a file of a package that says nothing',
      { 'package.json': '{}', 'prisma/x.prisma': '' },
      'prisma/x.prisma | prisma/migrations',
    ],
    [
      'a folder that links to itself',
      { 'prisma/x.prisma': '', 'prisma/a/b': { link: '..' } },
      'prisma/x.prisma | prisma/migrations',
    ],
    [
      'a link to a folder',
      { 'prisma/x': { link: '../models' }, 'models/y.prisma': '' },
      'prisma/x/y.prisma | prisma/migrations',
    ],
  ])('takes %s for a fragment', async (_, files, expected) => {
    const placed = Object.entries(files).map(([name, entry]) => [`extensions/blog/${name}`, entry]);
    expect(await extensionsOf(Object.fromEntries(placed))).toEqual([`blog extensions/blog ${expected}`]);
  });

  it.each<[string, Files, string]>([
    ['a schema file', { 'extensions/blog/prisma/y.prisma': { link: 'z' } }, 'extensions/blog/prisma/y.prisma'],
    ['an extension', { 'extensions/shop': { link: '../z' } }, 'extensions/shop'],
  ])('refuses %s that is a link to nowhere, as its models would seem gone', async (_, files, file) => {
    const root = testdir({ ...core, 'extensions/blog/prisma/x.prisma': '', ...files });
    await expect(readWorkspace({ cwd: root, environment: {} })).rejects.toMatchObject({
      code: 'FILE.UNREADABLE',
      message: `Cannot read ${path.join(root, file)}: it is a symbolic link that leads nowhere.`,
    });
  });

  it('is the same from every directory of it', async () => {
    const root = testdir({
      ...core,
      ...config({ extensionsDir: 'modules' }),
      'modules/blog/package.json': manifest({ dependsOn: [] }),
      'modules/blog/prisma/schema.prisma': model,
    });
    const fromRoot = await readWorkspace({ cwd: root, environment: {} });
    expect(fromRoot.extensions).toHaveLength(2);
    expect(await readWorkspace({ cwd: path.join(root, 'modules/blog/prisma'), environment: {} })).toEqual(fromRoot);
  });

  it('sees core in several files, without its revisions', async () => {
    const cwd = testdir({
      '.git': null,
      'prisma/b.prisma': '',
      'prisma/a.prisma': '',
      'prisma/migrations/x/c.prisma': '',
    });
    const { extensions } = await readWorkspace({ cwd, environment: {} });
    expect(extensions[0]?.fragmentPaths.map((file) => path.relative(cwd, file))).toEqual([
      'prisma/a.prisma',
      'prisma/b.prisma',
    ]);
  });

  it('refuses a core without any file', async () => {
    const cwd = testdir({ '.git': null, db: null, ...config({ core: { schema: 'db' } }) });
    expect((await errorOf(() => readWorkspace({ cwd, environment: {} }))).code).toBe('WORKSPACE.NO_SCHEMA');
  });
});

describe('the list of extensions', () => {
  const files: Files = {
    'extensions/blog/prisma/schema.prisma': model,
    'extensions/weblog/prisma/schema.prisma': model,
    'extensions/weblog/package.json': manifest({ name: 'news' }),
    'packages/shop/prisma/schema.prisma': model,
    'packages/till/prisma/schema.prisma': model,
    'packages/tool/index.js': '',
    'node_modules/@acme/pay/package.json': JSON.stringify({ name: '@acme/pay', exports: {} }),
    'node_modules/@acme/pay/prisma/schema.prisma': model,
    'node_modules/linked': { link: '../packages/shop' },
    'packages/shop/package.json': '{ "name": "linked" }',
  };

  it.each<[string, readonly string[], readonly string[]]>([
    ['nothing', [], []],
    ['core', ['core'], []],
    ['a directory', ['blog'], ['blog']],
    ['a name', ['news'], ['news']],
    ['a path', ['packages/shop', './packages/till'], ['shop', 'till']],
    ['a glob', ['packages/*'], ['shop', 'till']],
    ['a glob with alternatives', ['packages/{shop,tool}'], ['shop']],
    ['a glob of any depth', ['**/{blog,till}'], ['blog', 'till']],
    ['a glob for a letter', ['./packages/t?ll'], ['till']],
    ['a glob without a match', ['packages/z*'], []],
    ['a package', ['@acme/pay'], ['pay']],
    ['one extension in several ways', ['blog', 'extensions/blog', 'extensions/b*', './extensions/blog'], ['blog']],
    ['a directory and the package that links to it', ['packages/shop', 'linked'], ['shop']],
  ])('names %s', async (_, extensions, names) => {
    const listed = await extensionsOf({ ...files, ...config({ extensions, autoDiscover: false }) });
    expect(listed.map((extension) => extension.split(' ')[0])).toEqual(names);
  });

  it('adds to what is discovered', async () => {
    const listed = await extensionsOf({ ...files, ...config({ extensions: ['packages/shop'] }) });
    expect(listed.map((extension) => extension.split(' ')[0])).toEqual(['blog', 'news', 'shop']);
  });

  it('is alone when the environment gives it', async () => {
    const environment = { ORCHESTRATE_EXTENSIONS: 'blog' };
    const listed = await extensionsOf({ ...files, ...config({ extensions: ['packages/shop'] }) }, environment);
    expect(listed).toEqual(['blog extensions/blog prisma/schema.prisma | prisma/migrations']);
  });

  it('knows the package that an extension came in', async () => {
    const cwd = testdir({ ...core, ...files, ...config({ extensions: ['@acme/pay'], autoDiscover: false }) });
    const [, pay] = (await readWorkspace({ cwd, environment: {} })).extensions;
    expect(pay).toMatchObject({
      name: 'pay',
      packageName: '@acme/pay',
      directory: path.join(cwd, 'node_modules/@acme/pay'),
    });
  });

  it('names every entry that leads nowhere, and what may have been meant', async () => {
    const error = await failureOf({
      ...files,
      ...config({
        extensions: [
          'blgo',
          'packages/shop',
          'nwes',
          'extentions/*',
          '@acme/none',
          './x',
          '../'.repeat(20).concat('x'),
        ],
      }),
    });
    expect(error).toMatchObject({ code: 'WORKSPACE.EXTENSION_NOT_FOUND', kind: 'usage' });
    expect(error.shown.split('\n')).toEqual([
      '"extensions" of <root>/orchestrate.config.json lists extensions that are not there:',
      '- "blgo"; did you mean "blog"?',
      '- "nwes"; did you mean "news"?',
      '- "extentions/*"',
      '- "@acme/none"',
      '- "./x"',
      `- ${JSON.stringify('../'.repeat(20).concat('x'))}`,
    ]);
  });

  it('is named as it was given', async () => {
    const error = await failureOf(files, { ORCHESTRATE_EXTENSIONS: 'nothing-like-it' });
    expect(error.shown).toBe('ORCHESTRATE_EXTENSIONS lists an extension that is not there:\n- "nothing-like-it"');
  });
});

describe('a workspace that is refused', () => {
  it.each<[string, string, string]>([
    ['upper case', 'Blog', 'it has upper-case letters'],
    ['core', 'core', 'core is the extension that every other depends on'],
    ['a digit first', '1blog', 'it does not start with a lower-case letter'],
    ['an underscore', 'my_blog', 'it has characters other than'],
    ['too many letters', 'x'.repeat(49), 'it is longer than 48 characters'],
  ])('has a directory named with %s', async (_, name, reason) => {
    const error = await failureOf({ [`extensions/${name}/prisma/schema.prisma`]: model });
    expect(error).toMatchObject({ code: 'WORKSPACE.EXTENSION_NAME', kind: 'usage' });
    expect(error.shown).toContain(`- "${name}" (<root>/extensions/${name}): ${reason}`);
  });

  it.each([
    ['../x', 'it holds a path separator'],
    ['..\\x', 'it holds a path separator'],
    ['', 'it is empty'],
    ['core', 'core is the extension that every other depends on'],
    ['a b', 'it has characters other than'],
  ])('has a manifest with the name %j', async (name, reason) => {
    const error = await failureOf({
      'extensions/blog/package.json': manifest({ name }),
      'extensions/blog/prisma/x.prisma': '',
    });
    expect(error.code).toBe('WORKSPACE.EXTENSION_NAME');
    expect(error.shown).toContain(`- ${JSON.stringify(name)} (<root>/extensions/blog): ${reason}`);
  });

  it('has two extensions of one name', async () => {
    const error = await failureOf({
      'extensions/blog/prisma/schema.prisma': model,
      'extensions/weblog/prisma/schema.prisma': model,
      'extensions/weblog/package.json': manifest({ name: 'blog' }),
    });
    expect(error).toMatchObject({ code: 'WORKSPACE.DUPLICATE_EXTENSION', kind: 'usage' });
    expect(error.shown).toContain('- blog: <root>/extensions/blog and <root>/extensions/weblog');
  });

  it('has manifests with problems, all of which are named', async () => {
    const error = await failureOf({
      'extensions/a/package.json': manifest({
        dependOn: [],
        output: 'x',
        name: 3,
        migrations: '../m',
        fragment: 1,
        zzzzzzzz: 1,
        namespace: 1,
      }),
      'extensions/b/package.json': manifest({ dependsOn: ['core', '@acme/blog'] }),
      'extensions/c/package.json': manifest('core'),
      'extensions/d/package.json': '{ "orchestrate": {',
      'extensions/e/package.json': manifest({ namespace: 'pg_e' }),
      'extensions/f/package.json': manifest({ namespace: '' }),
    });
    expect(error).toMatchObject({ code: 'WORKSPACE.MANIFEST_INVALID', kind: 'usage' });
    expect(error.shown.replace(/JSON: .*/, 'JSON: …').split('\n')).toMatchInlineSnapshot(`
      [
        "The "orchestrate" key of 6 extensions is not valid.",
        "<root>/extensions/a/package.json:",
        "- "orchestrate.dependOn" is not a known key. Did you mean "dependsOn"?",
        "- "orchestrate.output" is not a known key here. It belongs into the configuration of the workspace, not of one extension.",
        "- "orchestrate.zzzzzzzz" is not a known key. Known keys are "name", "formerNames", "dependsOn", "fragment", "migrations", "namespace".",
        "- "orchestrate.name" must be a string, found 3. Correct the value.",
        "- "orchestrate.namespace" must be a string, found 1. Correct the value.",
        "- "orchestrate.fragment" must be a path inside the extension's directory, found 1. Correct the value.",
        "- "orchestrate.migrations" must be a path inside the extension's directory, found "../m". Correct the value.",
        "<root>/extensions/b/package.json:",
        "- "orchestrate.dependsOn" must be a list of extension names, found ["core","@acme/blog"]. Correct the value.",
        "<root>/extensions/c/package.json:",
        "- "orchestrate" must be an object, found "core". Correct the value.",
        "<root>/extensions/d/package.json:",
        "- it is not valid JSON: …",
        "<root>/extensions/e/package.json:",
        "- "orchestrate.namespace" must be the name of a database schema (names that start with "pg_" are those of PostgreSQL itself), found "pg_e". Correct the value.",
        "<root>/extensions/f/package.json:",
        "- "orchestrate.namespace" must be the name of a database schema (it is empty), found "". Correct the value.",
      ]
    `);
  });

  it.each<[string, Files, string]>([
    [
      'a manifest',
      { 'extensions/blog/package.json': manifest({ dependsOn: [] }) },
      '- <root>/extensions/blog has no *.prisma file in prisma/',
    ],
    [
      'revisions',
      { 'extensions/blog/prisma/migrations/1_x/migration.sql': '' },
      '- <root>/extensions/blog has no *.prisma file in prisma/',
    ],
    [
      'a place in the list',
      { blog: null, ...config({ extensions: ['./blog'] }) },
      '- <root>/blog has no *.prisma file in prisma/',
    ],
    [
      'a fragment elsewhere',
      { 'extensions/blog/package.json': manifest({ fragment: 'db' }), 'extensions/blog/prisma/schema.prisma': '' },
      '- <root>/extensions/blog/db, which "orchestrate.fragment" of <root>/extensions/blog/package.json names, does not exist',
    ],
  ])('has an extension with %s and no fragment', async (_, files, message) => {
    const error = await failureOf(files);
    expect(error).toMatchObject({ code: 'WORKSPACE.FRAGMENT_MISSING', kind: 'usage' });
    expect(error.shown).toContain(message);
  });

  it.each<[string, Files, string]>([
    ['a directory for package.json', { 'extensions/blog/package.json': null }, 'EISDIR'],
    ['a link in a circle', { 'extensions/blog/prisma': { link: 'prisma' } }, 'ELOOP'],
    ['a file for prisma/', { 'extensions/blog/prisma/migrations': '', 'extensions/x': { link: 'x' } }, 'ELOOP'],
  ])('has %s', async (_, files, errno) => {
    expect(await failureOf(files)).toMatchObject({ code: 'FILE.UNREADABLE', meta: { errno } });
  });
});

describe('readFragments', () => {
  it('gives the text of every file with its path from the root', async () => {
    const cwd = testdir({
      ...core,
      'orchestrate.config.json': JSON.stringify({ core: { namespace: 'app' } }),
      'extensions/blog/package.json': manifest({ dependsOn: ['core'], namespace: 'blog' }),
      'extensions/blog/prisma/post.prisma': '\uFEFFmodel A {}\r\n',
      'extensions/none/package.json': manifest({ fragment: null }),
    });
    const workspace = await readWorkspace({ cwd, environment: {} });
    expect(await readFragments(workspace)).toEqual([
      {
        name: 'core',
        dependsOn: [],
        namespace: 'app',
        manifestPath: 'orchestrate.config.json',
        files: [{ path: 'prisma/schema.prisma', text: 'datasource db { provider = "sqlite" }' }],
      },
      {
        name: 'blog',
        dependsOn: ['core'],
        namespace: 'blog',
        manifestPath: 'extensions/blog/package.json',
        files: [{ path: 'extensions/blog/prisma/post.prisma', text: 'model A {}\r\n' }],
      },
      { name: 'none', dependsOn: [], namespace: null, manifestPath: 'extensions/none/package.json', files: [] },
    ]);
  });

  it('refuses a directory in place of a file', async () => {
    const cwd = testdir({ ...core, 'extensions/blog/prisma/schema.prisma': model });
    const workspace = await readWorkspace({ cwd, environment: {} });
    const unreadable = {
      ...workspace,
      extensions: workspace.extensions.map((it) => ({ ...it, fragmentPaths: [cwd] })),
    };
    expect(await errorOf(() => readFragments(unreadable))).toMatchObject({
      code: 'FILE.UNREADABLE',
      meta: { file: cwd },
    });
    const gone = {
      ...workspace,
      extensions: workspace.extensions.map((it) => ({ ...it, fragmentPaths: [`${cwd}/x`] })),
    };
    expect((await errorOf(() => readFragments(gone))).code).toBe('FILE.UNREADABLE');
  });
});
