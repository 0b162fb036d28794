import { describe, expect, it } from 'vitest';
import type { MigrationResult } from '../packages/core/src/index.js';
import { downgrade } from '../packages/core/src/index.js';
import { DATABASES } from './support/databases.js';
import { type DatabaseKind, readContents, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const CORE = ['core/20260101000000_one', 'core/20260103000000_two'] as const;
const BLOG = ['blog/20260102000000_one', 'blog/20260104000000_two', 'blog/20260105000000_three'] as const;
const ALL = [CORE[0], BLOG[0], CORE[1], BLOG[1], BLOG[2]];

/** Core and blog, each revision with a table of its own; the first and second of blog need those of core. */
async function applied(on: DatabaseKind): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, { blog: '' });
  const requires: Readonly<Record<string, readonly string[]>> = { [BLOG[0]]: [CORE[0]], [BLOG[1]]: [CORE[1]] };
  for (const id of ALL) {
    const table = id.replace(/\/\d+/, '');
    workspace.revision(id, {
      up: `CREATE TABLE "${table}" ("id" INTEGER);\n`,
      down: `DROP TABLE "${table}";\n`,
      requires: requires[id] ?? [],
    });
  }
  return workspace;
}

/** The same with everything applied. */
async function upgraded(on: DatabaseKind): Promise<TestWorkspace> {
  const workspace = await applied(on);
  await workspace.upgrade('--all');
  return workspace;
}

