import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../support/run.mjs';

/** The built command. */
export const orchestrate = `${root}/packages/cli/dist/bin.js`;

/** `prisma validate` on the composed schema of a workspace. */
export function prismaValidate(directory) {
  return {
    name: 'prisma validate',
    args: [`${root}/node_modules/prisma/build/index.js`, 'validate', '--schema', join(directory, 'generated/schema')],
    cwd: directory,
    // It wants the engine's file to be there, and never starts it.
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  };
}

/**
 * Runs two programs in turn and compares the medians of their wall times.
 *
 * @param {{ ours: Program, theirs: Program, limit: number, plusMs?: number, rounds?: number }} comparison `limit` is
 *   the ratio that ours may take at most, after `plusMs` of its own
 * @typedef {{ name: string, command?: string, args: readonly string[], cwd?: string, env?: Record<string, string>,
 *   before?: () => void | Promise<void> }}
 *   Program  arguments for this Node, or for `command`; `before` runs before each round, outside the time
 */
export async function compare({ ours, theirs, limit, plusMs = 0, rounds = 7 }) {
  const times = { ours: [], theirs: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { ours: await timeOf(ours), theirs: await timeOf(theirs) };
    // The first round warms the file cache.
    if (round === 0) continue;
    times.ours.push(pair.ours);
    times.theirs.push(pair.theirs);
  }
  const our = median(times.ours);
  const their = median(times.theirs);
  const ratio = (our - plusMs) / their;
  console.log(`  ${ours.name}: ${our.toFixed(0)} ms`);
  console.log(`  ${theirs.name}: ${their.toFixed(0)} ms`);
  const without = plusMs === 0 ? '' : ` without ${plusMs} ms`;
  console.log(
    `  ratio${without} ${ratio.toFixed(ratio < 0.1 ? 3 : 2)}, at most ${limit} wanted: ${ratio <= limit ? 'met' : 'MISSED'}`,
  );
}

async function timeOf({ name, command = process.execPath, args, cwd = root, env = {}, before = () => {} }) {
  await before();
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const time = performance.now() - started;
  if (status !== 0) throw new Error(`${name} failed with exit code ${status}\n${stdout}\n${stderr}`);
  return time;
}

export function median(values) {
  const ordered = [...values].sort((left, right) => left - right);
  return ordered[Math.floor(ordered.length / 2)];
}
