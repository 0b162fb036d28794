import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UninstallResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { type DatabaseKind, objectsOf, readContents, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const CORE_1 = 'core/20260101000000_user';
const BLOG_1 = 'blog/20260102000000_post';
const BLOG_2 = 'blog/20260103000000_tag';
const SHOP_1 = 'shop/20260104000000_order';

const USER = 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "name" TEXT);\n';
const POST =
  'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "userId" INTEGER NOT NULL, FOREIGN KEY ("userId") REFERENCES "User" ("id"));\n';
const TAG =
  'CREATE TABLE "Tag" ("id" INTEGER PRIMARY KEY, "postId" INTEGER NOT NULL, FOREIGN KEY ("postId") REFERENCES "Post" ("id"));\n';
const ROWS = `INSERT INTO "User" VALUES (1, 'a'); INSERT INTO "Post" VALUES (1, 1), (2, 1); INSERT INTO "Tag" VALUES (1, 2);`;

/** Core with a table, and blog with two revisions that make a table each; everything applied, with rows. */
async function installed(
  on: DatabaseKind,
  fragments: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, { blog: '', ...fragments }, files);
  workspace.revision(CORE_1, { up: USER, down: 'DROP TABLE "User";\n' });
  workspace.revision(BLOG_1, { up: POST, down: 'DROP TABLE "Post";\n', requires: [CORE_1] });
  workspace.revision(BLOG_2, { up: TAG, down: 'DROP TABLE "Tag";\n' });
  await workspace.upgrade('--all');
  await workspace.database.execute(ROWS);
  return workspace;
}

/** An extension that needs nothing of blog. */
const SHOP = { 'extensions/shop/package.json': '{ "name": "shop", "orchestrate": { "dependsOn": ["core"] } }' };

function uninstall(workspace: TestWorkspace, ...flags: readonly string[]): Promise<UninstallResult> {
  return workspace.ok('uninstall', 'blog', '--allow-destructive', ...flags);
}

