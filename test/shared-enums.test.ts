import { describe, expect, it } from 'vitest';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const ENUM = (...values: string[]): string => `enum Role {\n${values.map((value) => `  ${value}\n`).join('')}}\n`;
const USER = 'model User {\n  id   Int  @id\n  role Role @default(READER)\n}\n';
const POST =
  'model Post {\n  id    Int    @id\n  needs Role   @default(WRITER)\n  also  Role[] @default([READER])\n}\n';

/** Core with an enum that blog's table uses too, both upgraded, a row in each table. */
async function sharedEnum(): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(POSTGRESQL, {
    core: ENUM('READER', 'WRITER', 'ADMIN') + USER,
    blog: POST,
  });
  await workspace.auto('core');
  await workspace.auto('blog');
  await workspace.upgrade('--all');
  await workspace.database.execute(
    `INSERT INTO "User" VALUES (1); INSERT INTO "Post" VALUES (1, 'READER', '{WRITER,READER}');`,
  );
  return workspace;
}

describe('an enum of core that the table of another extension uses', () => {
  it('has to be made before the table', async () => {
    const workspace = await TestWorkspace.on(POSTGRESQL, { core: ENUM('READER', 'WRITER') + USER, blog: POST });
    const refusal = await workspace.refused('revision', '--extension', 'blog', '-m', 'Posts', '--auto');
    expect(refusal).toMatchObject({
      code: 'REVISION.DEPENDENCY_PENDING',
      message: expect.stringContaining('Post.also refers to the enum Role, which no revision of core creates yet'),
    });
  });

  it('loses a value with the rows, defaults and lists of everyone kept, and gets it back', async () => {
    const workspace = await sharedEnum();
    const before = await workspace.database.schema();
    workspace.fragment('core', ENUM('READER', 'WRITER') + USER);
    const { destructive, reversible, revision } = await workspace.auto('core', '--allow-destructive');
    expect(destructive).toMatchObject([{ kind: 'dropped-value', table: 'User', column: 'role' }]);
    expect(reversible).toBe(true);

    expect(await workspace.upgrade('--all')).toEqual([revision]);
    await workspace.database.execute('INSERT INTO "Post" (id) VALUES (2)');
    expect(await workspace.database.rows('Post')).toEqual([
      { id: 1, needs: 'READER', also: ['WRITER', 'READER'] },
      { id: 2, needs: 'WRITER', also: ['READER'] },
    ]);
    await expect(workspace.database.execute(`INSERT INTO "Post" VALUES (3, 'ADMIN')`)).rejects.toThrow('ADMIN');

    await workspace.downgrade('core', '-1');
    expect(await workspace.database.schema()).toEqual(before);
    expect(await workspace.upgrade('--all')).toEqual([revision]);
    expect(await workspace.ok('revision', '--extension', 'blog', '-m', 'None', '--auto')).toMatchObject({
      kind: 'no-change',
    });
  });

  it('stops a revision whose value a row of another extension holds, with nothing changed', async () => {
    const workspace = await sharedEnum();
    await workspace.database.execute(`UPDATE "Post" SET needs = 'ADMIN'`);
    const before = await workspace.database.schema();
    workspace.fragment('core', ENUM('READER', 'WRITER') + USER);
    await workspace.auto('core', '--allow-destructive');
    expect(await workspace.refused('upgrade', '--all')).toMatchObject({
      code: 'UPGRADE.REVISION_FAILED',
      message: expect.stringContaining('invalid input value for enum'),
    });
    expect(await workspace.database.schema()).toEqual(before);
  });

  it('gets a value that the same revision uses, outside one transaction', async () => {
    const workspace = await sharedEnum();
    workspace.fragment('core', ENUM('READER', 'WRITER', 'ADMIN', 'OWNER') + USER.replace('READER', 'OWNER'));
    const { migrationSql, revision } = await workspace.auto('core');
    expect(migrationSql).toContain(`ALTER TYPE "Role" ADD VALUE 'OWNER'`);
    expect(await workspace.upgrade('--all')).toEqual([revision]);
    await workspace.database.execute('INSERT INTO "User" (id) VALUES (2)');
    expect(await workspace.database.rows('User')).toEqual([
      { id: 1, role: 'READER' },
      { id: 2, role: 'OWNER' },
    ]);
  });

  it('moves to another fragment without a statement, and its new owner changes it', async () => {
    const workspace = await TestWorkspace.on(POSTGRESQL, { core: ENUM('READER', 'WRITER'), blog: POST });
    await workspace.auto('core');
    await workspace.auto('blog');
    await workspace.upgrade('--all');
    workspace.fragment('core', '');
    workspace.fragment('blog', ENUM('READER', 'WRITER') + POST);
    for (const extension of ['core', 'blog']) {
      const args = ['revision', '--extension', extension, '-m', 'None', '--auto'];
      expect(await workspace.ok(...args)).toMatchObject({ kind: 'no-change' });
    }
    workspace.fragment('blog', ENUM('READER', 'WRITER', 'EDITOR') + POST);
    const { revision, directory } = await workspace.auto('blog');
    expect(JSON.parse(workspace.read(`${directory}/revision.json`))).toMatchObject({ adopts: ['Role'] });
    expect(await workspace.upgrade('--all')).toEqual([revision]);
    workspace.fragment('blog', ENUM('READER', 'WRITER', 'EDITOR', 'OWNER') + POST);
    const next = await workspace.auto('blog');
    expect(next.migrationSql).toContain(`ADD VALUE 'OWNER'`);
    expect(JSON.parse(workspace.read(`${next.directory}/revision.json`)).adopts ?? []).toEqual([]);
  });
});
