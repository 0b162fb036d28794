import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addEntries, type TestEntry, testdir } from '../packages/core/src/testdir.test-support.js';
import { git, INSTALLED, runGit } from './support/git-repository.js';
import { runCli } from './support/run-cli.js';
import { runInProcess } from './support/run-in-process.js';

const CORE = 'prisma/schema.prisma';
const BLOG = 'extensions/blog/prisma/schema.prisma';
const SHOP = 'extensions/shop/prisma/schema.prisma';
const NEWS = 'extensions/news/prisma/schema.prisma';
const POST =
  'model Post {\n  id Int @id\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n}\n';

/** Shop depends on blog, and news on neither. */
const FILES: Readonly<Record<string, TestEntry>> = {
  '.gitignore': 'node_modules\n*.db\n.env\n',
  'package.json': '{ "private": true }\n',
  [CORE]: 'datasource db {\n  provider = "sqlite"\n}\n\nmodel User {\n  id Int @id\n}\n',
  [BLOG]: POST,
  [SHOP]: 'model Item {\n  id Int @id\n  postId Int\n  post Post @relation(fields: [postId], references: [id])\n}\n',
  'extensions/shop/package.json': '{ "orchestrate": { "dependsOn": ["core", "blog"] } }\n',
  [NEWS]: 'model News {\n  id Int @id\n}\n',
};

interface Validated {
  readonly exitCode: number | undefined;
  readonly affected: readonly string[];
  /** `CODE FILE:LINE`. */
  readonly findings: readonly string[];
  readonly omitted: number;
  readonly passedOver: readonly string[];
  readonly error: string | null;
}

async function validate(cwd: string, ...args: readonly string[]): Promise<Validated> {
  const { exitCode, stdout } = await runInProcess(['validate', '--json', ...args], cwd);
  return toValidated(exitCode, stdout);
}

interface Document {
  readonly result:
    | (Omit<Validated, 'findings'> & {
        readonly findings: readonly {
          readonly code: string;
          readonly where: { readonly file: string; readonly line: number } | null;
        }[];
      })
    | null;
  readonly error: { readonly code: string } | null;
}

function toValidated(exitCode: number | undefined, json: string): Validated {
  const { result, error } = JSON.parse(json) as Document;
  return {
    exitCode,
    affected: result?.affected ?? [],
    findings: (result?.findings ?? []).map(({ code, where }) => `${code} ${where?.file}:${where?.line}`),
    omitted: result?.omitted ?? 0,
    passedOver: result?.passedOver ?? [],
    error: error?.code ?? null,
  };
}

const staged = (cwd: string, ...args: readonly string[]): Promise<Validated> => validate(cwd, '--staged', ...args);

const GOOD = { exitCode: 0, findings: [], error: null };
const NOTHING = { ...GOOD, affected: [] };
/** What renaming Post in blog does to shop. */
const BROKEN = { exitCode: 1, findings: [`SCHEMA.INVALID ${SHOP}:4`], error: null };
const RENAMED = POST.replace('Post', 'Article');

/** A repository in which all files are committed. */
async function repository(files: Readonly<Record<string, TestEntry>> = FILES): Promise<string> {
  const top = testdir(files);
  await git(top, 'init', '--quiet', '--initial-branch=main');
  await commit(top);
  return top;
}

async function commit(top: string): Promise<void> {
  await git(top, 'add', '--all');
  await git(top, 'commit', '--quiet', '--no-verify', '--allow-empty', '--message=All');
}

function write(top: string, files: Readonly<Record<string, TestEntry>>): void {
  addEntries(top, files);
}

async function stage(top: string, files: Readonly<Record<string, TestEntry>>): Promise<void> {
  write(top, files);
  await git(top, 'add', '--', ...Object.keys(files));
}

