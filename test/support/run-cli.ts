import { join } from 'node:path';
import { execa } from 'execa';
import { repositoryRoot } from './repository.js';

/** The built command. */
export const CLI = join(repositoryRoot, 'packages/cli/dist/bin.js');

/** What a test may change about how the command runs. */
export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

// What the surroundings of a test run may say about colour, CI or the database is not the test's business.
const FOREIGN =
  /^(FORCE_COLOR|NO_COLOR|CI|TERM|NODE_OPTIONS|DATABASE_URL|ORCHESTRATE_.*|OVERRIDE_EXTENSION_LIST|VITEST.*)$/;

/** The environment of the test run without what would change the outcome of a test. */
export function cleanEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return { ...Object.fromEntries(kept), ...more };
}

/** Starts the built command without a terminal; never throws for an exit code. */
export function startCli(args: readonly string[], { cwd, env }: CliOptions) {
  return execa(process.execPath, [CLI, ...args], {
    cwd,
    env: cleanEnvironment(env),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
  });
}

/** How a run of the command ended. */
export interface CliRun {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliRun> {
  const { exitCode, stdout, stderr } = await startCli(args, options);
  return { exitCode, stdout, stderr };
}
