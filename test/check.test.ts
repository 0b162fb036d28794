import { describe, expect, it } from 'vitest';
import type { OnEvent } from '../packages/core/src/events.js';
import { check as checkInProcess } from '../packages/core/src/operations/check.js';
import { BLOG_1, blogWorkspace, CORE_1, POST, USER } from './support/blog-workspace.js';
import { copySample } from './support/copy-sample.js';
import { DATABASES } from './support/databases.js';
import { NOTHING_LEFT, readLeftovers } from './support/postgres-leftovers.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { runInProcess } from './support/run-in-process.js';
import { TestWorkspace } from './support/test-workspace.js';

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly extension: string | null;
  readonly message: string;
  readonly fix: string;
  readonly where: { readonly file: string; readonly line: number } | null;
}

interface Checked {
  readonly database: string | null;
  readonly pending: readonly { readonly extension: string; readonly migrationSql: string }[];
  readonly unowned: readonly { readonly kind: string; readonly name: string }[];
  readonly findings: readonly Found[];
}

const CORE_2 = 'core/20260103000000_teams';
const BLOG_2 = 'blog/20260104000000_tags';

/** Runs `check`; whether it ends with 0 or with 1 has to be what its findings say. */
async function check(workspace: TestWorkspace, ...args: readonly string[]): Promise<Checked> {
  const { exitCode, stdout, stderr } = await workspace.run('check', ...args, '--json');
  const { result } = JSON.parse(stdout) as { result: Checked | null };
  if (result === null) throw new Error(stdout + stderr);
  expect(exitCode).toBe(result.findings.some(({ severity }) => severity === 'error') ? 1 : 0);
  return result;
}

async function findings(workspace: TestWorkspace, ...args: readonly string[]): Promise<readonly Found[]> {
  return (await check(workspace, ...args)).findings;
}

function codesOf(found: readonly Found[]): readonly string[] {
  return found.map(({ code }) => code);
}

/** What everything that was found has in common. */
function only(found: readonly Found[]): Found {
  expect(codesOf(found)).toHaveLength(1);
  return found[0] as Found;
}

