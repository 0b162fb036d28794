// Starts of applications at once, beside a writer, and killed at random moments: rows are counted.
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type { AutoMigrateResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { BACKED_UP } from './support/backed-up-databases.js';
import { runCli, startCli } from './support/run-cli.js';
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
/** Killed runs on each database. */
const ROUNDS = 3;
/** Rows that the third revision deletes. */
const DELETED = 10;

async function start({ root }: TestWorkspace): Promise<AutoMigrateResult> {
  const { stdout, stderr } = await runCli(['auto-migrate', '--lock-timeout', '120', '--json'], { cwd: root });
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
      await turn();
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
    const results = await Promise.all(Array.from({ length: PROCESSES }, () => start(workspace)));
    expect(results.map(({ success, error }) => ({ success, error }))).toEqual(
      results.map(() => ({ success: true, error: null })),
    );
    expect(results.flatMap(({ applied }) => applied)).toEqual([SECOND, THIRD]);
    expect(results.map(({ current }) => current)).toEqual(results.map(() => ({ core: [THIRD] })));
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS + 1);
    expect(backupsOf(workspace)).toHaveLength(1);
  });

  it('a start that fails or is killed loses nothing that was written, and the next one goes on', async () => {
    const workspaces = await Promise.all(
      Array.from({ length: ROUNDS }, () => startUpWorkspace(on, failingOutside(on))),
    );
    const began = performance.now();
    const [first] = workspaces;
    if (first !== undefined) expect((await start(first)).recovery?.kind).toBe('restored');
    const wholeMs = performance.now() - began;
    await Promise.all(
      workspaces.map(async (workspace, round) => {
        // Every third one beside somebody who writes: that one is never restored.
        const stopWriter = round % 3 === 2 ? startWriter(workspace) : async () => 0;
        const run = startCli(['auto-migrate'], { cwd: workspace.root });
        await delay(wholeMs * (0.2 + Math.random()));
        run.kill('SIGKILL');
        await run;
        const written = await stopWriter();
        const { database } = workspace;
        expect(await countRows(database, 'note')).toBe(written);
        expect([ITEMS, ITEMS + 1, ITEMS + 1 - DELETED]).toContain(await countRows(database, 'item'));

        workspace.write({ [`${workspace.directoryOf(THIRD)}/migration.sql`]: begunOutside(on.provider) });
        const { error, current } = await start(workspace);
        expect({ error, current }).toEqual({ error: null, current: { core: [THIRD] } });
        expect(await countRows(database, 'item')).toBe(ITEMS + 1 - DELETED);
        expect(await countRows(database, 'note')).toBe(written);
      }),
    );
  });
});
