import { describe, expect, it } from 'vitest';
import { BLOG_1, blogWorkspace, CORE_1, POST, USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { withPrismaEngine } from './support/prisma-engine.js';
import { type DatabaseKind, readContents, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const BLOG_2 = 'blog/20260103000000_more';
const BLOG_3 = 'blog/20260104000000_last';

interface Stamped {
  readonly dryRun: boolean;
  readonly recorded: readonly { readonly revision: string }[];
  readonly unrecorded: readonly { readonly revision: string; readonly was: string }[];
  readonly problems: readonly { readonly code: string }[];
}

/** Core with one revision and blog with three, of which the last two make a table each. */
async function workspaceOf(on: DatabaseKind): Promise<TestWorkspace> {
  const workspace = await blogWorkspace(on);
  for (const [id, table] of [
    [BLOG_2, 'more'],
    [BLOG_3, 'last'],
  ] as const) {
    workspace.revision(id, { up: `CREATE TABLE "${table}" ("id" INTEGER);\n`, down: `DROP TABLE "${table}";\n` });
  }
  return workspace;
}

/** The same with a database that has everything, and no record of it. */
async function unrecorded(on: DatabaseKind): Promise<TestWorkspace> {
  const workspace = await workspaceOf(on);
  await workspace.upgrade('--all');
  await workspace.database.execute('DROP TABLE "_prisma_migrations"; DROP TABLE "_prisma_migrations_blog";');
  return workspace;
}

async function stamp(workspace: TestWorkspace, ...args: readonly string[]): Promise<readonly string[]> {
  const { recorded, unrecorded: gone } = await workspace.ok<Stamped>('stamp', ...args);
  return [...gone.map(({ revision, was }) => `-${revision} ${was}`), ...recorded.map(({ revision }) => `+${revision}`)];
}

/** Each row of blog's history: what it counts as. */
async function states(workspace: TestWorkspace): Promise<readonly string[]> {
  const rows = await workspace.database.history('blog');
  return rows.map((row) => {
    const state = row.rolled_back_at !== null ? 'rolled back' : row.finished_at === null ? 'failed' : 'applied';
    return `${row.migration_name} ${state} ${row.applied_steps_count}`;
  });
}

describe.each(DATABASES)('stamp on $name', (on) => {
  it('records everything that a database has already', async () => {
    const workspace = await unrecorded(on);
    const schema = await workspace.database.schema();
    expect(await stamp(workspace, '--all', 'head')).toEqual([`+${CORE_1}`, `+${BLOG_1}`, `+${BLOG_2}`, `+${BLOG_3}`]);
    expect(await workspace.database.schema()).toEqual(schema);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
    expect(await workspace.upgrade('--all')).toEqual([]);
    expect(await workspace.downgrade('blog', '-1')).toEqual([BLOG_3]);
    expect(await tablesOf(workspace.database)).not.toContain('last');
  });

  it('writes the rows that Prisma does, in the order of the revisions', async () => {
    const stamped = await unrecorded(on);
    await stamp(stamped, '--all', 'head');
    const rows = await stamped.database.history('blog');
    expect(rows.map((row) => `blog/${row.migration_name}`)).toEqual([BLOG_1, BLOG_2, BLOG_3]);
    const [row] = await stamped.database.history('core');
    const name = CORE_1.slice('core/'.length);
    const resolved = await workspaceOf(on);
    await resolved.upgrade();
    await resolved.database.execute('DELETE FROM "_prisma_migrations";');
    const migrations = [{ name, sql: stamped.read(`${stamped.directoryOf(CORE_1)}/migration.sql`) }];
    await withPrismaEngine({ database: resolved.database, migrations }, (engine) => engine.markApplied(name));
    const [byPrisma] = await resolved.database.history('core');
    const form = { id: expect.any(String), started_at: expect.any(Number), finished_at: expect.any(Number) };
    expect(row).toEqual({ ...byPrisma, ...form });
    expect(row?.finished_at).toBe(row?.started_at);
    await withPrismaEngine({ database: stamped.database, migrations }, async (engine) => {
      expect(await engine.applyMigrations()).toEqual([]);
    });
  });

  it('goes forward and back, one extension at a time, by name or the start of it', async () => {
    const workspace = await unrecorded(on);
    expect(await stamp(workspace, CORE_1.slice('core/'.length))).toEqual([`+${CORE_1}`]);
    expect(await stamp(workspace, '--extension', 'blog', '20260103')).toEqual([`+${BLOG_1}`, `+${BLOG_2}`]);
    expect(await stamp(workspace, '--extension', 'blog', 'head')).toEqual([`+${BLOG_3}`]);
    expect(await stamp(workspace, '--extension', 'blog', 'head')).toEqual([]);
    expect(await stamp(workspace, '--extension', 'blog', `blog@${BLOG_1.slice('blog/'.length)}`)).toEqual([
      `-${BLOG_3} applied`,
      `-${BLOG_2} applied`,
    ]);
    expect(await stamp(workspace, '--extension', 'blog', 'base')).toEqual([`-${BLOG_1} applied`]);
    expect(await states(workspace)).toEqual([
      '20260102000000_init rolled back 0',
      '20260103000000_more rolled back 0',
      '20260104000000_last rolled back 0',
    ]);
  });

  it('takes several targets, and a point in time for all', async () => {
    const workspace = await unrecorded(on);
    expect(await stamp(workspace, 'blog@20260103,core@head')).toEqual([`+${CORE_1}`, `+${BLOG_1}`, `+${BLOG_2}`]);
    expect(await stamp(workspace, 'blog/head')).toEqual([`+${BLOG_3}`]);
    expect(await stamp(workspace, '--all', '2026-01-02')).toEqual([`-${BLOG_3} applied`, `-${BLOG_2} applied`]);
    expect(await stamp(workspace, 'core@base,blog@base')).toEqual([`-${BLOG_1} applied`, `-${CORE_1} applied`]);
  });

  it('settles a failed revision, whichever way it is mended', async () => {
    const workspace = await workspaceOf(on);
    await workspace.upgrade('--extension', 'blog', '--target', '+2');
    await workspace.database.execute(
      `INSERT INTO "_prisma_migrations_blog" ("id", "checksum", "migration_name", "logs", "applied_steps_count")
       VALUES ('1', 'x', '${BLOG_3.slice('blog/'.length)}', 'it broke', 0);`,
    );
    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'HISTORY.FAILED' });
    expect(refusal.fix).toContain('`orchestrate stamp --purge blog/20260104000000_last`');
    expect(refusal.fix).toContain('`orchestrate stamp --extension blog 20260104000000_last`');
    expect(await stamp(workspace, '--extension', 'blog', '20260104000000_last')).toEqual([`+${BLOG_3}`]);
    expect([...(await states(workspace))].sort()).toEqual([
      '20260102000000_init applied 1',
      '20260103000000_more applied 1',
      '20260104000000_last applied 0',
      '20260104000000_last rolled back 0',
    ]);
    await workspace.database.execute(
      `UPDATE "_prisma_migrations_blog" SET "finished_at" = NULL WHERE "applied_steps_count" = 0 AND "rolled_back_at" IS NULL;`,
    );
    expect(await stamp(workspace, '--extension', 'blog', '20260103000000_more')).toEqual([`-${BLOG_3} failed`]);
    expect(await workspace.upgrade('--all')).toEqual([BLOG_3]);
  });

  it('takes back the failed record of one revision and touches no other', async () => {
    const workspace = await workspaceOf(on);
    await workspace.upgrade('--all');
    await workspace.database.execute(
      `INSERT INTO "_prisma_migrations_blog" ("id", "checksum", "migration_name", "logs", "applied_steps_count")
       VALUES ('1', 'x', '20260105000000_it''s', 'it broke', 0), ('2', 'x', '20260103000000_more', 'it broke', 0);`,
    );
    expect((await workspace.refused('upgrade', '--all')).code).toBe('HISTORY.INCONSISTENT');
    const before = await workspace.snapshot();
    expect(await stamp(workspace, '--purge', "blog/20260105000000_it's", '--dry-run')).toEqual([
      "-blog/20260105000000_it's failed",
    ]);
    expect(await workspace.snapshot()).toEqual(before);
    expect(await stamp(workspace, '--purge', "blog/20260105000000_it's")).toEqual(["-blog/20260105000000_it's failed"]);
    expect(await stamp(workspace, '--purge', '--extension', 'blog', '20260103')).toEqual([`-${BLOG_2} failed`]);
    expect(await stamp(workspace, '--purge', BLOG_2)).toEqual([]);
    expect([...(await states(workspace))].sort()).toEqual([
      '20260102000000_init applied 1',
      '20260103000000_more applied 1',
      '20260103000000_more rolled back 0',
      '20260104000000_last applied 1',
      "20260105000000_it's rolled back 0",
    ]);
    expect(await workspace.upgrade('--all')).toEqual([]);
    const migrations = [BLOG_1, BLOG_2, BLOG_3].map((id) => ({
      name: id.slice('blog/'.length),
      sql: workspace.read(`${workspace.directoryOf(id)}/migration.sql`),
    }));
    await workspace.database.execute(
      'DELETE FROM "_prisma_migrations"; INSERT INTO "_prisma_migrations" SELECT * FROM "_prisma_migrations_blog";',
    );
    await withPrismaEngine({ database: workspace.database, migrations }, async (engine) => {
      expect(await engine.applyMigrations()).toEqual([]);
    });
  });

  it.each([
    [['--purge', BLOG_1], 'STAMP.NOT_FAILED', 1],
    [['--purge', BLOG_3], 'STAMP.NOT_FAILED', 1],
    [['--purge', 'blog/nope'], 'TARGET.UNKNOWN', 2],
    [['--purge', '--extension', 'core', BLOG_1], 'TARGET.OTHER_EXTENSION', 2],
    [['--purge', 'nope/1'], 'WORKSPACE.UNKNOWN_EXTENSION', 2],
    [['--purge', '--all', 'head'], 'CLI.CONFLICTING_OPTIONS', 2],
  ])('refuses %j', async (args, code, exitCode) => {
    const workspace = await workspaceOf(on);
    await workspace.upgrade('--extension', 'blog', '--target', '+1');
    expect(await workspace.refused('stamp', ...args)).toMatchObject({ code, exitCode });
  });

  it('records a squash, or what it folds, as the database sees it', async () => {
    const workspace = await unrecorded(on);
    const squash = 'blog/20260103000001_squashed';
    workspace.revision(squash, {
      up: '-- all of it\n',
      parent: null,
      requires: [CORE_1],
      more: { replaces: [BLOG_1, BLOG_2] },
    });
    await stamp(workspace, 'head');
    expect(await stamp(workspace, '--extension', 'blog', 'head')).toEqual([`+${squash}`, `+${BLOG_3}`]);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
    // Back into what is folded: from here on that counts, until it is through.
    expect(await stamp(workspace, '--extension', 'blog', '20260102')).toEqual([
      `-${BLOG_3} applied`,
      `-${squash} applied`,
      `+${BLOG_1}`,
    ]);
    expect(await stamp(workspace, '--extension', 'blog', 'head')).toEqual([`+${BLOG_2}`, `+${squash}`, `+${BLOG_3}`]);
    expect(await stamp(workspace, '--extension', 'blog', '20260103000001')).toEqual([`-${BLOG_3} applied`]);
    expect(await states(workspace)).toContain('20260102000000_init applied 0');
    expect(await workspace.ok('status')).toMatchObject({ problems: [] });
    expect(await stamp(workspace, '--extension', 'blog', 'base')).toHaveLength(3);
  });

  it('forgets a revision that has no directory any more', async () => {
    const workspace = await workspaceOf(on);
    await workspace.upgrade('--all');
    workspace.remove(workspace.directoryOf(BLOG_3));
    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal.code).toBe('HISTORY.MISSING_REVISION');
    expect(refusal.fix).toContain('`orchestrate stamp --extension blog 20260103000000_more`');
    expect(await stamp(workspace, '--extension', 'blog', 'head')).toEqual([`-${BLOG_3} applied`]);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true });
  });

  it('leaves an edited revision as it is, and says so', async () => {
    const workspace = await workspaceOf(on);
    await workspace.upgrade('--extension', 'blog', '--target', '+2');
    const file = `${workspace.directoryOf(BLOG_1)}/migration.sql`;
    workspace.write({ [file]: `${workspace.read(file)}-- changed\n` });
    const result = await workspace.ok<Stamped>('stamp', '--extension', 'blog', 'head');
    expect(result.recorded.map(({ revision }) => revision)).toEqual([BLOG_3]);
    expect(result.problems.map(({ code }) => code)).toEqual(['HISTORY.EDITED']);
    const { exitCode, stderr } = await workspace.run('stamp', '--extension', 'blog', 'head');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('HISTORY.EDITED') });
  });

  it('takes up a revision that stopped half-way', async () => {
    const workspace = await workspaceOf(on);
    workspace.write({
      [`${workspace.directoryOf(BLOG_3)}/migration.sql`]:
        'CREATE TABLE "last" ("id" INTEGER);\nDROP TABLE "nowhere";\n',
    });
    const refusal = await workspace.refused('upgrade', '--all', '--tx', 'none');
    expect(refusal.code).toBe('UPGRADE.REVISION_FAILED');
    expect(await stamp(workspace, '--extension', 'blog', 'head')).toEqual([`+${BLOG_3}`]);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
  });

  it('refuses what another extension contradicts, and changes nothing', async () => {
    const workspace = await unrecorded(on);
    const bare = await workspace.snapshot();
    const incomplete = await workspace.refused('stamp', '--extension', 'blog', 'head');
    expect(incomplete).toMatchObject({ exitCode: 1, code: 'STAMP.INCOMPLETE' });
    expect(incomplete.message).toContain(`${BLOG_1} needs ${CORE_1}`);
    expect(incomplete.fix).toContain('`orchestrate stamp --extension core 20260101000000_init`');
    expect(await workspace.snapshot()).toEqual(bare);
    await stamp(workspace, '--all', 'head');
    const recorded = await workspace.snapshot();
    const blocked = await workspace.refused('stamp', 'base');
    expect(blocked).toMatchObject({ exitCode: 1, code: 'STAMP.BLOCKED' });
    expect(blocked.message).toContain(`${BLOG_1} needs ${CORE_1}`);
    expect(await workspace.snapshot()).toEqual(recorded);
    expect(await stamp(workspace, '--all', 'base')).toHaveLength(4);
  });

  it('only says what it would do with --dry-run', async () => {
    const workspace = await unrecorded(on);
    const before = await workspace.snapshot();
    const { exitCode, stdout } = await workspace.run('stamp', '--all', 'head', '--dry-run');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('Would record 4 revisions') });
    expect(stdout.match(/(core|blog)\/\S+/g)).toEqual([CORE_1, BLOG_1, BLOG_2, BLOG_3]);
    expect(await workspace.snapshot()).toEqual(before);
  });

  it.each([
    [['+1'], 'TARGET.RELATIVE'],
    [['--', '-1'], 'TARGET.RELATIVE'],
    [['--extension', 'blog', 'nope'], 'TARGET.UNKNOWN'],
    [['--extension', 'core', 'blog/head'], 'TARGET.OTHER_EXTENSION'],
    [['blog@head,blog@base'], 'TARGET.REPEATED'],
    [['core@head,blog@+1'], 'TARGET.RELATIVE'],
    [['--all', '20260101000000_init'], 'TARGET.NEEDS_EXTENSION'],
    [['--all', '2026-02-31'], 'TARGET.INVALID_TIME'],
    [['--extension', 'nope', 'head'], 'WORKSPACE.UNKNOWN_EXTENSION'],
    [['--extension', 'blog', '--all', 'head'], 'CLI.CONFLICTING_OPTIONS'],
    [[], 'CLI.MISSING_ARGUMENT'],
    [['head', 'base'], 'CLI.EXCESS_ARGUMENTS'],
  ])('refuses %j', async (args, code) => {
    const workspace = await blogWorkspace(on);
    const { stdout } = await workspace.run('stamp', '--json', ...args);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code, kind: 'usage' } });
  });
});