describe.each(DATABASES)('downgrade on $name', (on) => {
  it('goes back to a revision, by N, or to the state before the first, last revision first', async () => {
    const workspace = await upgraded(on);
    expect(await workspace.downgrade('blog', '20260104')).toEqual([BLOG[2]]);
    expect(await workspace.downgrade('blog', '-1')).toEqual([BLOG[1]]);
    expect(await tablesOf(workspace.database)).toEqual(['blog_one', 'core_one', 'core_two']);
    await workspace.upgrade('--all');
    expect(await workspace.downgrade('blog', 'base')).toEqual([BLOG[2], BLOG[1], BLOG[0]]);
    expect(await tablesOf(workspace.database)).toEqual(['core_one', 'core_two']);
    expect(await workspace.downgrade('core', '-2')).toEqual([CORE[1], CORE[0]]);
    expect(await tablesOf(workspace.database)).toEqual([]);
    expect(await workspace.downgrade('core', 'base')).toEqual([]);
    expect(await workspace.upgrade('--all')).toEqual(ALL);
  });

  it('marks the history rows as rolled back and keeps them', async () => {
    const workspace = await upgraded(on);
    await workspace.downgrade('blog', '-2');
    const [one, two, three] = await workspace.database.history('blog');
    expect(one?.rolled_back_at).toBeNull();
    for (const row of [two, three]) {
      expect(row?.finished_at).not.toBeNull();
      expect(row?.rolled_back_at).toBeGreaterThanOrEqual(row?.finished_at ?? Number.NaN);
    }
    expect(await workspace.upgrade('--all')).toEqual([BLOG[1], BLOG[2]]);
    const states = (await workspace.database.history('blog')).map((row) => [
      row.migration_name,
      row.rolled_back_at === null,
    ]);
    expect(states).toEqual([
      ['20260102000000_one', true],
      ['20260104000000_two', false],
      ['20260105000000_three', false],
      ['20260104000000_two', true],
      ['20260105000000_three', true],
    ]);
  });

  it('reverts nothing that an applied revision of another extension needs, and names it', async () => {
    const workspace = await upgraded(on);
    const before = await workspace.snapshot();
    const refusal = await workspace.refused('downgrade', '--target', '-1');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'DOWNGRADE.BLOCKED' });
    expect(refusal.message).toContain(`${BLOG[1]} needs ${CORE[1]}`);
    expect(refusal.message).not.toContain(BLOG[0]);
    expect(refusal.fix).toContain('orchestrate downgrade --extension blog');
    expect(await workspace.snapshot()).toEqual(before);
    await workspace.downgrade('blog', BLOG[0].slice('blog/'.length));
    expect(await workspace.downgrade('core', '-1')).toEqual([CORE[1]]);
  });

  it('reverts nothing where a down.sql is missing, and names every one', async () => {
    const workspace = await upgraded(on);
    for (const id of [BLOG[0], BLOG[1]]) workspace.remove(`${workspace.directoryOf(id)}/down.sql`);
    const before = await readContents(workspace.database);
    const refusal = await workspace.refused('downgrade', '--extension', 'blog', '--target', 'base');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'DOWNGRADE.NO_DOWN_SCRIPT' });
    for (const id of [BLOG[0], BLOG[1]]) expect(refusal.fix).toContain(`${workspace.directoryOf(id)}/down.sql`);
    expect(await readContents(workspace.database)).toEqual(before);
    workspace.write({ [`${workspace.directoryOf(BLOG[1])}/down.sql`]: '' });
    expect(await workspace.downgrade('blog', '-2')).toEqual([BLOG[2], BLOG[1]]);
  });

  it('rolls a failing down.sql back, and goes on once it is corrected', async () => {
    const workspace = await upgraded(on);
    const file = `${workspace.directoryOf(BLOG[1])}/down.sql`;
    workspace.write({ [file]: 'DROP TABLE "blog_two";\nDELETE FROM "nowhere";\n' });
    const refusal = await workspace.refused('downgrade', '--extension', 'blog', '--target', '-2');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'DOWNGRADE.REVISION_FAILED' });
    expect(refusal.message).toContain(
      `${BLOG[1]} could not be reverted, at statement 2 (${file}:2): ${on.noTable('nowhere')}`,
    );
    expect(refusal.fix).toContain('orchestrate downgrade --extension blog --target 20260102000000_one');
    expect(await tablesOf(workspace.database)).toEqual(['blog_one', 'blog_two', 'core_one', 'core_two']);
    workspace.write({ [file]: 'DROP TABLE "blog_two";\n' });
    expect(await workspace.downgrade('blog', '20260102000000_one')).toEqual([BLOG[1]]);
  });

  it('stops half-way where it cannot run in a transaction, blocks what goes the other way, and goes on', async () => {
    const workspace = await upgraded(on);
    const file = `${workspace.directoryOf(BLOG[2])}/down.sql`;
    workspace.write({ [file]: 'DROP TABLE "blog_three";\nVACUUM;\nDELETE FROM "nowhere";\n' });
    const refusal = await workspace.refused('downgrade', '--extension', 'blog', '--target', '-1');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'DOWNGRADE.REVISION_FAILED' });
    expect(refusal.message).toContain('2 of its 3 statements are through');
    workspace.write({ [file]: 'DROP TABLE "blog_three";\nVACUUM;\n' });
    const blocked = await workspace.refused('upgrade', '--all');
    expect(blocked).toMatchObject({ exitCode: 1, code: 'HISTORY.HALF_DONE' });
    expect(blocked.fix).toContain('orchestrate downgrade --extension blog --target');
    const { exitCode, stdout } = await workspace.run('status');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: expect.stringContaining('HISTORY.HALF_DONE') });
    expect(stdout).not.toContain('up to date');
    expect(await workspace.downgrade('blog', '-1')).toEqual([BLOG[2]]);
    expect(await workspace.upgrade('--all')).toEqual([BLOG[2]]);
    expect(await tablesOf(workspace.database)).toContain('blog_three');
  });

  it('takes the whole run back with --tx all', async () => {
    const workspace = await upgraded(on);
    workspace.write({ [`${workspace.directoryOf(BLOG[0])}/down.sql`]: 'DELETE FROM "nowhere";' });
    const before = await workspace.database.schema();
    const refusal = await workspace.refused('downgrade', '--extension', 'blog', '--target', 'base', '--tx', 'all');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'DOWNGRADE.REVISION_FAILED' });
    expect(await workspace.database.schema()).toEqual(before);
    expect((await workspace.database.history('blog')).every(({ rolled_back_at }) => rolled_back_at === null)).toBe(
      true,
    );
  });

  it('only says what it would do with --dry-run, and gives the script with --sql', async () => {
    const workspace = await upgraded(on);
    const before = await workspace.snapshot();
    const dry = await workspace.run('downgrade', '--extension', 'blog', '--target=-2', '--dry-run');
    expect(dry.exitCode).toBe(0);
    expect(dry.stdout.match(/blog\/\S+/g)).toEqual([BLOG[2], BLOG[1]]);
    const { stdout } = await workspace.run('downgrade', '--extension', 'blog', '--target', '-2', '--sql');
    expect(await workspace.snapshot()).toEqual(before);
    await workspace.database.execute(stdout);
    expect(await tablesOf(workspace.database)).toEqual(['blog_one', 'core_one', 'core_two']);
    expect(await workspace.upgrade('--all')).toEqual([BLOG[1], BLOG[2]]);
  });

  it('does not go where there is no way back to', async () => {
    const workspace = await applied(on);
    await workspace.upgrade('--extension', 'blog', '--target', '+1');
    for (const [target, code] of [
      [BLOG[1].slice('blog/'.length), 'TARGET.NOT_APPLIED'],
      ['head', 'TARGET.NOT_APPLIED'],
      ['-2', 'TARGET.OUT_OF_RANGE'],
      ['nothing', 'TARGET.UNKNOWN'],
      [CORE[0], 'TARGET.OTHER_EXTENSION'],
    ] as const) {
      const refusal = await workspace.refused('downgrade', '--extension', 'blog', '--target', target);
      expect(refusal).toMatchObject({ exitCode: 2, code });
    }
    const nothing = await workspace.run('downgrade', '--extension', 'blog', '--target', BLOG[0].slice('blog/'.length));
    expect(nothing).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to revert') });
  });

  it('refuses where no database is', async () => {
    const workspace = await applied(on);
    const refusal = await workspace.refused('downgrade', '--target', '-1');
    expect(refusal).toMatchObject({ exitCode: 2, code: 'TARGET.OUT_OF_RANGE' });
    expect(workspace.database.exists).toBe(!workspace.database.isFile);
  });

  /** Rows in the tables of blog_one and, in one of two columns that a revision adds, blog_two. */
  async function filled(): Promise<TestWorkspace> {
    const workspace = await applied(on);
    workspace.revision(BLOG[2], {
      up: 'ALTER TABLE "blog_two" ADD COLUMN "nick" TEXT;\nALTER TABLE "blog_two" ADD COLUMN "empty" TEXT;\n',
      down: 'ALTER TABLE "blog_two" DROP COLUMN "nick";\nALTER TABLE "blog_two" DROP COLUMN "empty";\n',
      parent: BLOG[1].slice('blog/'.length),
    });
    await workspace.upgrade('--all');
    await workspace.database.execute(
      `INSERT INTO "blog_one" VALUES (1), (2), (3); INSERT INTO "blog_two" VALUES (1, 'n', NULL), (2, NULL, NULL);`,
    );
    return workspace;
  }

  it('asks before data goes, with how much there is', async () => {
    const workspace = await filled();
    const before = await workspace.snapshot();
    const refusal = await workspace.refused('downgrade', '--extension', 'blog', '--target', 'base');
    expect(refusal).toMatchObject({ exitCode: 3, code: 'DOWNGRADE.DESTRUCTIVE' });
    expect(refusal.message.split('\n').slice(1)).toEqual(['- blog_two: 2 rows', '- blog_one: 3 rows']);
    expect(refusal.fix).toContain('--allow-destructive');
    expect((await workspace.refused('downgrade', '--extension', 'blog', '--target', '-1')).message).toContain(
      'blog_two.nick: 1 value',
    );
    const dry = await workspace.run('downgrade', '--extension', 'blog', '--target', '-1', '--dry-run');
    expect(dry).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/- blog_two\.nick: 1 value\n/) });
    const sql = await workspace.run('downgrade', '--extension', 'blog', '--target', '-1', '--sql');
    expect(sql).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('blog_two.nick: 1 value') });
    expect(await workspace.snapshot()).toEqual(before);

    const { losses } = await workspace.ok<MigrationResult>(
      ...['downgrade', '--extension', 'blog', '--target', '-1', '--allow-destructive'],
    );
    expect(losses).toEqual([
      expect.objectContaining({ kind: 'column', table: 'blog_two', column: 'nick', rows: 1, revision: BLOG[2] }),
    ]);
    expect(await workspace.downgrade('blog', 'base', '--yes')).toEqual([BLOG[1], BLOG[0]]);
    expect(await tablesOf(workspace.database)).toEqual(['core_one', 'core_two']);
  });

  it('says that a down.sql is missing before it asks', async () => {
    const workspace = await filled();
    workspace.remove(`${workspace.directoryOf(BLOG[0])}/down.sql`);
    const refusal = await workspace.refused('downgrade', '--extension', 'blog', '--target', 'base');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'DOWNGRADE.NO_DOWN_SCRIPT' });
  });

  it('does not take a yes for more than it was said to', async () => {
    const workspace = await filled();
    const asked: string[] = [];
    const run = (insert: string): Promise<MigrationResult> =>
      downgrade({
        cwd: workspace.root,
        environment: {},
        target: 'blog@base',
        confirm: async ({ losses }) => {
          asked.push(losses.map(({ message }) => message).join(', '));
          await workspace.database.execute(insert);
          return true;
        },
      });
    await expect(run('INSERT INTO "blog_one" VALUES (4)')).rejects.toMatchObject({
      code: 'DOWNGRADE.DESTRUCTIVE',
      kind: 'consent',
      message: expect.stringMatching(/more to lose.*\n- blog_one: 4 rows$/),
    });
    expect(await tablesOf(workspace.database)).toContain('blog_two');
    expect((await run('DELETE FROM "blog_one"')).revisions).toHaveLength(3);
    expect(asked).toEqual(['blog_two: 2 rows, blog_one: 3 rows', 'blog_two: 2 rows, blog_one: 4 rows']);
  });
});