describe('what is staged', () => {
  it('is read from the index, whatever the working tree has', async () => {
    const top = await repository();
    expect(await staged(top)).toMatchObject(NOTHING);
    write(top, { [BLOG]: RENAMED });
    expect(await staged(top)).toMatchObject(NOTHING);
    await git(top, 'add', BLOG);
    expect(await staged(top)).toMatchObject({ ...BROKEN, affected: ['blog', 'shop'] });
    write(top, { [BLOG]: POST });
    expect(await validate(top)).toMatchObject(GOOD);
    expect(await staged(top)).toMatchObject(BROKEN);
    const { stdout } = await runInProcess(['validate', '--staged'], top);
    expect(stdout).toContain(`${SHOP}:4:8  error  SCHEMA.INVALID`);
    rmSync(join(top, 'extensions/blog'), { recursive: true });
    expect(await staged(top)).toMatchObject(BROKEN);
    await git(top, 'add', '--all');
    // Without a manifest that names it, nobody knows that shop needs blog any more but its own dependsOn.
    expect(await staged(top)).toMatchObject({ exitCode: 1, affected: ['shop'] });
    await git(top, 'reset', '--quiet', '--hard');
    expect(await staged(top)).toMatchObject(NOTHING);
  });

  it('decides what is checked', async () => {
    const top = await repository();
    await stage(top, { 'README.md': 'x', 'prisma/migrations/20260101000000_a/migration.sql': '' });
    expect(await staged(top)).toMatchObject({
      ...NOTHING,
      passedOver: ['README.md', 'prisma/migrations/20260101000000_a/migration.sql'],
    });
    const { stdout } = await runInProcess(['validate', '--staged'], top);
    expect(stdout).toBe('Nothing that concerns the schema.\n');
    await stage(top, { [NEWS]: 'model News {\n  id Int @id\n  at DateTime\n}\n' });
    expect(await staged(top)).toMatchObject({ ...GOOD, affected: ['news'] });
    await stage(top, { 'extensions/blog/package.json': '{ "orchestrate": { "dependsOn": [] } }' });
    expect(await staged(top)).toMatchObject({ ...GOOD, affected: ['blog', 'news', 'shop'] });
    await stage(top, { 'package.json': '{ "private": true, "version": "1.0.0" }' });
    expect(await staged(top)).toMatchObject({ ...GOOD, affected: ['core', 'blog', 'news', 'shop'] });
  });

  it('does not answer for what others have broken, and clashes with all of them', async () => {
    const top = await repository({ ...FILES, [SHOP]: 'model Item {\n  id Int @id\n  price Money\n}\n' });
    await stage(top, { [NEWS]: 'model News {\n  id Int @id\n\n  @@map("post")\n}\n' });
    expect(await staged(top)).toMatchObject({
      exitCode: 1,
      affected: ['news'],
      findings: [`COMPOSITION.TABLE_CLASH ${NEWS}:4`],
    });
    await git(top, 'reset', '--quiet', '--hard');
    await stage(top, { [CORE]: `${FILES[CORE]}\nmodel Broken {\n  id Nothing\n}\n` });
    await git(top, 'commit', '--quiet', '--message=Broken');
    await stage(top, { [NEWS]: 'model News {\n  id Int @id\n  at DateTime\n}\n' });
    const { exitCode, stdout, stderr } = await runInProcess(['validate', '--staged'], top);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    expect(stderr).toMatch(/^\d findings? about (an extension|extensions) that this cannot affect left out/);
  });

  it('names the extension that a reference leads to without its being declared', async () => {
    const top = await repository();
    const references =
      'model News {\n  id Int @id\n  itemId Int\n  item Item @relation(fields: [itemId], references: [id])\n}\n';
    await stage(top, { [NEWS]: `${references}/// @extend\nmodel Post {\n  news News[]\n}\n` });
    const findings = [`COMPOSITION.UNDECLARED_DEPENDENCY ${NEWS}:4`, `COMPOSITION.UNDECLARED_DEPENDENCY ${NEWS}:7`];
    const error = { exitCode: 1, findings: expect.arrayContaining(findings) };
    expect(await staged(top)).toMatchObject({ ...error, affected: ['news'] });
    expect(await validate(top, '--extension', 'news')).toMatchObject({ exitCode: 1, findings });
    expect(await validate(top)).toMatchObject(error);
    await git(top, 'reset', '--quiet', '--hard');
    await stage(top, { [NEWS]: 'model News {\n  id Int @id\n}\n\n/// @extend\nmodel Post {\n  news News[]\n}\n' });
    const blog = [`COMPOSITION.UNDECLARED_DEPENDENCY ${NEWS}:6`];
    expect((await staged(top)).findings).toEqual(expect.arrayContaining(blog));
  });

  it('may be an extension that depends on another by its former name', async () => {
    const top = await repository();
    await stage(top, { 'extensions/blog/package.json': '{ "orchestrate": { "name": "journal" } }' });
    expect(await staged(top)).toMatchObject({ exitCode: 1, affected: ['journal', 'shop'] });
  });
});

