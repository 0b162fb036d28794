import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { interruptibleWorkspace, REVISIONS } from './support/interruptible-workspace.js';
import { type CliRun, runCli, startCli } from './support/run-cli.js';
import { runInProcess } from './support/run-in-process.js';
import { coreRevision, smallWorkspace } from './support/small-workspace.js';
import {
  type DatabaseContents,
  type DatabaseKind,
  readContents,
  readHistory,
  type TestDatabase,
} from './support/test-database.js';

/** How many of the upgrades that are to be killed run at a time: most of their time they wait for the disk. */
const AT_A_TIME = 3;

interface Round {
  readonly cwd: string;
  readonly database: TestDatabase;
  readonly args: readonly string[];
}

/** An upgrade of a database of its own. */
async function newRound(on: DatabaseKind, cwd: string, mode: string): Promise<Round> {
  databases += 1;
  const database = await on.create(cwd, `round-${databases}.db`);
  return { cwd, database, args: ['upgrade', '--all', '--tx', mode, '--database-url', database.url] };
}

let databases = 0;

/** An upgrade that nothing disturbs: what the others must end in, and how long a revision takes on this machine. */
async function undisturbed({ cwd, database, args }: Round): Promise<{ contents: DatabaseContents; stepMs: number }> {
  const run = startCli(args, { cwd });
  let firstAt = 0;
  for await (const line of run.iterable({ from: 'stderr' })) {
    if (line.startsWith('applied 1/')) firstAt = performance.now();
  }
  const stepMs = (performance.now() - firstAt) / (REVISIONS - 1);
  expect((await run).exitCode).toBe(0);
  return { contents: await readContents(database), stepMs };
}

interface KillPoint {
  /** After so many revisions were told to be applied, and then so many milliseconds. */
  readonly revisions: number;
  readonly waitMs: number;
}

/** Kills an upgrade at some point; resolves to whether it was still at work then. */
async function killAt({ cwd, args }: Round, { revisions, waitMs }: KillPoint): Promise<boolean> {
  const run = startCli(args, { cwd });
  const kill = async (): Promise<void> => {
    await delay(waitMs);
    run.kill('SIGKILL');
  };
  let seen = 0;
  let killing: Promise<void> | null = null;
  for await (const line of run.iterable({ from: 'stderr' })) {
    if (line.startsWith('applied ')) seen += 1;
    if (seen >= revisions) killing ??= kill();
  }
  const { signal } = await run;
  await killing;
  return signal === 'SIGKILL';
}

function expectDone(run: CliRun, about?: string): void {
  expect({ exitCode: run.exitCode, stderr: run.exitCode === 0 ? '' : run.stderr }, about).toEqual({
    exitCode: 0,
    stderr: '',
  });
}

