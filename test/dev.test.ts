import { readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blogWorkspace, CORE_1, POST, USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { NOTHING_LEFT, readLeftovers } from './support/postgres-leftovers.js';
import { repositoryRoot } from './support/repository.js';
import { runAnswering } from './support/run-answering.js';
import { startCli } from './support/run-cli.js';
import { type DatabaseKind, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

/** What `dev --json` gives, as far as the tests look at it. */
interface Round {
  readonly revisions: readonly {
    readonly revision: string;
    readonly message: string;
    readonly requires: readonly string[];
    readonly migrationSql: string;
  }[];
  readonly upgrade: { readonly revisions: readonly { readonly revision: string }[] } | null;
  readonly composition: { readonly files: readonly { readonly path: string; readonly state: string }[] };
  readonly generated: boolean;
}

const SHOP =
  'model Item {\n  id     Int  @id\n  postId Int\n  post   Post @relation(fields: [postId], references: [id])\n}\n';

/** Core, blog on it and shop on both, none of which has a revision. */
function threeExtensions(on: DatabaseKind): Promise<TestWorkspace> {
  const manifest = JSON.stringify({ name: 'shop', orchestrate: { dependsOn: ['blog'] } });
  const fragments = { core: USER, blog: POST, shop: SHOP };
  return TestWorkspace.on(on, fragments, { 'extensions/shop/package.json': manifest });
}

function extensionsOf({ revisions }: Round): readonly string[] {
  return revisions.map(({ revision }) => revision.split('/')[0] ?? '');
}

describe.each(DATABASES)('dev on $name', (on) => {
  it('makes the revisions of all that changed, dependencies first, and then has nothing to do', async () => {
    const workspace = await threeExtensions(on);
    const first = await workspace.ok<Round>('dev', '-m', 'Begin');
    expect(extensionsOf(first)).toEqual(['core', 'blog', 'shop']);
    const [core, blog, shop] = first.revisions;
    expect(blog?.requires).toEqual([core?.revision]);
    expect(shop?.requires).toEqual([core?.revision, blog?.revision]);
    expect(first.revisions.map(({ message }) => message)).toEqual(['Begin', 'Begin', 'Begin']);
    expect(first.upgrade?.revisions.map(({ revision }) => revision)).toEqual(
      first.revisions.map(({ revision }) => revision),
    );
    expect(first.composition.files.map(({ state }) => state)).toEqual(['written', 'written', 'written']);
    expect(await tablesOf(workspace.database)).toEqual(expect.arrayContaining(['Item', 'Post', 'User']));

    // A column of core, a relation of blog to a new model of core, and a column of shop, at once.
    workspace.fragment(
      'core',
      `${USER.replace('  email ', '  name  String?\n  email ')}\nmodel Tag {\n  id Int @id\n}\n`,
    );
    workspace.fragment(
      'blog',
      POST.replace('  title ', '  tagId Int?\n  tag Tag? @relation(fields: [tagId], references: [id])\n  title '),
    );
    workspace.fragment('shop', SHOP.replace('  postId ', '  price Int?\n  postId '));
    const second = await workspace.ok<Round>('dev', '-m', 'More');
    expect(extensionsOf(second)).toEqual(['core', 'blog', 'shop']);
    expect(second.revisions[1]?.requires).toEqual([second.revisions[0]?.revision]);

    const before = await workspace.snapshot();
    expect(await workspace.ok('dev')).toMatchObject({ pending: [], revisions: [], upgrade: { revisions: [] } });
    expect(await workspace.snapshot()).toEqual(before);
    for (const extension of ['core', 'blog', 'shop']) {
      expect(await workspace.auto(extension)).toMatchObject({ kind: 'no-change' });
    }
  });

  it('makes nothing where there is no message and no one to ask, and lists what it would make', async () => {
    const workspace = await threeExtensions(on);
    const before = await workspace.snapshot();
    const { exitCode, stdout } = await workspace.run('dev', '--json');
    const { error } = JSON.parse(stdout);
    expect({ exitCode, code: error.code }).toEqual({ exitCode: 3, code: 'DEV.NEEDS_MESSAGE' });
    expect(error.meta.pending.map(({ extension }: { extension: string }) => extension)).toEqual([
      'core',
      'blog',
      'shop',
    ]);
    expect(error.meta.pending[2].migrationSql).toContain('CREATE TABLE "Item"');
    expect((await workspace.run('dev')).stderr).toContain('CREATE TABLE "Item"');
    expect(await workspace.refused('dev', '-m', ' ')).toMatchObject({ code: 'REVISION.NO_MESSAGE', exitCode: 2 });
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('makes revisions of the extensions that are named, and leaves the database alone where it is told to', async () => {
    const workspace = await threeExtensions(on);
    const refusal = await workspace.refused('dev', '-m', 'Begin', '--extension', 'blog');
    expect(refusal).toMatchObject({ code: 'REVISION.DEPENDENCY_PENDING', exitCode: 1 });
    const made = await workspace.ok<Round>(
      'dev',
      '-m',
      'Begin',
      '--extension',
      'blog',
      '--extension',
      'core',
      '--no-upgrade',
    );
    expect(extensionsOf(made)).toEqual(['core', 'blog']);
    expect(made.upgrade).toBeNull();
    expect(await tablesOf(workspace.database)).toEqual([]);
    expect(await workspace.refused('dev', '--extension', 'blgo')).toMatchObject({
      code: 'WORKSPACE.UNKNOWN_EXTENSION',
      exitCode: 2,
    });
  });

  it('loses data with consent only, and then nothing of the other extensions is written either', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    workspace.fragment('core', USER.replace('  role  Role   @default(READER)\n', ''));
    workspace.fragment('blog', POST.replace('  title ', '  text String?\n  title '));
    const before = await workspace.snapshot();
    expect(await workspace.refused('dev')).toMatchObject({
      code: 'DEV.NEEDS_MESSAGE',
      fix: expect.stringContaining('dev -m "…" --allow-destructive'),
    });
    expect(await workspace.refused('dev', '-m', 'Simplify')).toMatchObject({
      exitCode: 3,
      code: 'REVISION.DESTRUCTIVE',
    });
    expect(await workspace.snapshot()).toEqual(before);
    const made = await workspace.ok<Round>('dev', '-m', 'Simplify', '--allow-destructive');
    expect(extensionsOf(made)).toEqual(['core', 'blog']);
  });

  it('shows every finding and makes nothing while one is an error', async () => {
    const workspace = await threeExtensions(on);
    workspace.fragment('blog', POST.replace('model Post', 'model User'));
    workspace.fragment('shop', SHOP.replace('Int\n', 'Itn\n'));
    const before = await workspace.snapshot();
    const { exitCode, stdout } = await workspace.run('dev', '-m', 'Begin', '--json');
    expect(exitCode).toBe(1);
    const codes = JSON.parse(stdout).result.findings.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(expect.arrayContaining(['COMPOSITION.NAME_CLASH', 'SCHEMA.INVALID']));
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('keeps the revisions where the upgrade fails, says how to go on, and goes on', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    await workspace.database.execute(`INSERT INTO "User" ("id", "email") VALUES (1, 'a@example.org');`);
    workspace.fragment('core', USER.replace('  email ', '  name  String\n  email '));
    workspace.fragment('blog', POST.replace('  title ', '  text String?\n  title '));
    const refusal = await workspace.refused('dev', '-m', 'Names', '--allow-destructive');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
    expect(refusal.fix).toContain('then run `orchestrate dev` again');
    const [, core = '', blog = ''] = /delete (\S+) and (\S+) and run/.exec(refusal.fix) ?? [];
    expect([core, blog].map((directory) => workspace.has(`${directory}/migration.sql`))).toEqual([true, true]);

    workspace.remove(core);
    workspace.remove(blog);
    workspace.fragment('core', USER.replace('  email ', '  name  String @default("")\n  email '));
    const made = await workspace.ok<Round>('dev', '-m', 'Names with a default');
    expect(extensionsOf(made)).toEqual(['core', 'blog']);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
  });

  it('lets go of a reference before what it refers to is taken away', async () => {
    const tag = 'model Tag {\n  id   Int @id\n  code Int @unique\n}\n';
    const post = (field: string) => `model Post {\n  id    Int  @id\n  tagId Int?\n${field}}\n`;
    const relation = '  tag   Tag? @relation(fields: [tagId], references: [code])\n';
    const workspace = await TestWorkspace.on(on, { core: USER + tag, blog: post(relation) });
    await workspace.ok('dev', '-m', 'Begin');
    await workspace.database.execute('INSERT INTO "Tag" VALUES (1, 7); INSERT INTO "Post" VALUES (1, 7);');
    workspace.fragment('core', USER + tag.replace('  code Int @unique\n', ''));
    workspace.fragment('blog', post(''));
    const made = await workspace.ok<Round>('dev', '-m', 'No codes', '--allow-destructive');
    expect(extensionsOf(made)).toEqual(['blog', 'core']);
    expect(made.revisions[1]?.requires).toEqual([made.revisions[0]?.revision]);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
  });

  it('refuses to replace in one step what another extension refers to', async () => {
    const model = (name: string) => `model ${name} {\n  id Int @id\n}\n`;
    const post = (name: string) =>
      `model Post {\n  id    Int  @id\n  tagId Int?\n  tag   ${name}? @relation(fields: [tagId], references: [id])\n}\n`;
    const workspace = await TestWorkspace.on(on, { core: USER + model('Tag'), blog: post('Tag') });
    await workspace.ok('dev', '-m', 'Begin');
    workspace.fragment('core', USER + model('Label'));
    workspace.fragment('blog', post('Label'));
    expect(await workspace.refused('dev', '-m', 'Labels', '--allow-destructive')).toMatchObject({
      code: 'DEV.ENTANGLED',
      exitCode: 1,
    });
    workspace.fragment('core', USER + model('Label') + model('Tag'));
    expect(extensionsOf(await workspace.ok<Round>('dev', '-m', 'Labels'))).toEqual(['core', 'blog']);
    workspace.fragment('core', USER + model('Label'));
    const last = await workspace.ok<Round>('dev', '-m', 'No tags', '--allow-destructive');
    expect(extensionsOf(last)).toEqual(['core']);
  });

  it('applies what others have made, and drafts on top of it', async () => {
    const workspace = await blogWorkspace(on);
    workspace.fragment('blog', POST.replace('  title ', '  text String?\n  title '));
    const made = await workspace.ok<Round>('dev', '-m', 'Texts');
    expect(extensionsOf(made)).toEqual(['blog']);
    expect(made.upgrade?.revisions).toHaveLength(3);
    expect(made.revisions[0]?.requires).toEqual([CORE_1]);
  });

  it('leaves what npm has installed to its author', async () => {
    const manifest = '{ "name": "likes", "orchestrate": { "dependsOn": ["core"] } }\n';
    const workspace = await TestWorkspace.on(
      on,
      { core: USER },
      {
        'orchestrate.config.json': '{ "extensions": ["likes"] }\n',
        'node_modules/likes/package.json': manifest,
        'node_modules/likes/prisma/schema.prisma': 'model Like {\n  id Int @id\n}\n',
      },
    );
    expect(extensionsOf(await workspace.ok<Round>('dev', '-m', 'Begin'))).toEqual(['core']);
    expect(await workspace.ok<Round>('dev')).toMatchObject({ revisions: [] });
    const named = await workspace.refused('dev', '-m', 'Likes', '--extension', 'likes');
    expect(named).toMatchObject({ exitCode: 2, code: 'WORKSPACE.INSTALLED_EXTENSION' });
  });

  it('makes no revision of an extension that has diverged', async () => {
    const workspace = await blogWorkspace(on);
    const parent = '20260102000000_init';
    workspace.revision('blog/20260103000000_one', { up: 'SELECT 1;\n', parent });
    workspace.revision('blog/20260104000000_other', { up: 'SELECT 1;\n', parent });
    workspace.fragment('blog', POST.replace('  title ', '  text String?\n  title '));
    expect(await workspace.refused('dev', '-m', 'Texts')).toMatchObject({ code: 'REVISION.DIVERGED' });
  });
});

describe.each(DATABASES)('dev on $name, with someone to ask', (on) => {
  it('asks for one message, or for one each', async () => {
    const workspace = await threeExtensions(on);
    const { exitCode, stdout } = await runAnswering(['dev'], {
      cwd: workspace.root,
      answer: (question) => (question.includes('all 3') ? '\r' : `Begin ${/in (\w+)/.exec(question)?.[1]}\r`),
    });
    expect(exitCode).toBe(0);
    expect([...stdout.matchAll(/^Created (\w+)\/\d+_(\w+)/gm)].map(([, extension, slug]) => [extension, slug])).toEqual(
      [
        ['core', 'begin_core'],
        ['blog', 'begin_blog'],
        ['shop', 'begin_shop'],
      ],
    );
  });

  it.each([
    ['nothing is answered', '\r', 3, 'DEV.NEEDS_MESSAGE'],
    ['it is ended with Ctrl+C', '\u0003', 130, 'CLI.INTERRUPTED'],
    ['it is ended with Ctrl+D', '\u0004', 130, 'CLI.INTERRUPTED'],
  ])('writes nothing where %s', async (_what, typed, exitCode, code) => {
    const workspace = await TestWorkspace.on(on, { core: USER });
    const before = await workspace.snapshot();
    const run = await runAnswering(['dev'], { cwd: workspace.root, answer: () => typed });
    expect(run).toMatchObject({ exitCode, stderr: expect.stringContaining(code) });
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('asks about what is lost before it asks for a message', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    workspace.fragment('core', USER.replace('  role  Role   @default(READER)\n', ''));
    const asked: string[] = [];
    const dev = (consent: string) =>
      runAnswering(['dev'], {
        cwd: workspace.root,
        answer: (question) => {
          asked.push(question);
          return question.includes('y/N') ? consent : 'No roles\r';
        },
      });
    expect(await dev('n\r')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('REVISION.DESTRUCTIVE') });
    expect(asked).toHaveLength(1);
    expect(await dev('y\r')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('_no_roles') });
  });

  it('makes nothing of a draft that is out of date when the answer comes', async () => {
    const workspace = await TestWorkspace.on(on, { core: USER });
    const run = await runAnswering(['dev'], {
      cwd: workspace.root,
      answer: () => {
        workspace.fragment('core', USER.replace('  email ', '  name  String?\n  email '));
        return 'Begin\r';
      },
    });
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('REVISION.CHANGED_MEANWHILE') });
    expect(workspace.has('prisma/migrations')).toBe(false);
  });

  it('makes the revisions once where two runs meet', async () => {
    const workspace = await threeExtensions(on);
    const runs = [1, 2].map((run) => startCli(['dev', '-m', `Run ${run}`, '--json'], { cwd: workspace.root }));
    const documents = (await Promise.all(runs)).map(({ stdout }) => JSON.parse(stdout));
    for (const { error } of documents)
      expect(error?.code ?? 'REVISION.CHANGED_MEANWHILE').toBe('REVISION.CHANGED_MEANWHILE');
    const made = documents.map(({ result }) => result?.revisions.length ?? 0);
    expect(made.sort()).toEqual([0, 3]);
    expect(await workspace.ok('dev')).toMatchObject({ revisions: [] });
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
    expect(workspace.has('.orchestrate.lock')).toBe(false);
  });
});

describe('dev --generate', () => {
  const GENERATOR = 'generator client {\n  provider = "prisma-client"\n  output   = "../client"\n}\n\n';
  const [sqlite] = DATABASES;
  if (sqlite === undefined) throw new Error('There is no database to test with.');

  it('says what is missing before it does anything', async () => {
    const workspace = await TestWorkspace.on(sqlite, { core: USER });
    expect(await workspace.refused('dev', '-m', 'Begin', '--generate')).toMatchObject({
      code: 'GENERATE.NO_GENERATOR',
      exitCode: 2,
    });
    workspace.fragment('core', GENERATOR + USER);
    expect(await workspace.refused('dev', '-m', 'Begin', '--generate')).toMatchObject({
      code: 'GENERATE.NO_PRISMA',
      exitCode: 2,
    });
    expect(workspace.has('prisma/migrations')).toBe(false);
  });

  it('runs the prisma of the workspace on the composed schema', async () => {
    const workspace = await TestWorkspace.on(sqlite, { core: GENERATOR + USER });
    const script =
      "console.log('made from', process.argv.slice(2).join(' '));\nprocess.exit(Number(process.env.FAIL ?? 0));\n";
    workspace.write({
      'node_modules/prisma/package.json': '{ "name": "prisma", "bin": { "prisma": "cli.js" } }\n',
      'node_modules/prisma/cli.js': script,
    });
    const { exitCode, stderr, stdout } = await workspace.run('dev', '-m', 'Begin', '--generate');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining('prisma generate: made from generate --schema generated/schema --no-hints\n'),
    });
    expect(stdout).toContain('Generated the client.');
    expect(await workspace.ok<Round>('dev')).toMatchObject({ generated: false });
    const failed = await startCli(['dev', '--generate', '--json'], { cwd: workspace.root, env: { FAIL: '7' } });
    expect(failed.exitCode).toBe(1);
    expect(JSON.parse(failed.stdout).error).toMatchObject({ code: 'GENERATE.FAILED', meta: { exitCode: 7 } });
  });

  it('gives the client of the real Prisma', async () => {
    const workspace = await TestWorkspace.on(sqlite, { core: GENERATOR + USER });
    symlinkSync(join(repositoryRoot, 'node_modules'), join(workspace.root, 'node_modules'), 'junction');
    expect(await workspace.ok('dev', '-m', 'Begin', '--generate')).toMatchObject({ generated: true });
    expect(await workspace.ok('dev', '--generate')).toMatchObject({ generated: false });
    expect(readFileSync(join(workspace.root, 'client/client.ts'), 'utf8')).toContain('export type User ');
  });
});