describe.each(DATABASES)('uninstall on $name', (on) => {
  it('reverts all revisions, last first, and drops the history and nothing else', async () => {
    const workspace = await installed(on);
    const result = await uninstall(workspace);
    expect(result).toMatchObject({
      state: 'uninstalled',
      revisions: [
        { revision: BLOG_2, script: 'directory' },
        { revision: BLOG_1, script: 'directory' },
      ],
      tables: [
        { table: 'Tag', rows: 1, isAtLeast: false },
        { table: 'Post', rows: 2, isAtLeast: false },
      ],
      remaining: [],
      backup: null,
    });
    expect(result.leftToDo[0]).toContain('extensions/blog');
    expect(await objectsOf(workspace.database)).toEqual(['table User', 'table _prisma_migrations']);
    expect(await workspace.database.rows('User')).toHaveLength(1);
    const again = await uninstall(workspace);
    expect(again).toMatchObject({ state: 'absent', revisions: [], tables: [] });
    workspace.remove('extensions/blog');
    const refusal = await workspace.refused('uninstall', 'blog');
    expect(refusal).toMatchObject({ exitCode: 2, code: 'UNINSTALL.UNKNOWN' });
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
  });

  it('shows what would go, and changes nothing with --dry-run or without consent', async () => {
    const workspace = await installed(on);
    const before = await workspace.snapshot();
    const shown = await workspace.run('uninstall', 'blog', '--dry-run');
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain('table Tag: 1 row\n');
    expect(shown.stdout).toContain('table Post: 2 rows\n');
    expect(shown.stdout).toContain('_prisma_migrations_blog"');
    const refusal = await workspace.refused('uninstall', 'blog', '--backup', 'sql');
    expect(refusal).toMatchObject({ exitCode: 3, code: 'UNINSTALL.DESTRUCTIVE' });
    expect(refusal.message).toContain('table Post: 2 rows');
    expect(await workspace.snapshot()).toEqual(before);
    await workspace.database.execute('DELETE FROM "Tag"; DELETE FROM "Post";');
    expect(await workspace.refused('uninstall', 'blog')).toMatchObject({ code: 'UNINSTALL.DESTRUCTIVE' });
    expect(await workspace.refused('uninstall', 'core')).toMatchObject({ exitCode: 2, code: 'UNINSTALL.CORE' });
    const unknown = await workspace.refused('uninstall', 'blgo');
    expect(unknown).toMatchObject({ exitCode: 2, code: 'UNINSTALL.UNKNOWN', fix: expect.stringContaining('blog') });
    expect(await workspace.refused('uninstall', 'Blog"; --')).toMatchObject({ exitCode: 2, code: 'UNINSTALL.UNKNOWN' });
  });

  it('is refused while others depend on it, and names them', async () => {
    const workspace = await installed(
      on,
      { shop: '' },
      { 'extensions/shop/package.json': '{ "name": "shop", "orchestrate": { "dependsOn": ["blog"] } }' },
    );
    const key = 'FOREIGN KEY ("postId") REFERENCES "Post" ("id")';
    const up = `CREATE TABLE "Order" ("id" INTEGER PRIMARY KEY, "postId" INTEGER, ${key});\n`;
    workspace.revision(SHOP_1, { up, down: 'DROP TABLE "Order";\n', requires: [BLOG_1] });
    const pending = await workspace.refused('uninstall', 'blog', '--allow-destructive');
    expect(pending.message).toContain(`${SHOP_1}, which is not applied, requires ${BLOG_1}`);
    await workspace.upgrade('--all');
    const before = await readContents(workspace.database);
    const refusal = await workspace.refused('uninstall', 'blog', '--allow-destructive');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'UNINSTALL.BLOCKED' });
    expect(refusal.message).toContain('extension shop depends on it');
    expect(refusal.message).toContain(`revision ${SHOP_1} requires ${BLOG_1}`);
    expect(refusal.message).toContain('table Order refers to table Post (postId)');
    // The same when blog's code is gone, so that the revisions can no longer be ordered, and then shop's too.
    workspace.remove('extensions/blog');
    const gone = await workspace.refused('uninstall', 'blog', '--allow-destructive');
    expect(gone).toMatchObject({ code: 'UNINSTALL.BLOCKED', message: refusal.message });
    workspace.remove('extensions/shop');
    const both = await workspace.refused('uninstall', 'blog', '--allow-destructive');
    expect(both).toMatchObject({ code: 'UNINSTALL.BLOCKED' });
    expect(both.message).toContain(`revision ${SHOP_1} requires ${BLOG_1}`);
    expect(both.message).not.toContain('extension shop');
    expect(await readContents(workspace.database)).toEqual(before);
    await workspace.ok('uninstall', 'shop', '--allow-destructive');
    await uninstall(workspace);
    expect(await tablesOf(workspace.database)).toEqual(['User']);
  });

  it('does not drop a table that another extension has taken over', async () => {
    const workspace = await installed(on, { shop: '' }, SHOP);
    workspace.revision(SHOP_1, { up: '', down: '', more: { adopts: ['Post'] } });
    await workspace.upgrade('--all');
    for (const directory of [null, 'extensions/shop', 'extensions/blog']) {
      if (directory !== null) workspace.remove(directory);
      const refusal = await workspace.refused('uninstall', 'blog', '--allow-destructive');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'UNINSTALL.BLOCKED' });
      expect(refusal.message).toContain(`${SHOP_1} has taken over table Post`);
    }
    const { remaining } = await workspace.ok<UninstallResult>('uninstall', 'shop', '--allow-destructive');
    expect(remaining).toEqual(['Post']);
    await uninstall(workspace);
    expect(await tablesOf(workspace.database)).toEqual(['User']);
  });

  it('works without the code, with the scripts that the history keeps', async () => {
    const workspace = await installed(on);
    // Rows that were rolled back keep a script too, which does not count.
    await workspace.database.execute('DELETE FROM "Tag";');
    await workspace.downgrade('blog', '-1');
    await workspace.upgrade('--all');
    workspace.remove('extensions/blog');
    const result = await uninstall(workspace);
    expect(result.revisions).toEqual([
      { revision: BLOG_2, script: 'history' },
      { revision: BLOG_1, script: 'history' },
    ]);
    expect(await objectsOf(workspace.database)).toEqual(['table User', 'table _prisma_migrations']);
  });

  it('finds the history of an extension under the name that it had', async () => {
    const workspace = await installed(on);
    await workspace.ok('rename-extension', 'blog', 'news');
    const { revisions } = await workspace.ok<UninstallResult>('uninstall', 'news', '--allow-destructive');
    expect(revisions.map(({ revision }) => revision)).toEqual([BLOG_2, BLOG_1].map((id) => id.replace('blog', 'news')));
    expect(await objectsOf(workspace.database)).toEqual(['table User', 'table _prisma_migrations']);
  });

  it('is refused where a view would be left without its table', async () => {
    const workspace = await installed(on);
    await workspace.database.execute('CREATE VIEW "titles" AS SELECT "id" FROM "Tag";');
    const before = await readContents(workspace.database);
    const refusal = await workspace.refused('uninstall', 'blog', '--allow-destructive');
    expect(refusal.message).toContain('titles');
    expect(await readContents(workspace.database)).toEqual(before);
  });

  it('says before anything is done that a script is missing', async () => {
    const workspace = await installed(on);
    const names = ['20260105000000_none', '20260106000000_last'] as const;
    workspace.revision(`blog/${names[0]}`, { up: 'CREATE TABLE "None" ("id" INTEGER);\n' });
    workspace.revision(`blog/${names[1]}`, {
      up: 'CREATE TABLE "Last" ("id" INTEGER);\n',
      down: 'DROP TABLE "Last";\n',
    });
    await workspace.upgrade('--all');
    const before = await readContents(workspace.database);
    const refusal = await workspace.refused('uninstall', 'blog');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'UNINSTALL.NO_DOWN_SCRIPT' });
    expect(refusal.message).toContain(`blog/${names[0]}`);
    expect(refusal.message).not.toContain(names[1]);
    workspace.remove('extensions/blog/prisma/migrations');
    const gone = await workspace.refused('uninstall', 'blog');
    expect(gone.code).toBe('UNINSTALL.NO_DOWN_SCRIPT');
    workspace.remove('extensions/blog');
    expect((await workspace.refused('uninstall', 'blog')).fix).toContain('version control');
    expect(await readContents(workspace.database)).toEqual(before);
  });

  it('rolls everything back where a script fails, and goes on once it is corrected', async () => {
    const workspace = await installed(on);
    const file = `${workspace.directoryOf(BLOG_1)}/down.sql`;
    workspace.write({ [file]: 'DROP TABLE "Post";\nDELETE FROM "nowhere";\n' });
    const before = await readContents(workspace.database);
    const refusal = await workspace.refused('uninstall', 'blog', '--allow-destructive', '--backup', 'csv');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'DOWNGRADE.REVISION_FAILED' });
    expect(refusal.message).toContain(`${file}:2`);
    expect(refusal.fix).toContain('orchestrate uninstall blog');
    expect(await readContents(workspace.database)).toEqual(before);
    workspace.write({ [file]: 'DROP TABLE "Post";\n' });
    await uninstall(workspace);
    expect(await tablesOf(workspace.database)).toEqual(['User']);
  });

  it('goes on, without the code, after an interruption outside a transaction', async () => {
    const workspace = await installed(on);
    const id = 'blog/20260107000000_outside';
    const outside = on.outside('other', 'other_n');
    const down = `DELETE FROM "other";\n${outside}\nDELETE FROM "nowhere";\nDROP TABLE "other";\n`;
    workspace.revision(id, { up: 'CREATE TABLE "other" ("n" INTEGER);\n', down });
    await workspace.upgrade('--all');
    workspace.remove('extensions/blog');
    const refusal = await workspace.refused('uninstall', 'blog', '--allow-destructive');
    expect(refusal.code).toBe('DOWNGRADE.REVISION_FAILED');
    expect(refusal.message).toContain('It does not run in a transaction');
    expect(refusal.fix).toContain('orchestrate uninstall blog');
    await workspace.database.execute('CREATE TABLE "nowhere" ("id" INTEGER);');
    const { revisions } = await uninstall(workspace);
    expect(revisions.map(({ revision }) => revision)).toEqual([id, BLOG_2, BLOG_1]);
    await workspace.database.execute('DROP TABLE "nowhere";');
    expect(await objectsOf(workspace.database)).toEqual(['table User', 'table _prisma_migrations']);
  });

  it('takes what a squash stands for back once, with and without the code', async () => {
    for (const isCodeGone of [false, true]) {
      const workspace = await installed(on);
      const squash = 'blog/20260104000000_squash';
      workspace.revision(squash, {
        up: POST + TAG,
        down: 'DROP TABLE "Tag";\nDROP TABLE "Post";\n',
        parent: null,
        requires: [CORE_1],
        more: { replaces: [BLOG_1, BLOG_2] },
      });
      const later = 'blog/20260108000000_later';
      workspace.revision(later, {
        up: 'CREATE TABLE "Later" ("id" INTEGER REFERENCES "Post" ("id"));\n',
        down: 'DROP TABLE "Later";\n',
      });
      await workspace.upgrade('--all');
      expect(await workspace.database.history('blog')).toHaveLength(4);
      if (isCodeGone) workspace.remove('extensions/blog');
      const { revisions } = await uninstall(workspace);
      expect(revisions.map(({ revision }) => revision)).toEqual([later, squash]);
      expect(await objectsOf(workspace.database)).toEqual(['table User', 'table _prisma_migrations']);
    }
  });

  it('knows without the code what a squash stands for that was recorded under a former name', async () => {
    const workspace = await installed(on);
    await workspace.ok('squash', '--extension', 'blog', '-m', 'Squash');
    await workspace.upgrade('--all');
    await workspace.ok('rename-extension', 'blog', 'posts');
    workspace.revision('posts/20260109000000_later', { up: '', down: '', parent: '20260103000001_squash' });
    await workspace.upgrade('--all');
    workspace.remove('extensions/posts');
    const { revisions } = await workspace.ok<UninstallResult>('uninstall', 'posts', '--allow-destructive');
    expect(revisions.map(({ revision }) => revision)).toEqual([
      'posts/20260109000000_later',
      'posts/20260103000001_squash',
    ]);
    expect(await objectsOf(workspace.database)).toEqual(['table User', 'table _prisma_migrations']);
  });

  it('saves the rows before they go', async () => {
    const workspace = await installed(on);
    await workspace.database.execute(`INSERT INTO "User" VALUES (2, 'b');`);
    const tables = { post: await workspace.database.rows('Post'), tag: await workspace.database.rows('Tag') };
    const { backup } = await uninstall(workspace, '--backup', 'sql');
    expect(backup).toMatchObject({ format: 'sql', files: ['rows.sql'], rows: 3 });
    await workspace.upgrade('--all');
    await workspace.database.execute(readFileSync(join(backup?.directory ?? '', 'rows.sql'), 'utf8'));
    expect({ post: await workspace.database.rows('Post'), tag: await workspace.database.rows('Tag') }).toEqual(tables);
    expect(await workspace.database.orphans()).toEqual([]);
    const csv = await uninstall(workspace, '--backup', 'csv', '--backup-dir', 'saved');
    expect(csv.backup?.files).toEqual(['Tag.csv', 'Post.csv']);
    const [directory = ''] = readdirSync(join(workspace.root, 'saved'));
    expect(workspace.read(`saved/${directory}/Post.csv`)).toBe('id,userId\r\n1,1\r\n2,1\r\n');
  });

  it('drops nothing where the rows cannot be saved', async () => {
    const workspace = await installed(on);
    workspace.write({ taken: 'a file\n' });
    const before = await readContents(workspace.database);
    const refusal = await workspace.refused(
      'uninstall',
      'blog',
      '--allow-destructive',
      '--backup',
      'sql',
      '--backup-dir',
      'taken',
    );
    expect(refusal).toMatchObject({ exitCode: 1, code: 'UNINSTALL.BACKUP_FAILED' });
    expect(await readContents(workspace.database)).toEqual(before);
    const alone = await workspace.refused('uninstall', 'blog', '--backup-dir', 'there');
    expect(alone).toMatchObject({ exitCode: 2, code: 'CLI.BACKUP_FORMAT' });
  });
});