describe.each(DATABASES)('check on $name', (on) => {
  it('finds nothing wrong where nothing is, and needs no database for it', async () => {
    const workspace = await blogWorkspace(on);
    expect(await findings(workspace)).toEqual([]);
    const { stdout } = await workspace.run('check');
    expect(stdout).toBe('Nothing wrong in 2 extensions, 2 revisions.\n');
    expect(workspace.database.isFile && workspace.database.exists).toBe(false);
    await workspace.upgrade('--all');
    expect(await check(workspace, '--database', '--strict')).toMatchObject({
      database: workspace.database.display,
      unowned: [],
      findings: [],
    });
  });

  it('gives the SQL that revision --auto would write, and says what a pending change of another keeps from being told', async () => {
    const workspace = await blogWorkspace(on);
    workspace.fragment('core', USER.replace('email ', 'nick String?\n  email '));
    const { pending, findings: found } = await check(workspace);
    expect(only(found)).toMatchObject({
      code: 'CHECK.PENDING_CHANGES',
      extension: 'core',
      where: { file: 'prisma/schema.prisma' },
    });
    workspace.fragment(
      'blog',
      `${POST}\nmodel Tag {\n  nick String @id\n  user User   @relation(fields: [nick], references: [nick])\n}\n`,
    );
    workspace.fragment('core', USER.replace('email ', 'nick String? @unique\n  email '));
    const both = await findings(workspace);
    expect(codesOf(both)).toEqual(['CHECK.PENDING_CHANGES', 'REVISION.DEPENDENCY_PENDING']);
    workspace.fragment('blog', POST);
    workspace.fragment('core', USER.replace('email ', 'nick String?\n  email '));
    const { migrationSql } = await workspace.auto('core');
    expect(pending).toMatchObject([{ extension: 'core', migrationSql }]);
    expect(await findings(workspace)).toEqual([]);
  });

  it('collects what is wrong with the fragments and the composed schema', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.ok('compose');
    workspace.fragment('blog', `${POST}\n// a comment\n`);
    expect(codesOf(await findings(workspace))).toEqual(['CHECK.STALE_COMPOSITION']);
    expect(codesOf(await findings(workspace, '--extension', 'blog'))).toEqual([]);
    expect(codesOf(await findings(workspace, '--no-composed'))).toEqual([]);
    workspace.fragment('blog', POST.replace('String', 'Sting'));
    const broken = only(await findings(workspace));
    expect(broken).toMatchObject({
      extension: 'blog',
      where: { file: 'extensions/blog/prisma/schema.prisma', line: 3 },
    });
  });

  it('finds branches that nothing joins, and what no down.sql takes back', async () => {
    const workspace = await blogWorkspace(on);
    const [, parent = ''] = BLOG_1.split('/');
    workspace.revision('blog/20260104000000_one', {
      up: 'CREATE TABLE "one" ("id" INTEGER);',
      down: 'DROP TABLE "one";',
      parent,
    });
    workspace.revision('blog/20260105000000_two', { up: 'DROP TABLE "one";', parent });
    workspace.revision('blog/20260106000000_three', { up: 'SELECT 1;', down: '', parent: '20260105000000_two' });
    const found = await findings(workspace);
    expect(codesOf(found)).toEqual(['CHECK.NO_DOWN', 'CHECK.DIVERGED']);
    expect(found[0]?.message).toContain('blog/20260105000000_two');
    expect(found[1]).toMatchObject({ extension: 'blog', fix: expect.stringContaining('orchestrate merge') });
  });

  it('finds a revision that cannot be replayed, and goes on with what does not rely on it', async () => {
    const workspace = await blogWorkspace(on);
    workspace.revision(CORE_2, { up: 'CREATE TABLE "team" ("id" INTEGER);\n\nDROP TABLE "nowhere";', down: '' });
    workspace.revision('core/20260103000001_more', { up: 'DROP TABLE "team";', down: '' });
    workspace.revision(BLOG_2, { up: 'CREATE TABLE "tag" ("id" INTEGER);', down: 'DROP TABLE "nothing";' });
    const found = await findings(workspace, '--extension', 'blog');
    expect(found).toMatchObject([
      {
        code: 'REPLAY.REVISION_FAILED',
        extension: 'core',
        where: { file: `${workspace.directoryOf(CORE_2)}/migration.sql`, line: 3 },
      },
      { code: 'CHECK.DOWN_FAILS', where: { file: `${workspace.directoryOf(BLOG_2)}/down.sql`, line: 1 } },
    ]);
  });

  it('tries every way back', async () => {
    const workspace = await blogWorkspace(on);
    const more = (name: string, up: string, down: string): void =>
      workspace.revision(`core/2026020${name}`, { up, down });
    more('1000000_left', 'CREATE TABLE "left" ("id" INTEGER);', '-- nothing');
    more(
      '2000000_labelled',
      'CREATE TABLE "known" ("id" INTEGER);',
      '-- CHECK THIS: it does not restore the schema exactly as it was before the revision.\n',
    );
    more(
      '3000000_twice',
      'DROP TABLE "known"; CREATE TABLE IF NOT EXISTS "twice" ("id" INTEGER);',
      'CREATE TABLE "known" ("id" INTEGER);\nDROP TABLE "twice";',
    );
    more('4000000_data', 'INSERT INTO "twice" VALUES (1);', '');
    more(
      '5000000_gone',
      'DROP TABLE "left"; DROP TABLE "twice";',
      'CREATE TABLE "twice" ("id" INTEGER); CREATE TABLE "left" ("id" INTEGER);',
    );
    const found = await findings(workspace);
    expect(
      found.map(({ code, severity, where }) => [code, severity, where?.file.split('/').slice(-2).join('/')]),
    ).toEqual([
      ['CHECK.DOWN_DIFFERS', 'error', '20260201000000_left/down.sql'],
      ['CHECK.DOWN_DIFFERS', 'warning', '20260202000000_labelled/down.sql'],
    ]);
    expect(found[0]?.message).toMatch(/table .*left.* is left behind/);
  });

  it('tries the way back of what cannot run in a transaction', async () => {
    const workspace = await blogWorkspace(on);
    const index = {
      sqlite: 'CREATE INDEX "ix" ON "User" ("role"); VACUUM;',
      postgresql: 'CREATE INDEX CONCURRENTLY "ix" ON "User" ("role");',
    };
    workspace.revision(CORE_2, { up: index[on.provider], down: '-- nothing' });
    // It would fail if the one before it were not there as it should be.
    workspace.revision('core/20260105000000_after', {
      up: 'DROP INDEX "ix";',
      down: 'CREATE INDEX "ix" ON "User" ("role");',
    });
    expect(only(await findings(workspace))).toMatchObject({
      code: 'CHECK.DOWN_DIFFERS',
      message: expect.stringMatching(/index .*ix"? is left behind/),
    });
  });

  it('finds a requirement that only the time in a name makes up for', async () => {
    const workspace = await blogWorkspace(on);
    workspace.revision(CORE_2, { up: `CREATE TABLE "Team" (${on.idColumn});`, down: 'DROP TABLE "Team";' });
    workspace.revision(BLOG_2, {
      up: `CREATE TABLE "tag" (${on.idColumn}, "team" INTEGER REFERENCES "Team" ("id"));`,
      down: 'DROP TABLE "tag";',
    });
    const found = await findings(workspace);
    expect(
      only(found.filter(({ code }) => code !== 'CHECK.PENDING_CHANGES' && code !== 'REPLAY.REVISION_FAILED')),
    ).toMatchObject({
      code: 'CHECK.MISSING_REQUIRES',
      extension: 'blog',
      where: { file: `${workspace.directoryOf(BLOG_2)}/revision.json` },
      fix: `Add "${CORE_2}" to "requires" in ${workspace.directoryOf(BLOG_2)}/revision.json.`,
    });
  });

  it('counts a database that is not there as a finding where its server could have one', async () => {
    const workspace = await blogWorkspace(on);
    const { url } = workspace.database;
    const found = await findings(workspace, '--database', '--database-url', `${url}_gone`);
    const missing = codesOf(found).filter((code) => code === 'DATABASE.MISSING');
    expect(missing).toEqual(workspace.database.isFile ? [] : ['DATABASE.MISSING']);
  });

  it('tells what a database has otherwise, and changes nothing there', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    await workspace.database.execute(
      'DROP INDEX "User_email_key"; ALTER TABLE "Post" ADD COLUMN "byHand" INTEGER; CREATE INDEX "ix" ON "Post" ("byHand"); CREATE TABLE "Stray" ("id" INTEGER PRIMARY KEY); CREATE VIEW "Seen" AS SELECT 1 AS "one";',
    );
    const before = await workspace.database.schema();
    const { findings: found, unowned } = await check(workspace, '--database');
    expect(found.map(({ code, extension }) => [code, extension])).toEqual([
      ['CHECK.DRIFT', 'core'],
      ['CHECK.DRIFT', 'blog'],
    ]);
    expect(found[0]?.message).toMatch(/index .*User_email_key"? is missing/);
    expect(found[1]?.message).toContain('+ column');
    expect(found[1]?.message).toMatch(/index .*ix"? is there besides/);
    expect(unowned.map(({ kind, name }) => [kind, name.replaceAll(/public\.|"/g, '')])).toEqual([
      ['table', 'Stray'],
      ['view', 'Seen'],
    ]);
    expect([...codesOf(await findings(workspace, '--database', '--strict'))].sort()).toEqual([
      'CHECK.DRIFT',
      'CHECK.DRIFT',
      'CHECK.UNOWNED',
      'CHECK.UNOWNED',
    ]);
    expect(codesOf(await findings(workspace, '--database', '--extension', 'core'))).toEqual(['CHECK.DRIFT']);
    expect(await workspace.database.schema()).toEqual(before);
  });

  it('tells what the history says', async () => {
    const workspace = await blogWorkspace(on);
    workspace.revision(CORE_2, { up: `CREATE TABLE "team" (${on.idColumn});`, down: 'DROP TABLE "team";' });
    expect(
      codesOf((await findings(workspace, '--database')).filter(({ code }) => code !== 'CHECK.PENDING_CHANGES')),
    ).toEqual(['CHECK.NOT_APPLIED', 'CHECK.NOT_APPLIED']);
    await workspace.upgrade('--all');
    workspace.revision('core/20260102000000_late', { up: 'SELECT 1;', down: '', parent: CORE_1.slice('core/'.length) });
    workspace.revision(BLOG_2, { up: 'SELECT 1;', down: '' });
    const late = await findings(workspace, '--database');
    expect(codesOf(late)).toContain('CHECK.OUT_OF_ORDER');
    expect(codesOf(late)).not.toContain('CHECK.DRIFT');
    workspace.write({
      [`${workspace.directoryOf(BLOG_1)}/migration.sql`]: `${workspace.read(`${workspace.directoryOf(BLOG_1)}/migration.sql`)}-- edited\n`,
    });
    expect(codesOf(await findings(workspace, '--database'))).toEqual(
      expect.arrayContaining(['HISTORY.EDITED', 'CHECK.DRIFT_UNKNOWN']),
    );
  });

  it('copes with names that need quotes', async () => {
    const workspace = await blogWorkspace(on);
    const name = '"Ünï x"';
    workspace.revision(CORE_2, {
      up: `CREATE TABLE ${name} (${on.idColumn}, "a" INTEGER); CREATE INDEX "İ.x" ON ${name} ("a");`,
      down: `DROP TABLE ${name};`,
    });
    workspace.revision(BLOG_2, {
      up: `CREATE TABLE "select" (${on.idColumn}, "a" INTEGER REFERENCES ${name} ("id"));`,
      down: 'DROP TABLE "select";',
      requires: [CORE_2],
    });
    const expected = ['CHECK.PENDING_CHANGES', 'CHECK.PENDING_CHANGES'];
    expect(codesOf(await findings(workspace))).toEqual(expected);
    await workspace.upgrade('--all');
    expect(codesOf(await findings(workspace, '--database', '--strict'))).toEqual(expected);
    await workspace.database.execute('DROP INDEX "İ.x";');
    const drift = (await findings(workspace, '--database')).find(({ code }) => code === 'CHECK.DRIFT');
    expect(drift).toMatchObject({ extension: 'core', message: expect.stringContaining('İ.x') });
  });

  it('ends where it is interrupted, and leaves nothing behind', async () => {
    const workspace = await blogWorkspace(on);
    workspace.fragment('check-stop', '');
    workspace.revision('check-stop/20260105000000_one', { up: 'SELECT 1;', down: '', requires: [BLOG_1] });
    for (const kind of ['proving', 'replaying'] as const) {
      const controller = new AbortController();
      const onEvent: OnEvent = (event) => {
        if (event.kind === kind) controller.abort();
      };
      const options = { cwd: workspace.root, extension: 'check-stop', signal: controller.signal, onEvent };
      await expect(checkInProcess({ ...options, cache: 'off' })).rejects.toMatchObject({ kind: 'interrupted' });
    }
    if (!workspace.database.isFile) {
      expect(await readLeftovers(workspace.database.url, ['check-stop'])).toEqual(NOTHING_LEFT);
    }
  });

  it('prints for programs of CI', async () => {
    const workspace = await blogWorkspace(on);
    workspace.fragment('blog', POST.replace('title    String', 'title    String?\n  rate     Int'));
    const github = await workspace.run('check', '--format', 'github');
    expect(github.exitCode).toBe(1);
    expect(github.stdout).toMatch(
      /^::error file=extensions\/blog\/prisma\/schema\.prisma,line=1,col=1,title=CHECK\.PENDING_CHANGES::The fragment of blog has changes that no revision makes:%0A.*%0AFix: Make one: orchestrate revision --extension blog -m "…" --auto\n$/,
    );
    const { runs } = JSON.parse((await workspace.run('check', '--format', 'sarif')).stdout) as {
      runs: { results: { ruleId: string; level: string }[] }[];
    };
    expect(runs[0]?.results).toMatchObject([{ ruleId: 'CHECK.PENDING_CHANGES', level: 'error' }]);
    workspace.fragment('blog', POST.replace('String', 'Sting'));
    const validated = await workspace.run('validate', '--format', 'github');
    expect(validated).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^::error file=extensions\/blog\/prisma\/schema\.prisma,line=3,/),
    });
  });
});