describe.each(DATABASES)('on $name', (on) => {
  describe('kill -9', () => {
    it.each([
      ['revision', 'none'],
      ['none', 'revision'],
    ])(
      'at any point of an upgrade with --tx %s leaves what the same command, or one with --tx %s, brings to its end',
      async (mode, other) => {
        const cwd = interruptibleWorkspace(on);
        const { contents, stepMs } = await undisturbed(await newRound(on, cwd, mode));
        expect(contents.history.filter(({ isFinished }) => isFinished)).toHaveLength(REVISIONS);

        /** Whether the kill came midway: neither before the first revision was through nor after the last. */
        const killAndRunAgain = async (number: number): Promise<boolean> => {
          const current = await newRound(on, cwd, mode);
          const point: KillPoint = {
            revisions: 1 + Math.floor(((number - 1) * (REVISIONS - 1)) / on.killRounds),
            waitMs: Math.random() * AT_A_TIME * stepMs,
          };
          const wasKilled = await killAt(current, point);
          const finished = (await readHistory(current.database)).filter(({ isFinished }) => isFinished).length;
          const about = `killed ${point.waitMs} ms after revision ${point.revisions} with ${finished} finished`;
          const again = number % 2 === 0 ? current.args : current.args.with(current.args.indexOf(mode), other);
          expectDone(await runInProcess(again, cwd), about);
          expect(await readContents(current.database), about).toEqual(contents);
          return wasKilled && finished > 0 && finished < REVISIONS;
        };
        const midway: boolean[] = [];
        for (let first = 1; first <= on.killRounds; first += AT_A_TIME) {
          const numbers = Array.from({ length: AT_A_TIME }, (_, index) => first + index);
          midway.push(...(await Promise.all(numbers.map(killAndRunAgain))));
        }
        expect(midway.filter(Boolean).length).toBeGreaterThanOrEqual(on.killRounds / 2);
      },
    );

    it('of the run that holds the lock gives it to the next one at once', async () => {
      const { cwd } = await smallWorkspace(on, coreRevision('20260101000000_slow', on.endless));
      const run = startCli(['upgrade', '--all', '--verbose'], { cwd });
      await lineOf(run, 'Applying 1/1');
      run.kill('SIGKILL');
      await run;
      writeFileSync(
        join(cwd, 'prisma/migrations/20260101000000_slow/migration.sql'),
        'CREATE TABLE "Slow" ("x" INTEGER);',
      );
      expectDone(await runInProcess(['upgrade', '--all', '--lock-timeout', on.releaseSeconds], cwd));
    });

    it('while a revision is made leaves the whole of it or nothing', async () => {
      const { cwd } = await smallWorkspace(on);
      const migrations = join(cwd, 'prisma/migrations');
      const args = ['revision', '-m', 'Init', '--auto'];
      for (let number = 0; number < 6; number += 1) {
        const run = startCli(args, { cwd });
        while (!existsSync(migrations) || visible(migrations).length === 0) {
          if (existsSync(migrations) && readdirSync(migrations).length > 0) break;
          if (run.exitCode !== null) break;
          await delay(0);
        }
        run.kill('SIGKILL');
        await run;
        for (const name of visible(migrations)) {
          expect(readdirSync(join(migrations, name)).sort()).toEqual(['down.sql', 'migration.sql', 'revision.json']);
        }
        const listed = await runInProcess(['list', '--json', '--verify'], cwd);
        expect(JSON.parse(listed.stdout)).toMatchObject({
          ok: true,
          result: { extensions: [{ name: 'core', revisions: visible(migrations).length }, { name: 'blog' }] },
        });
      }
      expectDone(await runInProcess(args, cwd));
      expect(visible(migrations)).toHaveLength(1);
    });

    it('while a revision is made leaves a directory that no command takes for one, and that the next one clears away', async () => {
      const halfWritten = 'prisma/migrations/.tmp-999999999-killed';
      const { cwd } = await smallWorkspace(on, { [`${halfWritten}/migration.sql`]: 'CREATE TABLE "Half" (' });
      for (const args of [['status'], ['history'], ['list', '--verify'], ['validate'], ['upgrade', '--all']]) {
        const run = await runInProcess(args, cwd);
        expectDone(run, args.join(' '));
        expect(run.stdout + run.stderr).not.toContain('.tmp-');
      }
      expect(existsSync(join(cwd, halfWritten))).toBe(true);
      expectDone(await runInProcess(['revision', '-m', 'Init', '--auto'], cwd));
      expect(existsSync(join(cwd, halfWritten))).toBe(false);
    });
  });

  describe('several upgrades at once', () => {
    it.each([4])(
      '%i of them apply each revision once: one does the work, the others find nothing to do',
      async (count) => {
        const cwd = interruptibleWorkspace(on);
        const first = await newRound(on, cwd, 'revision');
        const runs = await Promise.all(Array.from({ length: count }, () => runCli(first.args, { cwd })));
        for (const run of runs) expectDone(run);
        const worked = runs.filter(({ stdout }) => stdout.startsWith(`Applied ${REVISIONS} revisions to `));
        const idle = runs.filter(({ stdout }) => stdout.startsWith('Nothing to apply to '));
        expect([worked.length, idle.length]).toEqual([1, count - 1]);

        const alone = await newRound(on, cwd, 'revision');
        expectDone(await runInProcess(alone.args, cwd));
        expect(await readContents(first.database)).toEqual(await readContents(alone.database));
      },
    );

    it('one gives up when it has waited long enough, and names who it waited for', async () => {
      const { cwd, database } = await smallWorkspace(on, coreRevision('20260101000000_slow', on.endless));
      const holder = startCli(['upgrade', '--all', '--verbose'], { cwd });
      await lineOf(holder, 'Applying 1/1');
      const { exitCode, stdout, stderr } = await runCli(['upgrade', '--all', '--lock-timeout', '0.2'], { cwd });
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(
        /Gave up after 0\.2 s: orchestrate upgrade --all.* \((pid \d+ on|server process \d+, connected from) /,
      );
      if (database.isFile) expect(stderr).toContain(`process ${holder.pid}`);
      expect(stderr.endsWith('\nLOCK.TIMEOUT\n')).toBe(true);
      holder.kill('SIGKILL');
      await holder;
    });
  });

  describe('SIGINT', () => {
    it('lets the revision at hand finish, and gives the lock back', async () => {
      const cwd = interruptibleWorkspace(on);
      const current = await newRound(on, cwd, 'revision');
      const run = startCli(current.args, { cwd });
      for await (const line of run.iterable({ from: 'stderr' })) {
        if (line.startsWith('applied 5/')) run.kill('SIGINT');
      }
      expect(await run).toMatchObject({ exitCode: 130, stdout: '' });
      const rows = await readHistory(current.database);
      expect(rows.length).toBeLessThan(REVISIONS);
      expect(rows.every(({ isFinished, isRolledBack, logs }) => isFinished && !isRolledBack && logs === null)).toBe(
        true,
      );
      const { error } = JSON.parse(
        (await runInProcess(['status', '--json', '--database-url', current.database.url], cwd)).stdout,
      );
      expect(error).toBeNull();

      expectDone(await runInProcess([...current.args, '--lock-timeout', '0'], cwd));
      const alone = await newRound(on, cwd, 'revision');
      expectDone(await runInProcess(alone.args, cwd));
      expect(await readContents(current.database)).toEqual(await readContents(alone.database));
    });

    it('while waiting for the lock ends the run that waits, and not the one that works', async () => {
      const { cwd } = await smallWorkspace(on, coreRevision('20260101000000_slow', on.endless));
      const holder = startCli(['upgrade', '--all', '--verbose'], { cwd });
      await lineOf(holder, 'Applying 1/1');
      const waiting = startCli(['upgrade', '--all'], { cwd });
      await lineOf(waiting, 'Waiting up to');
      waiting.kill('SIGINT');
      const { exitCode, stderr } = await waiting;
      expect(exitCode).toBe(130);
      expect(stderr).toContain('nothing was changed');
      expect(holder.exitCode).toBeNull();
      holder.kill('SIGKILL');
      await holder;
    });
  });
});

/** Resolves when a run has said something; unlike an iteration that is left early, it does not wait for the end. */
function lineOf(run: ReturnType<typeof startCli>, start: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    run.stderr.on('data', (chunk) => {
      said += String(chunk);
      if (`\n${said}`.includes(`\n${start}`)) resolve();
    });
    run.stderr.on('end', () => reject(new Error(`The run ended before it said: ${start}`)));
  });
}

function visible(directory: string): readonly string[] {
  return (existsSync(directory) ? readdirSync(directory) : []).filter((name) => /^\d/.test(name));
}
