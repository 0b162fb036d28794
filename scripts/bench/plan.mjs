import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../support/run.mjs';
import { generateWorkspace } from './generate-workspace.mjs';
import { median } from './measure.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title =
  'planning an upgrade, a downgrade and the checks before them in a graph of 10,000 revisions, over reading them';

const ROUNDS = 7;
const LIMIT_MS = 100;

export async function run() {
  await withTemporaryDirectory(async (directory) => {
    generateWorkspace(directory, { extensions: 100, revisions: 100, models: 1 });
    const times = Array.from({ length: ROUNDS }, () => timesOf(directory));
    const read = median(times.map((time) => time.readMs));
    const plan = median(times.map((time) => time.planMs));
    console.log(`  reading the files: ${read.toFixed(0)} ms`);
    console.log(`  planning: ${plan.toFixed(0)} ms, ${(plan / read).toFixed(2)} of reading`);
    console.log(`  at most ${LIMIT_MS} ms wanted: ${plan <= LIMIT_MS ? 'met' : 'MISSED'}`);
  });
}

/** A process of its own each time, as a command is one. */
function timesOf(directory) {
  const script = join(root, 'scripts/bench/time-planning.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, directory], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
