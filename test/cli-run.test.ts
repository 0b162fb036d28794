import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { runCli, startCli } from './support/run-cli.js';
import { runInProcess } from './support/run-in-process.js';
import { coreRevision, smallWorkspace } from './support/small-workspace.js';
import type { DatabaseKind } from './support/test-database.js';

// The last two take a second each: a test on a busy machine may need most of it to read a line and send a signal.
const threeRevisions = (on: DatabaseKind) => ({
  ...coreRevision('20260101000000_first', 'CREATE TABLE "First" ("id" INTEGER);', 'DROP TABLE "First";'),
  ...coreRevision('20260102000000_slow', on.slow, 'DROP TABLE "Slow";'),
  ...coreRevision('20260103000000_third', on.slow.replace('"Slow"', '"Third"'), 'DROP TABLE "Third";'),
});

describe.each(DATABASES)('on $name', (on) => {
  describe('upgrade', () => {
    it('tells progress on stderr and the result on stdout', async () => {
      const { cwd } = await smallWorkspace(
        on,
        coreRevision('20260101000000_init', 'CREATE TABLE "User" ("id" INTEGER);'),
      );
      const first = await runCli(['upgrade', '--all'], { cwd });
      expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Applied 1 revision to /) });
      expect(first.stderr).toMatch(/^applied 1\/1 core\/20260101000000_init \(.+\)\n$/);
      const second = await runInProcess(['upgrade', '--all'], cwd);
      expect(second).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Nothing to apply to /), stderr: '' });
    });

    it('keeps what a configuration logs off stdout', async () => {
      const { cwd } = await smallWorkspace(on, { 'prisma.config.ts': `console.log('hello'); export default {};` });
      const { stdout, stderr } = await runCli(['upgrade', '--all', '--json'], { cwd });
      expect(JSON.parse(stdout)).toMatchObject({ ok: true });
      expect(stderr).toBe('hello\n');
    });

    it('keeps quiet with --quiet', async () => {
      const { cwd } = await smallWorkspace(
        on,
        coreRevision('20260101000000_init', 'CREATE TABLE "User" ("id" INTEGER);'),
      );
      expect(await runInProcess(['deploy', '--quiet'], cwd)).toMatchObject({ exitCode: 0, stderr: '' });
    });

    it('prints a script that is nothing but SQL', async () => {
      const { cwd, database } = await smallWorkspace(
        on,
        coreRevision('20260101000000_init', 'CREATE TABLE "User" ("id" INTEGER);'),
      );
      const { stdout, stderr } = await runInProcess(['upgrade', '--all', '--sql'], cwd);
      expect(stdout).toContain('CREATE TABLE "User"');
      expect(stdout).not.toContain('Would apply');
      expect(stderr).toContain('Would apply 1 revision');
      expect(database.isFile && database.exists).toBe(false);
    });

    it('ends with 1 where a revision fails, and says what to run', async () => {
      const { cwd } = await smallWorkspace(on, coreRevision('20260101000000_init', 'CREATE TABLE nonsense nonsense;'));
      const { exitCode, stdout, stderr } = await runCli(['upgrade', '--all'], { cwd });
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(/^Error: core\/20260101000000_init[\s\S]+\nFix: [\s\S]+\nUPGRADE\.REVISION_FAILED\n$/);
      const verbose = await runInProcess(['upgrade', '--all', '--verbose'], cwd);
      expect(verbose.stderr).toContain('Caused by: ');
    });
  });

  describe('a signal', () => {
    // Both lead to the same; each database takes one.
    it.each([on.provider === 'sqlite' ? 'SIGINT' : 'SIGTERM'] as const)(
      '%s lets the revision at hand finish, and the next run goes on',
      async (signal) => {
        const { cwd } = await smallWorkspace(on, threeRevisions(on));
        const run = startCli(['upgrade', '--all'], { cwd });
        for await (const line of run.iterable({ from: 'stderr' })) {
          if (line.startsWith('applied 1/3')) run.kill(signal);
        }
        const { exitCode, stdout, stderr } = await run;
        expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
        expect(stderr).toMatch(/\nError: Interrupted after [12] of 3 revisions/);

        const again = await runInProcess(['upgrade', '--all'], cwd);
        expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Applied [12] revisions? to /) });
        const { stdout: history } = await runInProcess(['history'], cwd);
        expect(history.match(/\[x\] applied/g)).toHaveLength(3);
      },
    );
  });

  describe('revision', () => {
    it('writes nothing without consent and lists what would be lost', async () => {
      const { cwd } = await smallWorkspace(
        on,
        coreRevision('20260101000000_init', 'CREATE TABLE "Old" ("id" INTEGER PRIMARY KEY);'),
      );
      rmSync(join(cwd, 'extensions'), { recursive: true });
      const { exitCode, stdout, stderr } = await runInProcess(['revision', '-m', 'Users', '--auto'], cwd);
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
      expect(stderr).toContain('Old');
      expect(stderr).toContain('--allow-destructive');
      expect(readdirSync(join(cwd, 'prisma/migrations'))).toEqual(['20260101000000_init']);
    });
  });
});

describe('a second signal', () => {
  const script = `
    const { takeOverSignals } = await import(${JSON.stringify(new URL('../packages/cli/dist/interruption.js', import.meta.url))});
    setInterval(() => {}, 60_000);
    takeOverSignals(() => console.log('first'));
    console.log('ready');
  `;

  it('ends the process at once', async () => {
    const run = execa(process.execPath, ['--input-type=module', '--eval', script], { reject: false });
    const lines: string[] = [];
    for await (const line of run) {
      lines.push(line);
      run.kill('SIGINT');
    }
    expect(lines).toEqual(['ready', 'first']);
    expect((await run).signal).toBe('SIGINT');
  });
});

it('says so where it waits for what never comes, as a promise of a configuration that is never settled', async () => {
  const [sqlite] = DATABASES;
  if (sqlite === undefined) throw new Error('There are two.');
  const { cwd } = await smallWorkspace(sqlite, { 'tenants.mjs': 'export default () => new Promise(() => {});' });
  const { exitCode, stderr } = await runCli(['upgrade', '--all', '--databases', 'tenants.mjs'], { cwd });
  expect({ exitCode, code: stderr.trimEnd().split('\n').at(-1) }).toEqual({ exitCode: 1, code: 'CLI.NEVER_SETTLED' });
});