describe('uninstall on PostgreSQL', () => {
  it('finds the history of an extension without code in its namespace', async () => {
    const workspace = await TestWorkspace.on(
      POSTGRESQL,
      { blog: '' },
      { 'extensions/blog/package.json': '{ "name": "blog", "orchestrate": { "namespace": "Blog x" } }' },
    );
    workspace.revision(BLOG_1, {
      up: 'CREATE SCHEMA IF NOT EXISTS "Blog x";\nCREATE TABLE "Blog x"."Post" ("id" INTEGER);\n',
      down: 'DROP TABLE "Blog x"."Post";\n',
    });
    await workspace.upgrade('--all');
    await workspace.database.execute('INSERT INTO "Blog x"."Post" VALUES (1);');
    workspace.remove('extensions/blog');
    const { tables, backup } = await uninstall(workspace, '--backup', 'csv');
    expect(tables).toEqual([{ table: 'Blog x.Post', rows: 1, isAtLeast: false }]);
    expect(backup?.files).toEqual(['Blog%20x.Post.csv']);
    expect(await objectsOf(workspace.database)).toEqual(['schema Blog x']);
  });

  it('is refused while a table of others has a column of an enum that would go', async () => {
    const workspace = await TestWorkspace.on(POSTGRESQL, { blog: '' });
    workspace.revision(BLOG_1, { up: `CREATE TYPE "Mood" AS ENUM ('good');\n`, down: 'DROP TYPE "public"."Mood";\n' });
    await workspace.upgrade('--all');
    await workspace.database.execute('CREATE TABLE "Stranger" ("mood" "Mood");');
    const refusal = await workspace.refused('uninstall', 'blog', '--allow-destructive');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'UNINSTALL.BLOCKED' });
    expect(refusal.message).toContain('table Stranger has a column of enum Mood');
    await workspace.database.execute('DROP TABLE "Stranger";');
    const { objects } = await uninstall(workspace);
    expect(objects).toEqual([{ kind: 'type', name: '"public"."Mood"' }]);
  });
});