describe.each(DATABASES)('dev --watch on $name', (on) => {
  const IDLE = 'Watching for changes; Ctrl+C ends it.';

  it('goes round again with every change, whatever went wrong in between, until it is ended', async () => {
    const workspace = await blogWorkspace(on);
    const fragment = join(workspace.root, 'extensions/blog/prisma/schema.prisma');
    const changes: readonly (() => void)[] = [
      () => workspace.fragment('blog', POST.replace('  title ', '  text String?\n  title ')),
      () => workspace.fragment('blog', POST.replace('  title ', '  text Strnig?\n  title ')),
      // As many editors save: whole, beside it, and then in its place.
      () => {
        writeFileSync(`${fragment}~`, POST.replace('  title ', '  lead String?\n  text String?\n  title '));
        renameSync(`${fragment}~`, fragment);
      },
      () => workspace.write({ 'extensions/fresh/prisma/schema.prisma': 'model Fresh {\n  id Int @id\n}\n' }),
    ];
    const watch = startCli(['dev', '--watch', '-m', 'Save'], { cwd: workspace.root });
    const left = [...changes];
    for await (const line of watch.iterable({ from: 'stderr' })) {
      if (line !== IDLE) continue;
      const change = left.shift();
      if (change === undefined) watch.kill('SIGINT');
      else change();
    }
    const { exitCode, stdout, stderr } = await watch;
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stderr).toContain('SCHEMA.INVALID');
    const created = [...stdout.matchAll(/^Created (\w+)\//gm)].map(([, extension]) => extension);
    expect(created).toEqual(['blog', 'blog', 'fresh']);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
    expect(await tablesOf(workspace.database)).toContain('Fresh');
  });

  it('ends with 130 and leaves nothing behind when it is interrupted in the middle of a round', async () => {
    const workspace = await threeExtensions(on);
    const watch = startCli(['dev', '--watch', '-m', 'Begin', '--verbose'], { cwd: workspace.root });
    for await (const line of watch.iterable({ from: 'stderr' })) {
      if (line === 'Replaying revisions for core: 0/0') watch.kill('SIGINT');
    }
    const { exitCode, stderr } = await watch;
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: expect.stringContaining('RUN.INTERRUPTED') });
    expect(workspace.has('prisma/migrations')).toBe(false);
    expect(await tablesOf(workspace.database)).toEqual([]);
    if (!workspace.database.isFile) expect(await readLeftovers(workspace.database.url, [])).toEqual(NOTHING_LEFT);
  });

  it('without a message and anyone to ask it shows and composes, and makes no revision', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    const watch = startCli(['dev', '--watch'], { cwd: workspace.root });
    let rounds = 0;
    for await (const line of watch.iterable({ from: 'stderr' })) {
      if (line !== IDLE) continue;
      rounds += 1;
      if (rounds === 1) workspace.fragment('blog', POST.replace('  title ', '  text String?\n  title '));
      else watch.kill('SIGTERM');
    }
    const { exitCode, stderr } = await watch;
    expect({ exitCode, rounds }).toEqual({ exitCode: 0, rounds: 2 });
    expect(stderr).toMatch(/ADD COLUMN +"text" TEXT;/);
    expect(workspace.read('generated/schema/blog.prisma')).toContain('text String?');
    expect(await workspace.auto('blog')).toMatchObject({ kind: 'created' });
  });
});

it('dev --watch has no one result for --json', async () => {
  const [sqlite] = DATABASES;
  const workspace = await blogWorkspace(sqlite as DatabaseKind);
  expect(await workspace.refused('dev', '--watch')).toMatchObject({ code: 'CLI.CONFLICTING_OPTIONS', exitCode: 2 });
});
