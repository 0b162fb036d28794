import { devNull } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { CLI, cleanEnvironment } from './run-cli.js';

// Neither what this machine says about git nor a hook that these tests may run in is the tests' business.
for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];
Object.assign(process.env, { GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' });

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.org',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.org',
};

/** How a git command ended. */
export interface GitRun {
  readonly exitCode: number | undefined;
  /** What it and its hooks printed. */
  readonly output: string;
}

/** Runs git, which may fail. */
export async function runGit(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<GitRun> {
  const { exitCode, all } = await execa('git', args, {
    cwd,
    // A folder of its own in the place of a home, with nothing in it that a tool would read.
    env: cleanEnvironment({ ...IDENTITY, HOME: join(cwd, '.git'), ...env }),
    extendEnv: false,
    all: true,
    reject: false,
  });
  return { exitCode, output: all };
}

/** Runs git, which must not fail, and gives what it printed. */
export async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, output } = await runGit(cwd, args);
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')} failed:\n${output}`);
  return output;
}

/** The names and contents with which a directory has orchestrate installed: the built one. */
export const INSTALLED = {
  '.gitignore': 'node_modules\n*.db\n.env\n',
  'node_modules/.bin/orchestrate': `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`,
} as const;
