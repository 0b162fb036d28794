import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { NOTHING_LEFT, readLeftovers } from './support/postgres-leftovers.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { type DatabaseKind, tablesOf } from './support/test-database.js';
import { type HandWritten, TestWorkspace } from './support/test-workspace.js';

interface Merged {
  readonly dryRun: boolean;
  readonly merged: readonly {
    readonly extension: string;
    readonly heads: readonly string[];
    readonly orders: number;
    readonly reordered: readonly string[];
    readonly revision: string | null;
    readonly directory: string | null;
  }[];
}

const INIT = 'blog/20260101000000_init';
const TAGS = 'blog/20260102000000_tags';
const SLUGS = 'blog/20260103000000_slugs';

const POST: HandWritten = {
  up: 'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "title" TEXT);\n',
  down: 'DROP TABLE "Post";\n',
};

const ADD = (column: string): HandWritten => ({
  up: `ALTER TABLE "Post" ADD COLUMN "${column}" TEXT;\n`,
  down: `ALTER TABLE "Post" DROP COLUMN "${column}";\n`,
});

const nameOf = (id: string): string => id.slice(id.indexOf('/') + 1);

/** A blog whose first revision has two followers. */
async function forked(on: DatabaseKind, tags = ADD('tags'), slugs = ADD('slug')): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, { blog: '' });
  workspace.revision(INIT, POST);
  workspace.revision(TAGS, { ...tags, parent: nameOf(INIT) });
  workspace.revision(SLUGS, { ...slugs, parent: nameOf(INIT) });
  return workspace;
}

async function onlyMerge(workspace: TestWorkspace, ...flags: readonly string[]): Promise<Merged['merged'][number]> {
  const { merged } = await workspace.ok<Merged>('merge', ...flags);
  const [only, ...others] = merged;
  if (only === undefined || others.length > 0) throw new Error(`One merge was expected, not ${merged.length}.`);
  return only;
}

/** The id of a new merge revision. */
async function merge(workspace: TestWorkspace, ...flags: readonly string[]): Promise<string> {
  const { revision } = await onlyMerge(workspace, ...flags);
  return revision ?? '';
}