describe('check on PostgreSQL', () => {
  it('knows the tables of a namespace', async () => {
    const workspace = await TestWorkspace.on(
      POSTGRESQL,
      { core: USER, blog: POST },
      { 'extensions/blog/package.json': '{ "orchestrate": { "namespace": "blog" } }' },
    );
    await workspace.auto('core');
    await workspace.auto('blog');
    await workspace.upgrade('--all');
    expect(await findings(workspace, '--database', '--strict')).toEqual([]);
    await workspace.database.execute('ALTER TABLE "blog"."Post" ALTER "title" DROP NOT NULL;');
    expect(only(await findings(workspace, '--database'))).toMatchObject({ code: 'CHECK.DRIFT', extension: 'blog' });
  });

  it('says that a database cannot be reached beside what it found without', async () => {
    const workspace = await blogWorkspace(POSTGRESQL);
    workspace.write({
      '.env': 'DATABASE_URL="postgresql://nobody@127.0.0.1:9/none"\n',
      'orchestrate.config.json': JSON.stringify({ shadow: 'server' }),
    });
    workspace.fragment('blog', POST.replace('String', 'Sting'));
    expect(codesOf(await findings(workspace, '--database'))).toEqual(['DATABASE.UNREACHABLE', 'SCHEMA.INVALID']);
  });
});

describe('the sample workspace', () => {
  it('passes', async () => {
    await using sample = await copySample();
    const { exitCode, stdout, stderr } = await runInProcess(['check', '--no-cache'], sample.directory);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^Nothing wrong/),
      stderr: '',
    });
  });
});
