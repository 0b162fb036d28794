import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { withPrismaEngine } from './support/prisma-engine.js';
import { type DatabaseKind, readContents } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

interface Squashed {
  readonly revision: string;
  readonly directory: string | null;
  readonly replaces: readonly string[];
  readonly requires: readonly string[];
  readonly form: 'rewritten' | 'joined';
  readonly carried: readonly { readonly file: string; readonly line: number }[];
  readonly migrationSql: string;
  readonly downSql: string | null;
  readonly reversible: boolean;
}

const CORE_1 = 'core/20260101000000_users';
const CORE_2 = 'core/20260103000000_names';
const CORE_3 = 'core/20260105000000_teams';
const CORE_4 = 'core/20260107000000_more';
const BLOG_1 = 'blog/20260102000000_posts';
const SQUASH = 'core/20260105000001_squashed';

/** Four revisions of core, the last two of which are not in its fragment, and one of blog that needs the first. */
async function workspaceOf(on: DatabaseKind): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, { core: '', blog: '' });
  workspace.revision(CORE_1, {
    up: `CREATE TABLE "User" (${on.idColumn}, "email" TEXT NOT NULL);\n`,
    down: 'DROP TABLE "User";\n',
  });
  workspace.revision(CORE_2, {
    up: `-- AlterTable\nALTER TABLE "User" ADD COLUMN "name" TEXT;\nCREATE UNIQUE INDEX "User_email_key" ON "User"("email");\n`,
    down: 'DROP INDEX "User_email_key";\nALTER TABLE "User" DROP COLUMN "name";\n',
  });
  workspace.revision(CORE_3, {
    up: `CREATE TABLE "Team" (${on.idColumn}, "label" TEXT NOT NULL)`,
    down: 'DROP TABLE "Team" -- all of it',
  });
  workspace.revision(CORE_4, {
    up: 'ALTER TABLE "Team" ADD COLUMN "more" TEXT;\n',
    down: 'ALTER TABLE "Team" DROP COLUMN "more";\n',
  });
  workspace.revision(BLOG_1, {
    up: `CREATE TABLE "Post" (${on.idColumn}, "userId" INTEGER NOT NULL,
  CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE);\n`,
    down: 'DROP TABLE "Post";\n',
    requires: [CORE_1],
  });
  return workspace;
}

const toThird = ['--to', CORE_3.slice('core/'.length)] as const;

/** What `upgrade --all` did with each revision. */
async function upgradeAll(workspace: TestWorkspace): Promise<readonly string[]> {
  const { revisions } = await workspace.ok<{ revisions: readonly { revision: string; action: string }[] }>(
    'upgrade',
    '--all',
  );
  return revisions.map(({ revision, action }) => `${action} ${revision}`);
}