describe.each(DATABASES)('merge on $name', (on) => {
  it('joins branches by a revision without SQL, to which every database comes, whatever it has', async () => {
    const workspace = await forked(on);
    const paths: readonly (readonly string[])[] = [[], [TAGS], [SLUGS], [TAGS, SLUGS], [SLUGS, TAGS]];
    const databases = await Promise.all(paths.map((_, index) => on.create(workspace.root, `database_${index}`)));
    const upgrade = (index: number, ...flags: readonly string[]): Promise<readonly string[]> =>
      workspace.upgrade('--database-url', databases[index]?.url ?? '', ...flags);
    for (const [index, path] of paths.entries()) {
      for (const id of path) await upgrade(index, '--extension', 'blog', '--target', nameOf(id));
    }

    const made = await onlyMerge(workspace, '-m', 'Join  tags & slugs');
    expect(made).toMatchObject({ extension: 'blog', heads: [TAGS, SLUGS], orders: 2, reordered: [] });
    expect(made.revision).toMatch(/^blog\/\d{14}_join_tags_slugs$/);
    expect(JSON.parse(workspace.read(`${made.directory}/revision.json`))).toEqual({
      message: 'Join  tags & slugs',
      parent: [nameOf(TAGS), nameOf(SLUGS)],
      requires: [],
    });
    for (const script of ['migration.sql', 'down.sql']) {
      expect(workspace.read(`${made.directory}/${script}`)).toMatch(/^(?:--.*\n)+$/);
    }

    const fresh = [INIT, TAGS, SLUGS, made.revision];
    for (const [index, path] of paths.entries()) {
      const missing = fresh.filter((id) => path.length === 0 || !(id === INIT || path.includes(id ?? '')));
      expect(await upgrade(index, '--all')).toEqual(missing);
      expect(await databases[index]?.schema()).toEqual(await databases[0]?.schema());
    }
    expect(await workspace.ok('merge')).toEqual({ dryRun: false, merged: [] });
    const next = await workspace.ok<{ revision: string }>('revision', '--extension', 'blog', '-m', 'Next');
    expect(JSON.parse(workspace.read(`${workspace.directoryOf(next.revision)}/revision.json`))).toMatchObject({
      parent: nameOf(made.revision ?? ''),
    });
  });

  it('is reverted like any revision, and the branches with it', async () => {
    const workspace = await forked(on);
    const id = await merge(workspace);
    await workspace.upgrade('--all');
    expect(await workspace.downgrade('blog', '-1')).toEqual([id]);
    expect(await workspace.upgrade('--all')).toEqual([id]);
    expect(await workspace.downgrade('blog', nameOf(SLUGS))).toEqual([id, TAGS]);
    expect(await workspace.upgrade('--all')).toEqual([TAGS, id]);
    expect(await workspace.downgrade('blog', 'base')).toEqual([id, SLUGS, TAGS, INIT]);
    expect(await tablesOf(workspace.database)).toEqual([]);
  });

  it('is recommended by an upgrade that meets branches, until they are joined', async () => {
    const workspace = await forked(on);
    expect((await workspace.run('upgrade', '--all', '--target', 'head')).stderr).toContain('UPGRADE.DIVERGED');
    await merge(workspace);
    expect((await workspace.run('upgrade', '--all')).stderr).not.toContain('UPGRADE.DIVERGED');
  });

  it('is what a new revision of a diverged extension asks for', async () => {
    const workspace = await forked(on);
    const refusal = await workspace.refused('revision', '--extension', 'blog', '-m', 'More');
    expect(refusal).toMatchObject({ code: 'REVISION.DIVERGED', exitCode: 1 });
    expect(refusal.fix).toContain('orchestrate merge --extension blog');
  });

  it('writes nothing on a dry run, where nothing has diverged, or where it is not to', async () => {
    const workspace = await forked(on);
    const before = await workspace.snapshot();
    expect(await onlyMerge(workspace, '--dry-run')).toMatchObject({ orders: 2, revision: null, directory: null });
    expect(await workspace.ok<Merged>('merge', '--extension', 'core')).toEqual({ dryRun: false, merged: [] });
    expect(await workspace.refused('merge', '-m', ' ')).toMatchObject({ exitCode: 2, code: 'REVISION.NO_MESSAGE' });
    const unknown = await workspace.refused('merge', '--extension', 'blug');
    expect(unknown).toMatchObject({ exitCode: 2, code: 'WORKSPACE.UNKNOWN_EXTENSION', fix: 'Did you mean blog?' });
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('shows what differs between the orders, and writes nothing', async () => {
    const copy = (column: string, from: string): HandWritten => ({
      up: `CREATE TABLE "${column}" AS SELECT * FROM "Post";\n${ADD(from).up}`,
    });
    const workspace = await forked(on, copy('Archive', 'tags'), copy('Copy', 'slug'));
    const before = await workspace.snapshot();
    const refusal = await workspace.refused('merge');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'MERGE.DIFFERENT' });
    expect(refusal.message).toContain('The branches of blog do not lead to the same schema in every order');
    const [tagsFirst, slugsFirst] = [
      `${nameOf(TAGS)}, then ${nameOf(SLUGS)}`,
      `${nameOf(SLUGS)}, then ${nameOf(TAGS)}`,
    ];
    const table = (name: string, one: string, other: string): RegExp =>
      new RegExp(`table .*${name}.*\n  ${tagsFirst}:\n    ${one}\n  ${slugsFirst}:\n    ${other}`);
    expect(refusal.message).toMatch(table('Archive', '\\(nothing of that\\)', 'column slug .*'));
    expect(refusal.message).toMatch(table('Copy', 'column tags .*', '\\(nothing of that\\)'));
    const follow = (later: string, earlier: string): string =>
      `: set "parent" to "${nameOf(earlier)}" in ${workspace.directoryOf(later)}/revision.json`;
    expect(refusal.fix).toContain(`"${tagsFirst}"${follow(SLUGS, TAGS)}`);
    expect(refusal.fix).toContain(`"${slugsFirst}"${follow(TAGS, SLUGS)}`);
    expect(refusal.fix).toContain('made anew instead');
    expect(refusal.fix).toContain('orchestrate revision --extension blog -m "…" --auto');
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('shows the statement that fails in one order, and the way in which the branches do fit', async () => {
    const drop: HandWritten = { up: 'SELECT 1;\nALTER TABLE "Post" DROP COLUMN "title";\n' };
    const workspace = await forked(on, drop, { up: 'UPDATE "Post" SET "title" = 1;\n' });
    const refusal = await workspace.refused('merge');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'MERGE.DIFFERENT' });
    expect(refusal.message).toContain(`${nameOf(TAGS)}, then ${nameOf(SLUGS)}:\n  ${SLUGS} cannot be replayed`);
    expect(refusal.message).toContain(`${workspace.directoryOf(SLUGS)}/migration.sql:1`);
    expect(refusal.message).toContain('\n    UPDATE "Post" SET "title" = 1');
    expect(refusal.message).not.toContain(`${TAGS} cannot`);
    expect(refusal.fix).toContain(`set "parent" to "${nameOf(SLUGS)}" in ${workspace.directoryOf(TAGS)}/revision.json`);
    workspace.revision(TAGS, { ...drop, parent: nameOf(SLUGS) });
    expect(await workspace.ok<Merged>('merge')).toMatchObject({ merged: [] });
    expect(await workspace.upgrade('--all')).toEqual([INIT, SLUGS, TAGS]);
  });

  it('tells what makes the same thing twice from what does not run at all', async () => {
    const create: HandWritten = { up: 'CREATE TABLE "Tag" ("id" INTEGER);\n' };
    const twice = await forked(on, create, create);
    const refusal = await twice.refused('merge');
    expect(refusal).toMatchObject({ code: 'MERGE.DIFFERENT' });
    for (const id of [TAGS, SLUGS]) expect(refusal.message).toContain(`${id} cannot be replayed`);
    expect(refusal.fix).not.toContain('"parent"');
    const broken = await forked(on, create, { up: 'BEGIN;\nSELECT * FROM "Nothing";\n' });
    expect(await broken.refused('merge')).toMatchObject({ code: 'REPLAY.REVISION_FAILED', exitCode: 1 });
  });

  it('joins three branches, and several extensions at once, of which one takes the branches of the other along', async () => {
    const workspace = await TestWorkspace.on(on, { blog: '', shop: '' });
    const add = (id: string, { parent, requires }: { parent: string | null; requires?: readonly string[] }): void => {
      const table = id.replace(/\/\d+/, '');
      workspace.revision(id, {
        up: `CREATE TABLE "${table}" ("id" INTEGER);\n`,
        parent,
        ...(requires && { requires }),
      });
    };
    add(INIT, { parent: null });
    for (const name of ['a', 'b', 'c']) add(`blog/2026010200000${name}_${name}`, { parent: nameOf(INIT) });
    add('shop/1_one', { parent: null, requires: ['blog/2026010200000a_a'] });
    add('shop/2_two', { parent: null, requires: ['blog/2026010200000c_c'] });
    const { merged } = await workspace.ok<Merged>('merge');
    expect(merged).toMatchObject([
      { extension: 'blog', orders: 6, heads: ['a', 'b', 'c'].map((name) => `blog/2026010200000${name}_${name}`) },
      { extension: 'shop', heads: ['shop/1_one', 'shop/2_two'] },
    ]);
    expect(await workspace.upgrade('--all')).toHaveLength(8);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true });
  });

  it('has nothing to compare where one branch needs the other by way of another extension', async () => {
    const between = 'core/20260102000001_between';
    const drop: HandWritten = { up: 'ALTER TABLE "Post" DROP COLUMN "tags";\n', requires: [between] };
    const workspace = await forked(on, ADD('tags'), drop);
    workspace.revision(between, { up: 'SELECT 1;\n', requires: [TAGS] });
    const id = await merge(workspace);
    expect(await workspace.upgrade('--all')).toEqual([INIT, TAGS, between, SLUGS, id]);
  });

  it('is not needed for revisions that different extensions got in parallel', async () => {
    const users: HandWritten = { up: 'CREATE TABLE "User" ("id" INTEGER);\n' };
    const parallel = async (first: 'blog' | 'core'): Promise<TestWorkspace> => {
      const workspace = await TestWorkspace.on(on, { blog: '' });
      workspace.revision(INIT, POST);
      const branches = {
        blog: () => workspace.revision(TAGS, ADD('tags')),
        core: () => workspace.revision('core/20260102000000_users', users),
      };
      branches[first]();
      await workspace.upgrade('--all');
      branches[first === 'blog' ? 'core' : 'blog']();
      expect(await workspace.ok('merge')).toEqual({ dryRun: false, merged: [] });
      expect(await workspace.upgrade('--all')).toHaveLength(1);
      expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true });
      return workspace;
    };
    const [one, other] = [await parallel('blog'), await parallel('core')];
    expect(await one.database.schema()).toEqual(await other.database.schema());
  });
});

