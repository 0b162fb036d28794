import { describe, expect, it } from 'vitest';
import { commandsFor } from '../packages/cli/src/commands/command-definitions.js';
import { checkResultShape } from '../packages/cli/src/docs/check-result-shape.js';
import { BLOG_1, blogWorkspace, CORE_1 } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import type { DatabaseKind } from './support/test-database.js';
import type { TestWorkspace } from './support/test-workspace.js';

const BLOG_2 = 'blog/20260103000000_left';
const BLOG_3 = 'blog/20260104000000_right';
const SQUASH = 'blog/20260104000001_squashed';

interface Status {
  readonly isUpToDate: boolean;
  readonly extensions: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[];
  readonly strayHistories: readonly unknown[];
  readonly problems: readonly { readonly code: string }[];
}

interface History {
  readonly entries: readonly { readonly revision: string; readonly state: string; readonly outOfOrder: boolean }[];
}

/** A result, which must have the shape that the documentation of its command gives it. */
async function documented<Result>(workspace: TestWorkspace, ...args: readonly [string, ...string[]]): Promise<Result> {
  const { stdout } = await workspace.run(...args, '--json');
  const { result } = JSON.parse(stdout) as { result: Result };
  const definition = (await commandsFor(args)).find(({ name }) => name === args[0]);
  expect(checkResultShape(result, (await definition?.loadResultDocument()) ?? { fields: [], example: {} })).toEqual([]);
  return result;
}

async function statusOf(workspace: TestWorkspace, extension: string): Promise<unknown> {
  const { extensions } = await documented<Status>(workspace, 'status');
  return extensions.find(({ name }) => name === extension);
}

/** Blog with two branches from its first revision, of which the one that was made later is applied. */
async function lateBranch(on: DatabaseKind): Promise<TestWorkspace> {
  const workspace = await blogWorkspace(on);
  const parent = '20260102000000_init';
  workspace.revision(BLOG_3, { up: 'CREATE TABLE "right" ("id" INTEGER);\n', down: 'DROP TABLE "right";\n', parent });
  await workspace.upgrade('--all');
  workspace.revision(BLOG_2, { up: 'CREATE TABLE "left" ("id" INTEGER);\n', down: 'DROP TABLE "left";\n', parent });
  return workspace;
}