describe('the repository', () => {
  it('may have no commit yet', async () => {
    const top = testdir(FILES);
    await git(top, 'init', '--quiet');
    expect(await staged(top)).toMatchObject(NOTHING);
    await git(top, 'add', '--all');
    expect(await staged(top)).toMatchObject({ ...GOOD, affected: ['core', 'blog', 'news', 'shop'] });
    await git(top, 'rm', '--quiet', '--cached', BLOG);
    expect(await staged(top)).toMatchObject({ exitCode: 1, affected: ['core', 'news', 'shop'] });
  });

  it('must be there, and git too', async () => {
    expect(await staged(testdir(FILES))).toMatchObject({ exitCode: 2, error: 'GIT.NO_REPOSITORY' });
    const top = await repository();
    const run = await runCli(['validate', '--staged', '--json'], { cwd: top, env: { PATH: dirname(top) } });
    expect(toValidated(run.exitCode, run.stdout)).toMatchObject({ exitCode: 2, error: 'GIT.NOT_INSTALLED' });
    rmSync(join(top, '.git'), { recursive: true });
    write(top, { '.git': 'gitdir: /nowhere\n' });
    expect(await staged(top)).toMatchObject({ exitCode: 1, error: 'GIT.FAILED' });
  });

  it('may have the workspace, or several of them, in directories', async () => {
    const files = Object.entries(FILES).flatMap(([file, text]) => [
      [`a b/${file}`, text] as const,
      [`c/${file}`, text] as const,
    ]);
    const top = await repository(Object.fromEntries(files));
    await stage(top, { [`c/${BLOG}`]: RENAMED });
    expect(await staged(join(top, 'c'))).toMatchObject(BROKEN);
    expect(await staged(join(top, 'c/extensions'))).toMatchObject(BROKEN);
    expect(await staged(join(top, 'a b'))).toMatchObject(NOTHING);
    const formats = await Promise.all(
      ['github', 'sarif', 'gitlab'].map((format) =>
        runInProcess(['validate', '--staged', '--format', format], join(top, 'c')),
      ),
    );
    for (const { stdout } of formats) expect(stdout).toContain(`c/${SHOP}`);
    const check = await runInProcess(['check', '--format', 'github'], join(top, 'c'));
    expect(check.stdout).toContain(`file=c/${SHOP}`);
  });

  it.each(['--assume-unchanged', '--skip-worktree'])(
    'counts where git is told not to look at a file: %s',
    async (flag) => {
      const top = await repository();
      await stage(top, { [BLOG]: RENAMED });
      await git(top, 'update-index', flag, BLOG);
      write(top, { [BLOG]: POST });
      expect(await staged(top)).toMatchObject(BROKEN);
    },
  );

  it('may hold files that are not merged', async () => {
    const top = await repository();
    await git(top, 'switch', '--quiet', '--create=other');
    write(top, { [BLOG]: POST.replace('Int @id', 'Int @id // other') });
    await commit(top);
    await git(top, 'switch', '--quiet', 'main');
    write(top, { [BLOG]: POST.replace('Int @id', 'Int @id // main'), [NEWS]: 'model News {\n  id String @id\n}\n' });
    await commit(top);
    expect((await runGit(top, ['merge', 'other'])).exitCode).toBe(1);
    expect(await staged(top)).toMatchObject({ error: 'GIT.UNMERGED' });
    await stage(top, { [NEWS]: 'model News {\n  id BigInt @id\n}\n' });
    const { exitCode, stderr } = await runInProcess(['validate', '--staged'], top);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(BLOG) });
    expect(await staged(top)).toMatchObject({ error: 'GIT.UNMERGED' });
  });
});

