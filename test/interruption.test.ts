import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type DatabaseContents, readContents, readHistory } from './support/database-contents.js';
import { interruptibleWorkspace, REVISIONS } from './support/interrupted-workspace.js';
import { runCli, startCli } from './support/run-cli.js';

/** For each mode. */
const ROUNDS = 20;

interface Round {
  readonly cwd: string;
  readonly database: string;
  readonly args: readonly string[];
}

function round(number: number, cwd: string, mode: string): Round {
  const database = `round-${number}.db`;
  return {
    cwd,
    database: join(cwd, database),
    args: ['upgrade', '--all', '--tx', mode, '--database-url', `file:./${database}`],
  };
}

/** An upgrade that nothing disturbs: what the others must end in, and how long a revision takes on this machine. */
async function undisturbed({ cwd, database, args }: Round): Promise<{ contents: DatabaseContents; stepMs: number }> {
  const run = startCli(args, { cwd });
  let firstAt = 0;
  for await (const line of run.iterable({ from: 'stderr' }))
    if (line.startsWith('applied 1/')) firstAt = performance.now();
  const stepMs = (performance.now() - firstAt) / (REVISIONS - 1);
  expect((await run).exitCode).toBe(0);
  return { contents: readContents(database), stepMs };
}

/** Kills an upgrade some time after its nth revision was told; whether it was killed at all is for the caller to see. */
async function killed({ cwd, args }: Round, afterRevision: number, waitMs: number): Promise<boolean> {
  const run = startCli(args, { cwd });
  let seen = 0;
  const kill = async () => {
    await delay(waitMs);
    run.kill('SIGKILL');
  };
  let killing: Promise<void> | null = null;
  for await (const line of run.iterable({ from: 'stderr' })) {
    if (line.startsWith('applied ')) seen += 1;
    if (seen >= afterRevision) killing ??= kill();
  }
  const { signal } = await run;
  await killing;
  return signal === 'SIGKILL';
}

describe('kill -9', () => {
  it.each(['revision', 'none'])(
    'at any point of an upgrade with --tx %s leaves what the same command brings to its end',
    async (mode) => {
      const cwd = interruptibleWorkspace();
      const { contents, stepMs } = await undisturbed(round(0, cwd, mode));
      expect(contents.history.filter(({ isFinished }) => isFinished)).toHaveLength(REVISIONS);
      let midway = 0;
      for (let number = 1; number <= ROUNDS; number += 1) {
        const current = round(number, cwd, mode);
        const afterRevision = 1 + Math.floor(((number - 1) * (REVISIONS - 1)) / ROUNDS);
        const waitMs = Math.random() * 2 * stepMs;
        const wasKilled = await killed(current, afterRevision, waitMs);
        const finished = readHistory(current.database).filter(({ isFinished }) => isFinished).length;
        if (wasKilled && finished > 0 && finished < REVISIONS) midway += 1;

        const point = `killed ${waitMs} ms after revision ${afterRevision}, ${finished} finished`;
        const again = await runCli(current.args, { cwd });
        expect({ exitCode: again.exitCode, stderr: again.exitCode === 0 ? '' : again.stderr }, point).toEqual({
          exitCode: 0,
          stderr: '',
        });
        expect(readContents(current.database), point).toEqual(contents);
      }
      expect(midway).toBeGreaterThanOrEqual(ROUNDS / 2);
    },
  );
});