describe.each(DATABASES)('status on $name', (on) => {
  it('tells what came late, and how to join the branches', async () => {
    const workspace = await lateBranch(on);
    expect(await statusOf(workspace, 'blog')).toEqual({
      name: 'blog',
      packageName: null,
      packageVersion: null,
      heads: [BLOG_2, BLOG_3],
      current: [BLOG_3],
      applied: 2,
      pending: [BLOG_2],
      outOfOrder: [BLOG_2],
      failed: [],
      edited: [],
      missing: [],
      inconsistent: [],
      divergent: true,
      squashes: [],
    });
    const { exitCode, stdout } = await workspace.run('status');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1  1 out of order, divergent\n');
    expect(stdout).toContain('`orchestrate merge --extension blog`');
    expect(stdout).toContain('Next: run `orchestrate merge`, then `orchestrate upgrade --all`\n');
    expect(await documented(workspace, 'current', '--extension', 'blog')).toMatchObject({
      extensions: [{ revisions: [BLOG_3], heads: [BLOG_2, BLOG_3], pending: 1, isHead: false }],
    });
    expect((await workspace.run('upgrade', '--all', '--dry-run')).stderr).toContain('UPGRADE.DIVERGED');
    expect(await workspace.upgrade('--all')).toEqual([BLOG_2]);
    expect(await statusOf(workspace, 'blog')).toMatchObject({ outOfOrder: [], pending: [], divergent: true });
  });

  it('names histories of extensions that are gone', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    await workspace.database.execute('CREATE TABLE "_prisma_migrations_old_shop" ("id" INTEGER);');
    const { strayHistories, isUpToDate } = await documented<Status>(workspace, 'status');
    expect(strayHistories).toMatchObject([{ extension: 'old-shop', table: '_prisma_migrations_old_shop' }]);
    expect(isUpToDate).toBe(true);
    const { exitCode, stdout } = await workspace.run('status');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('uninstall old-shop`') });
    expect((await documented<Status>(workspace, 'status', '--extension', 'blog')).strayHistories).toEqual([]);
  });

  it('tells how far a squash is, and what mends one that cannot be finished', async () => {
    const workspace = await lateBranch(on);
    const squash = { up: '-- both\n', parent: null, requires: [CORE_1], more: { replaces: [BLOG_1, BLOG_2, BLOG_3] } };
    workspace.revision(SQUASH, squash);
    expect(await statusOf(workspace, 'blog')).toMatchObject({
      heads: [SQUASH],
      pending: [BLOG_2, SQUASH],
      outOfOrder: [BLOG_2],
      squashes: [{ revision: SQUASH, left: [BLOG_2] }],
    });
    const late = workspace.read(`${workspace.directoryOf(BLOG_2)}/migration.sql`);
    workspace.remove(workspace.directoryOf(BLOG_2));
    const { problems } = await documented<Status & { problems: { fix: string }[] }>(workspace, 'status');
    expect(problems).toMatchObject([
      {
        code: 'HISTORY.SQUASH_UNFINISHED',
        fix: expect.stringMatching(
          /`orchestrate upgrade --extension blog`.*`orchestrate stamp --extension blog \d+_squashed`/,
        ),
      },
    ]);
    expect(await statusOf(workspace, 'blog')).toMatchObject({ inconsistent: [SQUASH] });
    workspace.revision(BLOG_2, { up: late, parent: '20260102000000_init' });
    await workspace.upgrade('--all');
    expect(await documented(workspace, 'status')).toMatchObject({ isUpToDate: true });
    expect(await statusOf(workspace, 'blog')).toMatchObject({ current: [SQUASH], squashes: [], pending: [] });
  });

  it('lists what is asked for first', async () => {
    const workspace = await blogWorkspace(on);
    for (const name of ['aster', 'zinnia']) workspace.fragment(name, '');
    workspace.revision('zinnia/20260105000000_init', { up: 'SELECT 1;\n' });
    await workspace.upgrade('--all');
    const edited = `${workspace.directoryOf(BLOG_1)}/migration.sql`;
    workspace.write({ [edited]: `${workspace.read(edited)}-- changed\n` });
    workspace.revision('zinnia/20260106000000_more', { up: 'SELECT 1;\n' });
    const order = async (by: string) =>
      (await documented<Status>(workspace, 'status', '--sort', by)).extensions.map(({ name }) => name);
    expect(await order('workspace')).toEqual(['core', 'aster', 'blog', 'zinnia']);
    expect(await order('name')).toEqual(['aster', 'blog', 'core', 'zinnia']);
    expect(await order('pending')).toEqual(['zinnia', 'core', 'aster', 'blog']);
    expect(await order('problems')).toEqual(['blog', 'core', 'aster', 'zinnia']);
  });
});

describe.each(DATABASES)('history on $name', (on) => {
  it('marks what came late, and sorts by what was applied when', async () => {
    const workspace = await lateBranch(on);
    const list = async (...flags: readonly string[]): Promise<readonly string[]> => {
      const { entries } = await documented<History>(workspace, 'history', '--extension', 'blog', ...flags);
      return entries.map(({ revision, state, outOfOrder }) => `${revision} ${state}${outOfOrder ? ', late' : ''}`);
    };
    expect(await list()).toEqual([`${BLOG_1} applied`, `${BLOG_2} pending, late`, `${BLOG_3} applied`]);
    expect(await list('--sort', 'applied')).toEqual([
      `${BLOG_1} applied`,
      `${BLOG_3} applied`,
      `${BLOG_2} pending, late`,
    ]);
    await workspace.upgrade('--all');
    expect(await list('--sort', 'applied', '--reverse')).toEqual([BLOG_2, BLOG_3, BLOG_1].map((id) => `${id} applied`));
  });

  it('shows what failed and has no directory any more', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    await workspace.database.execute(
      `INSERT INTO "_prisma_migrations_blog" ("id", "checksum", "migration_name", "logs", "applied_steps_count")
       VALUES ('1', 'x', '20260109000000_gone', 'it broke', 0);`,
    );
    const { entries } = await documented<History>(workspace, 'history');
    expect(entries.at(-1)).toMatchObject({ revision: 'blog/20260109000000_gone', state: 'failed', logs: 'it broke' });
  });

  it('draws how the extensions interleave', async () => {
    const workspace = await lateBranch(on);
    const { stdout } = await workspace.run('history', '--graph', '--ascii');
    expect(stdout).toBe(`\
*      ${CORE_1}   20260101000000_init
\`-*    ${BLOG_1}   20260102000000_init
  |-^  ${BLOG_2}   (out of order) 20260103000000_left
  *    ${BLOG_3}  20260104000000_right

* applied   ^ out of order
`);
  });
});
