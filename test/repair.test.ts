import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { BLOG_1, blogWorkspace, CORE_1 } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { withPrismaEngine } from './support/prisma-engine.js';
import type { TestWorkspace } from './support/test-workspace.js';

interface Repaired {
  readonly repaired: readonly {
    readonly revision: string;
    readonly difference: string | null;
    readonly source: string | null;
    readonly script: string | null;
  }[];
}

/** Puts a line in front of a revision's script. */
function edit(workspace: TestWorkspace, id: string, line = '-- explained'): void {
  const file = `${workspace.directoryOf(id)}/migration.sql`;
  workspace.write({ [file]: `${line}\n${workspace.read(file)}` });
}

async function git(workspace: TestWorkspace, ...args: readonly string[]): Promise<void> {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  await execa('git', [...who, ...args], { cwd: workspace.root });
}

const idsOf = ({ repaired }: Repaired): readonly string[] => repaired.map(({ revision }) => revision);

describe.each(DATABASES)('repair on $name', (on) => {
  it('records an edited revision once someone agrees, and nothing else', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    expect(await workspace.ok<Repaired>('repair')).toMatchObject({ repaired: [] });
    edit(workspace, BLOG_1);
    workspace.write({ [`${workspace.directoryOf(BLOG_1)}/down.sql`]: 'DROP TABLE "Post"; -- anew\n' });
    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal).toMatchObject({ code: 'HISTORY.EDITED', fix: expect.stringContaining(`repair ${BLOG_1}`) });
    const before = await workspace.snapshot();
    expect(await workspace.refused('repair')).toMatchObject({ exitCode: 3, code: 'REPAIR.UNCONFIRMED' });
    expect(idsOf(await workspace.ok<Repaired>('repair', '--dry-run'))).toEqual([BLOG_1]);
    expect(await workspace.ok<Repaired>('repair', '--extension', 'core', '--yes')).toMatchObject({ repaired: [] });
    expect(await workspace.snapshot()).toEqual(before);

    const [row] = await workspace.database.history('blog');
    expect(idsOf(await workspace.ok<Repaired>('repair', '--yes'))).toEqual([BLOG_1]);
    const [repaired, ...others] = await workspace.database.history('blog');
    const logs = expect.stringContaining('-- anew');
    expect(repaired).toEqual({ ...row, checksum: expect.not.stringContaining(row?.checksum ?? ''), logs });
    expect(others).toEqual([]);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
    expect(await workspace.ok<Repaired>('repair', BLOG_1, '--yes')).toMatchObject({ repaired: [] });
    expect(await workspace.upgrade('--all')).toEqual([]);
  });

  it('repairs the named ones of several, and what core has as Prisma reads it', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    for (const id of [CORE_1, BLOG_1]) edit(workspace, id);
    expect(idsOf(await workspace.ok<Repaired>('repair', '--dry-run'))).toEqual([CORE_1, BLOG_1]);
    expect(idsOf(await workspace.ok<Repaired>('repair', '20260101', '--yes'))).toEqual([CORE_1]);
    expect((await workspace.refused('upgrade')).message).toContain(BLOG_1);
    const [, name = ''] = CORE_1.split('/');
    const migrations = [{ name, sql: workspace.read(`${workspace.directoryOf(CORE_1)}/migration.sql`) }];
    await withPrismaEngine({ database: workspace.database, migrations }, async (engine) => {
      expect(await engine.applyMigrations()).toEqual([]);
    });
    expect((await workspace.database.history('core'))[0]?.logs).toBeNull();
  });

  it('leaves how far a revert got', async () => {
    const workspace = await blogWorkspace(on);
    const manifest = `${workspace.directoryOf(BLOG_1)}/revision.json`;
    workspace.write({
      [`${workspace.directoryOf(BLOG_1)}/down.sql`]: 'DROP TABLE "Post";\nDROP TABLE "nowhere";\n',
      [manifest]: JSON.stringify({ ...(JSON.parse(workspace.read(manifest)) as object), transactional: false }),
    });
    await workspace.upgrade('--all');
    await workspace.refused('downgrade', '--extension', 'blog', '--target', 'base');
    const [halfDone] = await workspace.database.history('blog');
    expect(halfDone?.logs).toContain('reverting, 1 of 2');
    edit(workspace, BLOG_1);
    expect(idsOf(await workspace.ok<Repaired>('repair', '--yes'))).toEqual([BLOG_1]);
    const [repaired] = await workspace.database.history('blog');
    expect(repaired).toEqual({ ...halfDone, checksum: expect.not.stringContaining(halfDone?.checksum ?? '') });
  });

  it.each([
    [['blog/nope'], 'TARGET.UNKNOWN'],
    [['base'], 'TARGET.UNKNOWN'],
    [['nope/1'], 'WORKSPACE.UNKNOWN_EXTENSION'],
    [['--extension', 'core', BLOG_1], 'TARGET.OTHER_EXTENSION'],
  ])('refuses %j', async (args, code) => {
    const workspace = await blogWorkspace(on);
    expect(await workspace.refused('repair', ...args)).toMatchObject({ code, exitCode: 2 });
  });
});

describe('the difference that repair shows', () => {
  const [SQLITE] = DATABASES;
  if (SQLITE === undefined) throw new Error('There is no database to test on.');

  it('is from what was applied, as any version that git knows has it', async () => {
    const workspace = await blogWorkspace(SQLITE);
    await workspace.upgrade('--all');
    await git(workspace, 'init', '-q');
    await git(workspace, 'add', '.');
    await git(workspace, 'commit', '-qm', 'applied');
    edit(workspace, BLOG_1, '-- one');
    await git(workspace, 'commit', '-qam', 'edited');
    edit(workspace, BLOG_1, '-- two');
    const { repaired } = await workspace.ok<Repaired>('repair', '--dry-run');
    expect(repaired).toMatchObject([{ source: expect.stringMatching(/^commit [0-9a-f]+$/), script: null }]);
    expect(repaired[0]?.difference).toMatch(/^@@ [^\n]+\n\+-- two\n\+-- one\n CREATE TABLE "Post" \(\n/);
    const { stdout } = await workspace.run('repair', '--dry-run');
    expect(stdout).toContain('--- as applied (commit ');
    expect(stdout).toContain('Would record 1 revision');
  });

  it('is the script as it is where git does not know what was applied', async () => {
    const workspace = await blogWorkspace(SQLITE);
    await workspace.upgrade('--all');
    edit(workspace, BLOG_1);
    await git(workspace, 'init', '-q');
    await git(workspace, 'add', '.');
    const { repaired } = await workspace.ok<Repaired>('repair', '--dry-run');
    expect(repaired).toMatchObject([
      { difference: null, source: null, script: expect.stringMatching(/^-- explained\n/) },
    ]);
    const { stdout } = await workspace.run('repair', '--dry-run');
    expect(stdout).toContain('only its checksum is known');
    expect(stdout).toContain('    -- explained\n');
  });

  it('is found where it is only staged', async () => {
    const workspace = await blogWorkspace(SQLITE);
    await workspace.upgrade('--all');
    await git(workspace, 'init', '-q');
    await git(workspace, 'add', '.');
    edit(workspace, BLOG_1);
    const { repaired } = await workspace.ok<Repaired>('repair', '--dry-run');
    expect(repaired).toMatchObject([{ source: 'the index', difference: expect.stringContaining('+-- explained') }]);
  });
});
