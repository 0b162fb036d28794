import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { outsideEnvironment } from './pack-packages.js';
import { repositoryRoot } from './repository.js';

/** What a run of turbo did with each task that has a script: `blog#schema:check`, `//#db:generate`. */
export interface TurboRun {
  readonly cached: readonly string[];
  readonly executed: readonly string[];
}

/** Runs tasks as a user would, with a cache in the directory only, and reads turbo's own summary of the run. */
export async function runTurbo(directory: string, tasks: readonly string[], program?: string): Promise<TurboRun> {
  const all = await turbo(directory, [...tasks, '--summarize', '--output-logs=errors-only'], program);
  const path = /Summary:\s+(\S+\.json)/.exec(all)?.[1];
  if (path === undefined) throw new Error(`turbo named no summary:\n${all}`);
  return tasksIn(await readFile(path, 'utf8'));
}

/** What turbo would do with each task; it does nothing, and keeps nothing. */
export async function planTurbo(directory: string, tasks: readonly string[], program?: string): Promise<TurboRun> {
  const all = await turbo(directory, [...tasks, '--dry=json'], program);
  // Warnings come before it.
  return tasksIn(all.slice(all.indexOf('{\n')));
}

async function turbo(
  directory: string,
  args: readonly string[],
  program = join(repositoryRoot, 'node_modules/.bin/turbo'),
): Promise<string> {
  const env = outsideEnvironment({
    TURBO_TELEMETRY_DISABLED: '1',
    // For turbo, which starts the package manager by its name.
    PATH: `${join(repositoryRoot, 'node_modules/.bin')}:${process.env['PATH']}`,
  });
  const options = { cwd: directory, env, extendEnv: false, all: true } as const;
  return (await execa(program, ['run', ...args, '--cache=local:rw'], options)).all;
}

function tasksIn(text: string): TurboRun {
  const summary = JSON.parse(text) as {
    readonly tasks: readonly {
      readonly taskId: string;
      readonly command: string;
      readonly cache: { readonly status: 'HIT' | 'MISS' };
    }[];
  };
  const named = (status: 'HIT' | 'MISS') =>
    summary.tasks
      .filter((task) => task.command !== '<NONEXISTENT>' && task.cache.status === status)
      .map(({ taskId }) => taskId.replace(/^@\w+\//, ''))
      .sort();
  return { cached: named('HIT'), executed: named('MISS') };
}