describe.each(DATABASES)('tables without a history on $name', (on) => {
  it('stop the first revision that would make them, and are named', async () => {
    const workspace = await unrecorded(on);
    const before = await readContents(workspace.database);
    const all = await workspace.refused('upgrade', '--all');
    expect(all).toMatchObject({ exitCode: 1, code: 'UPGRADE.TABLES_EXIST' });
    expect(all.message).toContain(`core: User, made by ${CORE_1}`);
    expect(all.message).toContain(`blog: Post, made by ${BLOG_1}`);
    expect(all.fix).toContain('`orchestrate stamp --all head`');
    expect(await readContents(workspace.database)).toEqual(before);
    await stamp(workspace, 'head');
    const blog = await workspace.refused('upgrade', '--all');
    expect(blog.message).not.toContain('User');
    expect(blog.fix).toContain('`orchestrate stamp --extension blog head`');
    await stamp(workspace, '--extension', 'blog', 'head');
    expect(await workspace.upgrade('--all')).toEqual([]);
  });

  it('of nobody, or of other extensions, stop nothing', async () => {
    const workspace = await blogWorkspace(on);
    const foreign = Array.from({ length: 300 }, (_, index) => `CREATE TABLE "foreign_${index}" ("id" INTEGER);`);
    await workspace.database.execute(foreign.join('\n'));
    expect(await workspace.upgrade()).toEqual([CORE_1]);
    expect(await workspace.upgrade('--all')).toEqual([BLOG_1]);
    expect(await tablesOf(workspace.database)).toHaveLength(302);
  });

  it('stop nothing where a revision takes them over, replaces them or allows for them', async () => {
    const workspace = await TestWorkspace.on(on, {
      adopter: 'model A {\n  id Int @id\n}\n',
      careful: 'model B {\n  id Int @id\n}\n',
      mover: 'model C {\n  id Int @id\n}\n\nmodel D {\n  id Int @id\n}\n',
    });
    workspace.revision('core/1_tables', {
      up: ['A', 'B', 'C', 'D'].map((name) => `CREATE TABLE "${name}" ("id" INTEGER);`).join('\n'),
    });
    await workspace.upgrade();
    workspace.revision('core/2_gone', { up: 'DROP TABLE "C";\n' });
    workspace.revision('adopter/1_init', {
      up: 'ALTER TABLE "A" RENAME TO "old_A";\nCREATE TABLE "A" ("id" INTEGER);\nDROP TABLE "old_A";\n',
      more: { adopts: ['A'] },
    });
    workspace.revision('careful/1_init', { up: 'CREATE TABLE IF NOT EXISTS "B" ("id" INTEGER);\n' });
    workspace.revision('mover/1_init', { up: 'CREATE TABLE "C" ("id" INTEGER);\n', requires: ['core/2_gone'] });
    expect(await workspace.upgrade('--all')).toHaveLength(4);
  });

  it('are met on the way back as well, and need no second record', async () => {
    const workspace = await TestWorkspace.on(on, { core: USER, blog: POST });
    workspace.revision(CORE_1, { up: 'CREATE TABLE "User" ("id" INTEGER);\n', down: 'DROP TABLE "User";\n' });
    await workspace.upgrade();
    await workspace.downgrade('core', 'base');
    expect(await workspace.upgrade()).toEqual([CORE_1]);
    await stamp(workspace, 'base');
    expect((await workspace.refused('upgrade')).code).toBe('UPGRADE.TABLES_EXIST');
  });
});

