import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { type DatabaseKind, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const CORE = ['core/20260101000000_one', 'core/20260201000000_two', 'core/20260301120000_three'] as const;
const BLOG = ['blog/20260115000000_one', 'blog/20260215000000_two', 'blog/20260315000000_three'] as const;
const SHOP = ['shop/init'] as const;
/** In plan order: a name without a timestamp comes first. */
const ALL = [SHOP[0], CORE[0], BLOG[0], CORE[1], BLOG[1], CORE[2], BLOG[2]];

const REQUIRES: Readonly<Record<string, readonly string[]>> = { [BLOG[0]]: [CORE[0]], [BLOG[1]]: [CORE[1]] };

/** Three extensions, each revision with a table of its own. */
async function threeExtensions(on: DatabaseKind): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, { blog: '', shop: '' });
  for (const id of ALL) {
    const table = id.replaceAll(/\/(?:\d+_)?/g, '_');
    workspace.revision(id, {
      up: `CREATE TABLE "${table}" ("id" INTEGER);\n`,
      down: `DROP TABLE "${table}";\n`,
      requires: REQUIRES[id] ?? [],
    });
  }
  return workspace;
}

interface Migrated {
  readonly revisions: readonly { readonly revision: string; readonly because: string | null }[];
}

const idsOf = ({ revisions }: Migrated): readonly string[] => revisions.map(({ revision }) => revision);

describe.each(DATABASES)('targets on $name', (on) => {
  it('may be several, of extensions that they name themselves, in one plan', async () => {
    const workspace = await threeExtensions(on);
    expect(await workspace.upgrade('--target', 'blog@20260115,shop/head')).toEqual([SHOP[0], CORE[0], BLOG[0]]);
    expect(await workspace.upgrade('--target', 'blog@+1, core@head')).toEqual([CORE[1], BLOG[1], CORE[2]]);
    const down = (...flags: readonly string[]) => workspace.ok<Migrated>('downgrade', ...flags);
    expect(idsOf(await down('--target', 'blog@-1,20260101'))).toEqual([CORE[2], BLOG[1], CORE[1]]);
    expect(idsOf(await down('--target', 'shop@base', '--tx', 'all'))).toEqual([SHOP[0]]);
    expect(await tablesOf(workspace.database)).toEqual(['blog_one', 'core_one']);
  });

  it('means every extension at a point in time, both ways', async () => {
    const workspace = await threeExtensions(on);
    expect(await workspace.upgrade('--all', '--target', '2026-02-14')).toEqual(ALL.slice(0, 4));
    expect(await workspace.upgrade('--all', '--target', '20260301120000')).toEqual([BLOG[1], CORE[2]]);
    await workspace.upgrade('--all');
    const down = async (target: string) => idsOf(await workspace.ok('downgrade', '--all', '--target', target));
    expect(await down('2026-03-01')).toEqual([BLOG[2]]);
    expect(await down('2026-03-01T11:59:59Z')).toEqual([CORE[2]]);
    expect(await down('20260131')).toEqual([BLOG[1], CORE[1]]);
    expect(await down('20260131')).toEqual([]);
    expect(await down('base')).toEqual([BLOG[0], CORE[0], SHOP[0]]);
    expect(await tablesOf(workspace.database)).toEqual([]);
    expect(await workspace.upgrade('--all')).toEqual(ALL);
  });

  it('are refused where they mean nothing, with what could be meant', async () => {
    const workspace = await threeExtensions(on);
    await workspace.upgrade('--all');
    const before = await workspace.snapshot();
    for (const [args, code, hint] of [
      [['--target', 'blgo@head'], 'WORKSPACE.UNKNOWN_EXTENSION', 'blog'],
      [['--target', 'blog@2026'], 'TARGET.AMBIGUOUS', 'more of the name'],
      [['--target', '20260115'], 'TARGET.UNKNOWN', 'blog@20260115000000_one'],
      [['--target', 'blog@tow'], 'TARGET.UNKNOWN', 'orchestrate history --extension blog'],
      [['--target', 'blog@-1,blog/base'], 'TARGET.REPEATED', 'one target for each'],
      [['--extension', 'core', '--target', 'core@-1,blog@-1'], 'TARGET.OTHER_EXTENSION', '--extension blog'],
      [['--target', 'core@base,blog@20260115', '--cascade'], 'TARGET.CONFLICT', 'earlier target of "blog"'],
      [['--all', '--target', 'blog@-1'], 'TARGET.NEEDS_EXTENSION', 'point in time'],
      [['--all', '--target', '2026-02-30'], 'TARGET.INVALID_TIME', '2026-03-01T12:00:00Z'],
    ] as const) {
      const { exitCode, code: actual, fix } = await workspace.refused('downgrade', ...args);
      expect({ args, exitCode, code: actual, fix }).toEqual({
        args,
        exitCode: 2,
        code,
        fix: expect.stringContaining(hint),
      });
    }
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('take along what depends on them with --cascade, as the dry run says', async () => {
    const workspace = await threeExtensions(on);
    await workspace.upgrade('--all');
    const args = ['downgrade', '--target', '20260101', '--cascade'];
    const dry = await workspace.run(...args, '--dry-run');
    expect(dry.stdout).toMatch(new RegExp(`${BLOG[1]} +20260215000000_two +${CORE[1]}`));
    const planned = await workspace.ok<Migrated>(...args, '--dry-run');
    const done = await workspace.ok<Migrated>(...args);
    expect(idsOf(done)).toEqual([BLOG[2], CORE[2], BLOG[1], CORE[1]]);
    expect(idsOf(planned)).toEqual(idsOf(done));
    expect(done.revisions.map(({ because }) => because)).toEqual([BLOG[1], null, CORE[1], null]);
    expect(await workspace.upgrade('--all')).toEqual([CORE[1], BLOG[1], CORE[2], BLOG[2]]);
  });

  it('go back from a squash as a whole, together with the records of what it folds', async () => {
    const workspace = await threeExtensions(on);
    await workspace.upgrade('--target', 'core@head');
    const squash = 'core/20260401000000_squash';
    const made = ['core_one', 'core_two', 'core_three'];
    workspace.revision(squash, {
      up: made.map((table) => `CREATE TABLE "${table}" ("id" INTEGER);`).join('\n'),
      down: made.map((table) => `DROP TABLE "${table}";`).join('\n'),
      parent: null,
      more: { replaces: CORE },
    });
    // Before it is recorded the folded ones are still there by themselves.
    expect(await workspace.downgrade('core', '-1')).toEqual([CORE[2]]);
    expect(await workspace.upgrade('--target', 'head')).toEqual([CORE[2], squash]);
    const refusal = await workspace.refused('downgrade', '--target', '20260201');
    expect(refusal).toMatchObject({
      exitCode: 2,
      code: 'TARGET.FOLDED',
      fix: expect.stringContaining('20260401000000_squash'),
    });
    const within = await workspace.refused('downgrade', '--all', '--target', '2026-02-10');
    expect(within).toMatchObject({ exitCode: 2, code: 'TARGET.FOLDED' });
    expect(await workspace.downgrade('core', 'base')).toEqual([squash]);
    const rows = await workspace.database.history('core');
    expect(rows.filter(({ rolled_back_at }) => rolled_back_at === null)).toEqual([]);
    expect(await tablesOf(workspace.database)).toEqual([]);
    expect(await workspace.upgrade('--all')).toEqual([SHOP[0], squash, ...BLOG]);
  });
});