describe('an index that is unlike the working tree', () => {
  it.each<readonly [string, (top: string) => Promise<unknown>, object]>([
    [
      'a file that is only announced',
      async (top) => {
        write(top, { 'extensions/blog/prisma/more.prisma': 'model News {\n  id Int @id\n}\n' });
        await git(top, 'add', '--intent-to-add', 'extensions/blog/prisma/more.prisma');
        await stage(top, { [BLOG]: `${POST}// more\n` });
      },
      { ...GOOD, affected: ['blog', 'shop'] },
    ],
    [
      'an extension that is not tracked',
      async (top) => {
        write(top, {
          'extensions/new/prisma/schema.prisma': 'model News {\n  id Int @id\n}\n',
          'extensions/new/prisma/migrations/a/b': '',
        });
        await stage(top, { [NEWS]: 'model News {\n  id Int @id // more\n}\n' });
      },
      { ...GOOD, affected: ['news'] },
    ],
    [
      'a deletion, with the file still there',
      async (top) => git(top, 'rm', '--quiet', '--cached', '-r', 'extensions/blog'),
      {
        exitCode: 1,
        affected: ['shop'],
        findings: ['COMPOSITION.UNKNOWN_DEPENDENCY extensions/shop/package.json:1', `SCHEMA.INVALID ${SHOP}:4`],
      },
    ],
    [
      'an extension that is only in the index',
      async (top) => {
        await stage(top, {
          'extensions/é "new"\n/prisma/a.prisma': 'model News {\n  id Int @id\n}\n',
          'extensions/é "new"\n/package.json': '{ "orchestrate": { "name": "new" } }',
        });
        rmSync(join(top, 'extensions/é "new"\n'), { recursive: true });
      },
      { exitCode: 1, affected: ['new'], findings: [`COMPOSITION.NAME_CLASH ${NEWS}:1`] },
    ],
    [
      'a file that git does not look for',
      async (top) => {
        await git(top, 'update-index', '--skip-worktree', SHOP);
        rmSync(join(top, SHOP));
        await stage(top, { [BLOG]: RENAMED });
      },
      BROKEN,
    ],
    [
      'a sparse checkout',
      async (top) => {
        await git(top, 'sparse-checkout', 'set', 'prisma', 'extensions/blog');
        await stage(top, { [BLOG]: RENAMED });
      },
      BROKEN,
    ],
    [
      'a fragment that is no *.prisma file',
      async (top) => {
        const manifest = '{ "orchestrate": { "fragment": "blog.psl" } }';
        await stage(top, { 'extensions/blog/package.json': manifest, 'extensions/blog/blog.psl': POST });
        await git(top, 'commit', '--quiet', '--message=Move');
        await stage(top, { 'extensions/blog/blog.psl': RENAMED });
        write(top, { 'extensions/blog/blog.psl': POST });
      },
      BROKEN,
    ],
    [
      'a renamed file',
      async (top) => git(top, 'mv', BLOG, 'extensions/news/prisma/posts.prisma'),
      { exitCode: 1, affected: ['news', 'shop'] },
    ],
    [
      'a directory in place of a file',
      async (top) => {
        await stage(top, { [BLOG]: RENAMED });
        rmSync(join(top, 'extensions/shop'), { recursive: true });
        write(top, { 'extensions/shop': 'x' });
      },
      BROKEN,
    ],
  ])('%s', async (_, change, expected) => {
    const top = await repository();
    await change(top);
    expect(await staged(top)).toMatchObject(expected);
  });

  it('line ends that differ count as no change', async () => {
    const top = await repository({ ...FILES, '.gitattributes': '*.prisma text eol=crlf\n' });
    rmSync(join(top, 'extensions'), { recursive: true });
    await git(top, 'checkout', '--', '.');
    await stage(top, { [BLOG]: RENAMED.replaceAll('\n', '\r\n') });
    write(top, { [SHOP]: 'nothing of a schema\r\n' });
    expect(await staged(top)).toMatchObject(BROKEN);
  });

  it('symbolic links lead to what is staged', async () => {
    const { [BLOG]: _, ...others } = FILES;
    const top = await repository({
      ...others,
      [SHOP]: { link: '../../../shared/shop.prisma' },
      'shared/shop.prisma': FILES[SHOP] as string,
      'packages/blog/prisma/schema.prisma': POST,
      'extensions/blog': { link: '../packages/blog' },
    });
    await stage(top, { 'packages/blog/prisma/schema.prisma': RENAMED });
    expect(await staged(top)).toMatchObject({ ...BROKEN, affected: ['blog', 'shop'] });
    write(top, { 'packages/blog/prisma/schema.prisma': POST });
    expect(await staged(top)).toMatchObject(BROKEN);
    await git(top, 'reset', '--quiet', '--hard');
    await stage(top, { 'shared/shop.prisma': 'model Item {\n  id Nothing\n}\n' });
    write(top, { 'shared/shop.prisma': FILES[SHOP] as string });
    expect(await staged(top)).toMatchObject({ exitCode: 1, affected: ['shop'] });
    rmSync(join(top, SHOP));
    await git(top, 'add', SHOP);
    symlinkSync('../prisma', join(top, SHOP));
    expect(await staged(top)).toMatchObject({ error: 'WORKSPACE.FRAGMENT_MISSING' });
  });

  it('a submodule has the content that is checked out', async () => {
    const blog = await repository({ 'prisma/schema.prisma': POST });
    const top = await repository({ ...FILES, [BLOG]: null, 'extensions/blog': null });
    rmSync(join(top, 'extensions/blog'), { recursive: true });
    await git(top, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', blog, 'extensions/blog');
    expect(await staged(top)).toMatchObject({ ...GOOD, affected: ['blog', 'shop'] });
    await commit(top);
    write(top, { [BLOG]: RENAMED });
    await git(join(top, 'extensions/blog'), 'commit', '--quiet', '--all', '--message=Rename');
    expect(await staged(top)).toMatchObject(NOTHING);
    await git(top, 'add', 'extensions/blog');
    expect(await staged(top)).toMatchObject(BROKEN);
  });

  it('configuration is read from the working tree, and says so', async () => {
    const top = await repository({ ...FILES, '.orchestraterc.json': '{}', 'orchestrate.txt': '' });
    await stage(top, {
      [NEWS]: 'model News {\n  id String @id\n}\n',
      '.orchestraterc.json': '{ "autoDiscover": false }',
    });
    write(top, { '.orchestraterc.json': '{}' });
    expect(await staged(top)).toMatchObject({
      exitCode: 0,
      findings: ['VALIDATE.CONFIG_NOT_STAGED .orchestraterc.json:1'],
    });
  });
});

/** A hook that checks, in a repository that has orchestrate installed. */
async function hooked(): Promise<string> {
  const top = await repository({ ...FILES, ...INSTALLED });
  chmodSync(join(top, 'node_modules/.bin/orchestrate'), 0o755);
  mkdirSync(join(top, '.git/hooks'), { recursive: true });
  const cli = join(top, 'node_modules/.bin/orchestrate');
  // From below the top, where what git's variables name is not found.
  writeFileSync(join(top, '.git/hooks/pre-commit'), `#!/bin/sh\ncd extensions && '${cli}' validate --staged\n`, {
    mode: 0o755,
  });
  return top;
}

describe('a hook', () => {
  it('sees what each way of committing would commit', async () => {
    const top = await hooked();
    const stopped = { exitCode: 1, output: expect.stringContaining(`${SHOP}:4:8  error`) };
    write(top, { [BLOG]: RENAMED, [NEWS]: 'model News {\n  id String @id\n}\n' });
    expect(await runGit(top, ['commit', '--all', '--message=Rename'])).toMatchObject(stopped);
    expect(await runGit(top, ['commit', '--message=Rename', BLOG])).toMatchObject(stopped);
    expect(await runGit(top, ['commit', '--message=News', NEWS])).toMatchObject({ exitCode: 0 });
    const tree = join(dirname(top), `${top}-tree`);
    await git(top, 'worktree', 'add', '--quiet', tree);
    try {
      write(tree, { [BLOG]: RENAMED });
      expect(await runGit(tree, ['commit', '--all', '--message=Rename'])).toMatchObject(stopped);
      renameSync(join(tree, SHOP), join(tree, 'extensions/shop/prisma/shop.prisma'));
      write(tree, { 'extensions/shop/prisma/shop.prisma': 'model Item {\n  id Int @id\n}\n' });
      await git(tree, 'add', '--all');
      expect(await runGit(tree, ['commit', '--message=Rename'])).toMatchObject({ exitCode: 0 });
    } finally {
      rmSync(tree, { recursive: true });
    }
  });
});

describe('files', () => {
  it('say what is checked, and the working tree what is in them', async () => {
    const top = testdir({ ...FILES, [BLOG]: RENAMED, 'other/a.txt': '' });
    expect(await validate(top, BLOG)).toMatchObject({ ...BROKEN, affected: ['blog', 'shop'] });
    expect(await validate(top, join(top, NEWS), 'package.json', 'other')).toMatchObject({
      affected: ['core', 'blog', 'news', 'shop'],
    });
    expect(await validate(top, join(top, NEWS), 'other')).toMatchObject({
      ...GOOD,
      affected: ['news'],
      passedOver: ['other'],
    });
    expect(await validate(join(top, 'extensions/shop'), '../news', 'prisma')).toMatchObject({
      ...BROKEN,
      affected: ['news', 'shop'],
    });
    expect(await validate(top, 'other')).toMatchObject({ ...NOTHING, passedOver: ['other'] });
    expect(await validate(top, '.')).toMatchObject({ affected: ['core', 'blog', 'news', 'shop'] });
    expect(await validate(join(top, 'other'), '--cwd', top, '../extensions/news')).toMatchObject({
      affected: ['news'],
    });
    const told = await runInProcess(['validate', '--verbose', 'other', NEWS], top);
    expect(told.stderr).toBe('Passed over: other\n');
  });

  it('may be named by way of a symbolic link', async () => {
    const top = await repository();
    write(top, { [BLOG]: RENAMED });
    const link = join(testdir(), 'link');
    symlinkSync(top, link);
    const expected = { ...BROKEN, affected: ['blog', 'shop'], passedOver: [] };
    expect(await validate(top, join(link, BLOG))).toMatchObject(expected);
    expect(await validate(link, join(top, BLOG))).toMatchObject(expected);
  });

  it('must be there, and go without --extension', async () => {
    const top = testdir(FILES);
    expect(await validate(top, NEWS, 'nowhere.prisma')).toMatchObject({ exitCode: 2, error: 'VALIDATE.NO_FILE' });
    expect(await validate(top, NEWS, '--extension', 'news')).toMatchObject({
      exitCode: 2,
      error: 'VALIDATE.EXTENSION_AND_FILES',
    });
    expect((await validate(top, '--staged', '--extension', 'news')).exitCode).toBe(2);
  });

  it('are read from the index with --staged', async () => {
    const top = await repository();
    await stage(top, { [BLOG]: RENAMED, [NEWS]: 'model News {\n  id String @id\n}\n' });
    write(top, { [BLOG]: POST, 'new.prisma': '' });
    expect(await staged(top, NEWS, 'new.prisma')).toMatchObject({
      ...GOOD,
      affected: ['news'],
      passedOver: ['new.prisma'],
    });
    rmSync(join(top, BLOG));
    expect(await staged(top, BLOG)).toMatchObject(BROKEN);
  });
});