describe('schemas of PostgreSQL', () => {
  const INVOICE = 'billing/20260105000000_init';
  const UP = 'CREATE SCHEMA IF NOT EXISTS "billing";\nCREATE TABLE "billing"."Invoice" ("id" INTEGER);\n';

  async function billing(): Promise<TestWorkspace> {
    const files = { 'extensions/billing/package.json': '{ "orchestrate": { "namespace": "billing" } }\n' };
    const workspace = await TestWorkspace.on(POSTGRESQL, { billing: 'model Invoice {\n  id Int @id\n}\n' }, files);
    workspace.revision(INVOICE, { up: UP });
    return workspace;
  }

  it('keep apart what a revision makes and what has the same name elsewhere', async () => {
    const workspace = await billing();
    await workspace.database.execute('CREATE TABLE "Invoice" ("id" INTEGER);');
    expect(await workspace.upgrade('--all')).toEqual([INVOICE]);
  });

  it('hold the history that a stamp writes, made where it is missing', async () => {
    const workspace = await billing();
    await workspace.database.execute(UP);
    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal.message).toContain('billing: billing.Invoice, made by');
    expect(refusal.fix).toContain('?schema=');
    await workspace.database.execute('DROP SCHEMA "billing" CASCADE;');
    expect(await stamp(workspace, '--all', 'head')).toEqual([`+${INVOICE}`]);
    expect(await workspace.database.query('SELECT migration_name FROM billing._prisma_migrations_billing')).toEqual([
      { migration_name: '20260105000000_init' },
    ]);
  });

  it('are not looked into when the URL names another one', async () => {
    const workspace = await blogWorkspace(POSTGRESQL);
    await workspace.upgrade('--all');
    const elsewhere = new URL(workspace.database.url);
    elsewhere.searchParams.set('schema', 'elsewhere');
    await workspace.database.execute('CREATE SCHEMA "elsewhere";');
    expect(await workspace.upgrade('--all', '--database-url', elsewhere.href)).toEqual([CORE_1, BLOG_1]);
  });
});
