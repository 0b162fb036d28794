import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../error-of.test-support.js';
import { checksum } from '../revisions/checksum.js';
import { type TestEntry, testdir } from '../testdir.test-support.js';
import { readDownScript } from './read-down-script.js';
import { type ReadRevisions, readRevisions } from './read-revisions.js';
import { readWorkspace } from './read-workspace.js';

type Files = Readonly<Record<string, TestEntry>>;

const schema = 'datasource db { provider = "sqlite" }';

async function read(files: Files, names?: readonly string[]): Promise<ReadRevisions & { readonly root: string }> {
  const root = testdir({
    '.git': null,
    'prisma/schema.prisma': schema,
    'extensions/blog/prisma/schema.prisma': '',
    ...files,
  });
  return { root, ...(await readRevisions(await readWorkspace({ cwd: root, environment: {} }), names)) };
}

function inBlog(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, entry]) => [`extensions/blog/prisma/migrations/${name}`, entry]),
  );
}

describe('readRevisions', () => {
  it('reads a history that Prisma wrote: each follows the one before it', async () => {
    const { revisions, findings, root } = await read({
      'prisma/migrations/migration_lock.toml': 'provider = "sqlite"',
      'prisma/migrations/20260201000000_add_posts/migration.sql': 'CREATE TABLE b (id int);',
      'prisma/migrations/20260101000000_init/migration.sql': '-- init',
      'prisma/migrations/.tmp-1-x/migration.sql': 'half',
      'prisma/migrations/readme.md': '',
      'prisma/migrations/link': { link: 'nowhere' },
    });
    expect(findings).toEqual([]);
    expect(revisions).toEqual([
      {
        id: 'core/20260101000000_init',
        extension: 'core',
        name: '20260101000000_init',
        parents: [],
        parentage: 'implied',
        requires: [],
        message: 'init',
        transactional: 'auto',
        adopts: [],
        replaces: [],
        checksum: checksum('-- init'),
        sql: '-- init',
        directory: path.join(root, 'prisma/migrations/20260101000000_init'),
      },
      expect.objectContaining({ parents: ['core/20260101000000_init'], message: 'add posts' }),
    ]);
  });

  it('reads revision.json', async () => {
    const manifest = {
      message: 'Add posts',
      parent: ['1_a', '1_b'],
      requires: ['core/1_init'],
      transactional: false,
      adopts: ['Post'],
      replaces: ['blog/0_x'],
    };
    const { revisions, findings } = await read(
      inBlog({
        '1_a/migration.sql': '',
        '1_a/revision.json': '{ "message": "A", "parent": null, "requires": [], "transactional": true }',
        '1_b/migration.sql': '',
        '1_b/revision.json': '{ "message": "B", "parent": "1_a", "requires": [] }',
        '2_c/migration.sql': '',
        '2_c/revision.json': JSON.stringify(manifest),
      }),
    );
    expect(findings).toEqual([]);
    expect(revisions).toMatchObject([
      { id: 'blog/1_a', parents: [], parentage: 'declared', transactional: 'yes' },
      { id: 'blog/1_b', parents: ['blog/1_a'], parentage: 'declared', transactional: 'auto' },
      {
        id: 'blog/2_c',
        parents: ['blog/1_a', 'blog/1_b'],
        requires: ['core/1_init'],
        message: 'Add posts',
        transactional: 'no',
        adopts: ['Post'],
        replaces: ['blog/0_x'],
      },
    ]);
  });

  it('keeps a byte order mark, which the checksum covers', async () => {
    const { revisions } = await read({ 'prisma/migrations/1/migration.sql': '\uFEFFSELECT 1;\r\n' });
    expect(revisions[0]).toMatchObject({ sql: '\uFEFFSELECT 1;\r\n', checksum: checksum('\uFEFFSELECT 1;\r\n') });
  });

  it('reads only the extensions asked for', async () => {
    const files = { 'prisma/migrations/1/migration.sql': '', ...inBlog({ '1/migration.sql': '' }) };
    expect((await read(files, ['blog'])).revisions.map(({ id }) => id)).toEqual(['blog/1']);
    expect((await read(files, [])).revisions).toEqual([]);
    expect((await read(files)).revisions.map(({ id }) => id)).toEqual(['core/1', 'blog/1']);
  });

  it('reads revisions in a directory that a link leads to', async () => {
    const files = { 'elsewhere/1_a/migration.sql': '', ...inBlog({ '2_b': { link: '../../../../elsewhere/1_a' } }) };
    expect((await read(files)).revisions.map(({ id }) => id)).toEqual(['blog/2_b']);
  });

  it('finds every revision that cannot be read whole', async () => {
    const { revisions, findings } = await read(
      inBlog({
        '1_none/revision.json': '{ "message": "A", "parent": null, "requires": [] }',
        '2_bytes/migration.sql': Buffer.from('-- a\n-- ü \xfc', 'latin1'),
        '3_json/migration.sql': '',
        '3_json/revision.json': '{\n  "mesage": "x",\n  "parent": null, "requires": 1\n}',
        '4_empty': null,
        '5_utf16/migration.sql': Buffer.from('\n-- a\nSELECT 1;', 'utf16le').swap16(),
      }),
    );
    expect(revisions.map(({ id, parentage }) => [id, parentage])).toEqual([['blog/3_json', 'implied']]);
    const places = findings.map(({ code, severity, extension, where }) => {
      const file = path.posix.relative('extensions/blog/prisma/migrations', where?.file ?? '');
      return `${severity} ${code} ${extension} ${file}:${where?.line}:${where?.column}`;
    });
    expect(places).toEqual([
      'error REVISION.MISSING_SQL blog 1_none/migration.sql:1:1',
      'error REVISION.NOT_UTF8 blog 2_bytes/migration.sql:2:4',
      'error REVISION.MANIFEST_INVALID blog 3_json/revision.json:1:1',
      'error REVISION.MANIFEST_INVALID blog 3_json/revision.json:2:3',
      'error REVISION.MANIFEST_INVALID blog 3_json/revision.json:3:19',
      'error REVISION.MISSING_SQL blog 4_empty/migration.sql:1:1',
      'error REVISION.NOT_UTF8 blog 5_utf16/migration.sql:1:1',
    ]);
  });

  it.each<[string, Files, string]>([
    ['a file for the directory', { 'prisma/migrations': '' }, 'ENOTDIR'],
    ['a directory for the SQL', { 'prisma/migrations/1/migration.sql': null }, 'EISDIR'],
    ['a directory for the manifest', { 'prisma/migrations/1/revision.json': null }, 'EISDIR'],
    ['links in a circle', { 'prisma/migrations/1/migration.sql': { link: 'migration.sql' } }, 'ELOOP'],
  ])('refuses %s', async (_, files, errno) => {
    expect(await errorOf(() => read(files))).toMatchObject({ code: 'FILE.UNREADABLE', meta: { errno } });
  });
});

describe('readDownScript', () => {
  it('reads down.sql', async () => {
    const root = testdir({ 'a/down.sql': 'DROP TABLE a;', b: null, 'c/down.sql': null });
    expect(await readDownScript({ directory: path.join(root, 'a') })).toBe('DROP TABLE a;');
    expect(await readDownScript({ directory: path.join(root, 'b') })).toBeNull();
    expect((await errorOf(() => readDownScript({ directory: path.join(root, 'c') }))).code).toBe('FILE.UNREADABLE');
  });

  it('refuses what is not UTF-8', async () => {
    const root = testdir({ 'a/down.sql': Buffer.from(`UPDATE a SET x = '\xfc';`, 'latin1') });
    const error = await errorOf(() => readDownScript({ directory: path.join(root, 'a') }));
    expect(error).toMatchObject({ code: 'REVISION.NOT_UTF8', meta: { line: 1, column: 19 } });
  });
});