describe.each(DATABASES)('squash on $name', (on) => {
  it('gives a fresh database one revision for all that it folds', async () => {
    const workspace = await workspaceOf(on);
    const squashed = await workspace.ok<Squashed>('squash', ...toThird);
    expect(squashed).toMatchObject({
      revision: SQUASH,
      directory: workspace.directoryOf(SQUASH),
      replaces: [CORE_1, CORE_2, CORE_3],
      requires: [],
      form: 'rewritten',
      carried: [],
      reversible: true,
    });
    expect(squashed.migrationSql).not.toContain('ALTER TABLE');
    expect(JSON.parse(workspace.read(`${workspace.directoryOf(SQUASH)}/revision.json`))).toEqual({
      message: 'Squashed',
      parent: null,
      requires: [],
      replaces: [CORE_1, CORE_2, CORE_3],
    });
    expect(await upgradeAll(workspace)).toEqual([`applied ${SQUASH}`, `applied ${BLOG_1}`, `applied ${CORE_4}`]);

    const other = await workspaceOf(on);
    await other.upgrade('--all');
    expect(await workspace.database.schema()).toEqual(await other.database.schema());
  });

  it('is only recorded where everything that it folds is applied, and goes on where some is', async () => {
    const all = await workspaceOf(on);
    await all.upgrade('--all');
    const schema = await all.database.schema();
    await all.ok('squash', ...toThird);
    expect(await upgradeAll(all)).toEqual([`recorded ${SQUASH}`]);
    expect(await upgradeAll(all)).toEqual([]);
    expect(await all.database.schema()).toEqual(schema);
    expect(await all.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });

    const some = await workspaceOf(on);
    await some.upgrade('--extension', 'blog');
    await some.ok('squash', ...toThird);
    const dry = await some.run('upgrade', '--all', '--dry-run');
    expect(dry.stdout).toContain('only recorded');
    expect(await upgradeAll(some)).toEqual([
      `applied ${CORE_2}`,
      `applied ${CORE_3}`,
      `recorded ${SQUASH}`,
      `applied ${CORE_4}`,
    ]);
    expect(await some.database.schema()).toEqual(schema);

    const byHand = await workspaceOf(on);
    await byHand.upgrade('--extension', 'blog');
    await byHand.ok('squash', ...toThird);
    const { sql } = await byHand.ok<{ sql: string }>('upgrade', '--all', '--sql');
    await byHand.database.execute(sql);
    expect(await upgradeAll(byHand)).toEqual([]);
    expect(await readContents(byHand.database)).toEqual(await readContents(some.database));
  });

  it('needs what it folds no longer where it is through, and names it where it is not', async () => {
    const workspace = await workspaceOf(on);
    await workspace.upgrade('--extension', 'core', '--target', '+2');
    await workspace.ok('squash', ...toThird);
    const folded = [CORE_1, CORE_2, CORE_3];
    const kept = folded.map((id) => workspace.read(`${workspace.directoryOf(id)}/migration.sql`));
    for (const id of folded) workspace.remove(workspace.directoryOf(id));
    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'HISTORY.SQUASH_UNFINISHED' });
    expect(refusal.fix).toContain(CORE_3.slice('core/'.length));
    const files = folded.map((id, index) => [`${workspace.directoryOf(id)}/migration.sql`, kept[index] ?? ''] as const);
    workspace.write(Object.fromEntries(files));
    await workspace.upgrade('--all');
    for (const id of folded) workspace.remove(workspace.directoryOf(id));
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
    expect(await workspace.upgrade('--all')).toEqual([]);

    const migrations = [SQUASH, CORE_4].map((id) => ({
      name: id.slice('core/'.length),
      sql: workspace.read(`${workspace.directoryOf(id)}/migration.sql`),
    }));
    await withPrismaEngine({ database: workspace.database, migrations }, async (engine) => {
      expect(await engine.applyMigrations()).toEqual([]);
      expect(await engine.diagnose()).toMatchObject({ failed: [], edited: [] });
    });
  });

  it('is recorded before a database without the directories of what it folds can go back', async () => {
    const workspace = await workspaceOf(on);
    await workspace.upgrade('--target', CORE_3.slice('core/'.length));
    await workspace.ok('squash', ...toThird);
    for (const id of [CORE_1, CORE_2, CORE_3]) workspace.remove(workspace.directoryOf(id));
    const back = ['downgrade', '--all', '--target', 'base', '--allow-destructive'] as const;
    const refusal = await workspace.refused(...back);
    expect(refusal).toMatchObject({ exitCode: 1, code: 'DOWNGRADE.FOLDED_GONE' });
    expect(refusal.message).toContain(`${CORE_1}, ${CORE_2}, ${CORE_3} cannot be reverted`);
    expect(await workspace.downgrade('core', SQUASH.slice('core/'.length))).toEqual([]);
    await workspace.upgrade('--all');
    await workspace.ok(...back);
    expect(await workspace.database.schema()).toEqual({});
  });

  it('is reverted as one, whichever way it was applied', async () => {
    const ran = await workspaceOf(on);
    await ran.ok('squash', ...toThird);
    await ran.upgrade('--all');
    const recorded = await workspaceOf(on);
    await recorded.upgrade('--all');
    await recorded.ok('squash', ...toThird);
    await recorded.upgrade('--all');
    for (const workspace of [ran, recorded]) {
      expect(await workspace.downgrade('blog', 'base')).toEqual([BLOG_1]);
      expect(await workspace.downgrade('core', SQUASH)).toEqual([CORE_4]);
      expect(await workspace.downgrade('core', 'base')).toEqual([SQUASH]);
      expect(await workspace.database.schema()).toEqual({});
      expect(await upgradeAll(workspace)).toEqual([`applied ${SQUASH}`, `applied ${BLOG_1}`, `applied ${CORE_4}`]);
    }
    expect(await ran.database.schema()).toEqual(await recorded.database.schema());
  });

  it('folds a squash like any other revision', async () => {
    const fresh = await workspaceOf(on);
    const half = await workspaceOf(on);
    await half.upgrade('--extension', 'core', '--target', '+1');
    const outer = 'core/20260107000001_version_2';
    for (const workspace of [fresh, half]) {
      await workspace.ok('squash', ...toThird);
      if (workspace === half) await workspace.upgrade('--extension', 'blog');
      expect(await workspace.refused('squash', ...toThird)).toMatchObject({ code: 'TARGET.FOLDED' });
      const { revision, replaces } = await workspace.ok<Squashed>('squash', '-m', 'Version 2');
      expect({ revision, replaces }).toEqual({ revision: outer, replaces: [SQUASH, CORE_4] });
    }
    expect(await upgradeAll(fresh)).toEqual([`applied ${outer}`, `applied ${BLOG_1}`]);
    expect(await upgradeAll(half)).toEqual([
      `applied ${CORE_2}`,
      `applied ${CORE_3}`,
      `recorded ${SQUASH}`,
      `applied ${CORE_4}`,
      `recorded ${outer}`,
    ]);
    expect(await fresh.database.schema()).toEqual(await half.database.schema());
    for (const id of [CORE_1, CORE_2, CORE_3, CORE_4, SQUASH]) half.remove(half.directoryOf(id));
    expect(await half.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
  });

  it('is refused beside another one of the same, until one of the two folds the other', async () => {
    const more = 'core/20260107000001_more';
    const make = async (workspace: TestWorkspace, ...flags: readonly string[]) => {
      const { directory } = await workspace.ok<Squashed>('squash', ...flags);
      const files = ['migration.sql', 'down.sql', 'revision.json'].map((file) => `${directory}/${file}`);
      return Object.fromEntries(files.map((file) => [file, workspace.read(file)]));
    };
    for (const state of ['none', 'one', 'other'] as const) {
      const workspace = await workspaceOf(on);
      const one = await make(workspace, ...toThird);
      if (state === 'one') await workspace.upgrade('--target', SQUASH.slice('core/'.length));
      workspace.remove(workspace.directoryOf(SQUASH));
      await make(workspace, '-m', 'More');
      if (state === 'other') await workspace.upgrade('--all');
      // As another branch brings it.
      workspace.write(one);
      const refusal = await workspace.refused('upgrade', '--all');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'REVISION.SQUASHES_OVERLAP' });
      expect(refusal.fix).toContain(`add "${SQUASH}" to "replaces" in the revision.json of ${more}`);
      const file = `${workspace.directoryOf(more)}/revision.json`;
      const manifest = JSON.parse(workspace.read(file)) as { replaces: readonly string[] };
      workspace.write({ [file]: JSON.stringify({ ...manifest, replaces: [...manifest.replaces, SQUASH] }) });
      expect(await upgradeAll(workspace)).toEqual(
        {
          none: [`applied ${more}`, `applied ${BLOG_1}`],
          one: [`applied ${BLOG_1}`, `applied ${CORE_4}`, `recorded ${more}`],
          other: [],
        }[state],
      );
      for (const id of [CORE_1, CORE_2, CORE_3, CORE_4, SQUASH]) workspace.remove(workspace.directoryOf(id));
      expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [], findings: [] });
    }
  });

  it('carries over what was written by hand', async () => {
    const workspace = await workspaceOf(on);
    const last = 'core/20260109000000_seed';
    workspace.revision(last, {
      up: `INSERT INTO "Team" ("id", "label") VALUES (1, 'First');\nCREATE VIEW "labels" AS SELECT "label" FROM "Team"`,
      down: 'DROP VIEW "labels";\nDELETE FROM "Team";\n',
    });
    const squashed = await workspace.ok<Squashed>('squash');
    expect(squashed).toMatchObject({
      form: 'joined',
      carried: [
        { revision: last, file: `${workspace.directoryOf(last)}/migration.sql`, line: 1 },
        { revision: last, file: `${workspace.directoryOf(last)}/migration.sql`, line: 2 },
      ],
      reversible: true,
    });
    expect(squashed.migrationSql.match(/-- From \S+/g)).toEqual(
      [CORE_1, CORE_2, CORE_3, CORE_4, last].map((id) => `-- From ${id}`),
    );
    await workspace.upgrade('--all');
    const other = await workspaceOf(on);
    other.revision(last, { up: workspace.read(`${workspace.directoryOf(last)}/migration.sql`) });
    await other.upgrade('--all');
    const { schema, tables } = await readContents(workspace.database);
    expect(await readContents(other.database)).toMatchObject({ schema, tables });
    await workspace.downgrade('blog', 'base');
    expect(await workspace.downgrade('core', 'base', '--allow-destructive')).toEqual([squashed.revision]);
  });

  it('refuses what would have to be in two places, and says how far it goes', async () => {
    const workspace = await workspaceOf(on);
    const late = 'core/20260108000000_late';
    workspace.revision(late, { up: 'DROP TABLE "Team";\n', requires: [BLOG_1] });
    const before = await workspace.snapshot();
    const refusal = await workspace.refused('squash');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'SQUASH.INTERLEAVED' });
    expect(refusal.message).toContain(`${BLOG_1} needs ${CORE_1}, and ${late} needs it`);
    expect(refusal.fix).toContain(`orchestrate squash --extension core --to ${CORE_4.slice('core/'.length)}`);
    const hidden = await workspaceOf(on);
    hidden.revision('core/20260104000000_drop', { up: 'DROP TABLE "User";\n', parent: CORE_1.slice('core/'.length) });
    expect(await hidden.refused('squash')).toMatchObject({ exitCode: 1, code: 'SQUASH.DIVERGED' });
    expect(await workspace.refused('squash', '--extension', 'blog')).toMatchObject({
      exitCode: 2,
      code: 'SQUASH.NOTHING',
    });
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('refuses what another extension sees in the middle without saying so', async () => {
    const workspace = await workspaceOf(on);
    workspace.revision('core/20260108000000_rename', {
      up: 'ALTER TABLE "User" RENAME COLUMN "name" TO "nick";\n',
    });
    workspace.revision('blog/20260104000000_by_name', {
      up: 'CREATE VIEW "names" AS SELECT "name" FROM "User";\n',
      requires: [CORE_2],
    });
    const refusal = await workspace.refused('squash');
    expect(refusal.exitCode).toBe(1);
    expect(['SQUASH.BREAKS', 'SQUASH.DIFFERENT_RESULT']).toContain(refusal.code);
  });

  it('shows what it would write', async () => {
    const workspace = await workspaceOf(on);
    const before = await workspace.snapshot();
    const { exitCode, stdout } = await workspace.run('squash', '--dry-run');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('CREATE TABLE "Team"') });
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('runs outside of a transaction what has to, and goes on with what was begun', async () => {
    const workspace = await workspaceOf(on);
    const outside = 'core/20260109000000_outside';
    const up = `INSERT INTO "Numbers" VALUES (1);\n${on.outside('"Numbers"', '"Numbers_n_idx"')}`;
    workspace.revision('core/20260108000000_numbers', {
      up: 'CREATE TABLE "Numbers" ("n" INTEGER);\n',
      down: 'DROP TABLE "Numbers";\n',
    });
    workspace.revision(outside, { up: `${up}\nDROP TABLE "nowhere";`, down: 'DELETE FROM "Numbers";\n' });
    expect(await workspace.refused('upgrade')).toMatchObject({ code: 'UPGRADE.REVISION_FAILED' });
    workspace.write({ [`${workspace.directoryOf(outside)}/migration.sql`]: up });
    const { revision, form } = await workspace.ok<Squashed>('squash');
    expect(form).toBe('joined');
    expect(JSON.parse(workspace.read(`${workspace.directoryOf(revision)}/revision.json`))).toMatchObject({
      transactional: false,
    });
    expect(await upgradeAll(workspace)).toEqual([`applied ${BLOG_1}`, `applied ${outside}`, `recorded ${revision}`]);
    const tables = await readContents(workspace.database);
    await workspace.downgrade('blog', 'base');
    expect(await workspace.downgrade('core', 'base', '--allow-destructive')).toEqual([revision]);
    expect(await upgradeAll(workspace)).toEqual([`applied ${revision}`, `applied ${BLOG_1}`]);
    const again = await readContents(workspace.database);
    expect([again.schema, again.tables]).toEqual([tables.schema, tables.tables]);
  });

  it('takes over what the folded ones have adopted, and all that they require', async () => {
    const workspace = await workspaceOf(on);
    workspace.revision('blog/20260106000000_teams', {
      up: '',
      down: '',
      requires: [CORE_3],
      more: { adopts: ['Team'] },
    });
    const { revision, requires } = await workspace.ok<Squashed>('squash', '--extension', 'blog');
    expect(requires).toEqual([CORE_3]);
    expect(JSON.parse(workspace.read(`${workspace.directoryOf(revision)}/revision.json`))).toMatchObject({
      requires: [CORE_3],
      adopts: ['Team'],
    });
    const core = await workspace.ok<Squashed>('squash', ...toThird);
    expect(await upgradeAll(workspace)).toEqual([
      `applied ${core.revision}`,
      `applied ${revision}`,
      `applied ${CORE_4}`,
    ]);
  });

  it('comes before what follows in a history without a revision.json', async () => {
    const names = ['1_a', '2_b', '3_c'];
    const directory = (name: string): string => `prisma/migrations/${name}`;
    const files = names.map((name) => [`${directory(name)}/migration.sql`, `CREATE TABLE "${name}" (${on.idColumn});`]);
    const workspace = await TestWorkspace.on(on, {}, Object.fromEntries(files) as Record<string, string>);
    const { revision, downSql } = await workspace.ok<Squashed>('squash', '--to', '2_b');
    expect({ revision, down: downSql?.match(/DROP TABLE/g)?.length }).toEqual({
      revision: 'core/2_b_squashed',
      down: 2,
    });
    expect(await workspace.upgrade('--target', '+1')).toEqual([revision]);
    for (const name of names.slice(0, 2)) workspace.remove(directory(name));
    expect(await workspace.upgrade('--target', '3_c')).toEqual(['core/3_c']);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
  });
});