describe('merge on PostgreSQL', () => {
  it('leaves no shadow database behind, whatever came of it', async () => {
    const workspace = await TestWorkspace.on(POSTGRESQL, { 'merge-ends': '' });
    const base = 'merge-ends/20260101000000_init';
    workspace.revision(base, { up: 'CREATE TABLE "a" ();\n' });
    for (const name of ['x', 'y']) {
      workspace.revision(`merge-ends/20260102000000_${name}`, {
        up: `BEGIN;\nCREATE TABLE "b" ();\n`,
        parent: nameOf(base),
      });
    }
    expect(await workspace.refused('merge')).toMatchObject({ code: 'MERGE.DIFFERENT' });
    expect(await readLeftovers(workspace.database.url, ['merge-ends'])).toEqual(NOTHING_LEFT);
  });

  it('joins branches that add values to one enum, and says that their order stays', async () => {
    const workspace = await forked(
      POSTGRESQL,
      { up: `ALTER TYPE "Mood" ADD VALUE 'it''s';\n` },
      { up: `ALTER TYPE "Mood" ADD VALUE 'bad';\n` },
    );
    workspace.revision(INIT, { up: `CREATE TYPE "Mood" AS ENUM ('good');\n`, parent: null });
    const { exitCode, stdout, stderr } = await workspace.run('merge', '--dry-run');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('MERGE.ENUM_ORDER') });
    expect(stdout).toContain('the same schema in 2 orders');
    expect(await onlyMerge(workspace)).toMatchObject({ reordered: ['public."Mood"'] });
  });
});
