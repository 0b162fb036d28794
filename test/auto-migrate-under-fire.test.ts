// Starts of applications at once, beside a writer, and killed at random moments: rows are counted.
import { setTimeout as delay } from 'node:timers/promises';
import type { AutoMigrateResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { BACKED_UP } from './support/backed-up-databases.js';
import { type CliRun, runCli, startCli } from './support/run-cli.js';
import {
  backupsOf,
  begunOutside,
  countRows,
  failingOutside,
  ITEMS,
  SECOND,
  startUpWorkspace,
  THIRD,
} from './support/start-up-workspace.js';
import type { TestWorkspace } from './support/test-workspace.js';

const PROCESSES = 8;
/** What a run says where it is killed some moments later, and how long those are at most. */
const KILLED_AT = [
  ['Backing up', 300],
  ['Applying', 100],
  ['Restoring', 400],
] as const;
/** Rows that the third revision deletes. */
const DELETED = 10;

const START = ['auto-migrate', '--lock-timeout', '120', '--json'];

function resultOf({ stdout, stderr }: CliRun): AutoMigrateResult {
  const { result } = JSON.parse(stdout) as { result: AutoMigrateResult | null };
  if (result === null) throw new Error(stdout + stderr);
  return result;
}

/** Writes notes until it is told to stop; gives their number. */
function startWriter({ database }: TestWorkspace): () => Promise<number> {
  let isOver = false;
  const running = (async () => {
    let count = 0;
    for (; !isOver; count += 1) {
      await database.execute(`INSERT INTO "note" VALUES ('note ${count}');`);
      await delay(10);
    }
    return count;
  })();
  return () => {
    isOver = true;
    return running;
  };
}

describe.each(BACKED_UP)('on $name', (on) => {
  it(`${PROCESSES} processes that start at once do it once, and all go on`, async () => {
    const workspace = await startUpWorkspace(on);
    const results = await Promise.all(
      Array.from({ length: PROCESSES }, async () => resultOf(await runCli(START, { cwd: workspace.root }))),
    );
    expect(results.map(({ success, error }) => ({ success, error }))).toEqual(
      results.map(() => ({ success: true, error: null })),
    );
    expect(results.flatMap(({ applied }) => applied)).toEqual([SECOND, THIRD]);
    expect(results.map(({ current }) => current)).toEqual(results.map(() => ({ core: [THIRD] })));
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS + 1);
    expect(backupsOf(workspace)).toHaveLength(1);
  });

  it('a start that fails or is killed loses nothing that was written, and the next one goes on', async () => {
    const round = async (phase: string, withinMs: number): Promise<void> => {
      const workspace = await startUpWorkspace(on, failingOutside(on));
      const { database, root } = workspace;
      const run = startCli(['auto-migrate', '--verbose'], { cwd: root });
      // Beside somebody who writes nothing is restored.
      const stopWriter = phase === 'Applying' ? startWriter(workspace) : async () => 0;
      const isKilled = new Promise<void>((resolve) => {
        let said = '';
        run.stderr.on('data', async (chunk) => {
          if (said.includes(phase)) return;
          said += chunk;
          if (!said.includes(phase)) return;
          await delay(withinMs * Math.random());
          resolve();
        });
      });
      await Promise.race([isKilled, run]);
      run.kill('SIGKILL');
      await run;
      const written = await stopWriter();
      expect(await countRows(database, 'note')).toBe(written);
      expect([ITEMS, ITEMS + 1, ITEMS + 1 - DELETED]).toContain(await countRows(database, 'item'));

      const failed = resultOf(await workspace.run(...START));
      expect(failed).toMatchObject({ success: false, error: { code: 'UPGRADE.REVISION_FAILED' } });
      workspace.write({ [`${workspace.directoryOf(THIRD)}/migration.sql`]: begunOutside(on.provider) });
      const { error, current } = resultOf(await workspace.run(...START));
      expect({ error, current }).toEqual({ error: null, current: { core: [THIRD] } });
      expect(await countRows(database, 'item')).toBe(ITEMS + 1 - DELETED);
      expect(await countRows(database, 'note')).toBe(written);
    };
    await Promise.all(KILLED_AT.map(([phase, withinMs]) => round(phase, withinMs)));
  });
});