describe('squash on PostgreSQL', () => {
  it('refuses a setting that the next script would see, and takes one at the end', async () => {
    const workspace = await workspaceOf(POSTGRESQL);
    const setting = 'core/20260108000000_setting';
    workspace.revision(setting, { up: `SELECT 1;\nSET search_path = public;\n` });
    workspace.revision('core/20260109000000_after', { up: 'DROP TABLE "Team";\n' });
    const refusal = await workspace.refused('squash');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'SQUASH.SETS_SESSION' });
    expect(refusal.message).toContain(`${workspace.directoryOf(setting)}/migration.sql:2`);
    const { carried } = await workspace.ok<Squashed>('squash', '--to', setting.slice('core/'.length));
    expect(carried.map(({ line }) => line)).toEqual([1, 2]);
  });

  it('makes the schemas that tables are in', async () => {
    const workspace = await TestWorkspace.on(POSTGRESQL, { core: '' });
    workspace.revision('core/1_a', {
      up: 'CREATE SCHEMA "shop";\nCREATE TABLE "shop"."Order" ("id" INTEGER PRIMARY KEY);',
    });
    workspace.revision('core/2_b', { up: 'ALTER TABLE "shop"."Order" ADD COLUMN "note" TEXT;' });
    expect(await workspace.ok<Squashed>('squash')).toMatchObject({ form: 'rewritten' });
    expect(await workspace.upgrade()).toEqual(['core/2_b_squashed']);
  });
});
