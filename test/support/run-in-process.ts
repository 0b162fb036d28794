import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './repository.js';
import { type CliRun, cleanEnvironment } from './run-cli.js';

interface Main {
  main(args: readonly string[], host: object): Promise<number>;
}

const BUILT = pathToFileURL(join(repositoryRoot, 'packages/cli/dist/main.js')).href;

/**
 * Runs the built command as {@link runCli} does, but in the process of the test: what a test does before and after the
 * run that it is about need not take the time that a process takes to start. Its streams are no terminals.
 */
export async function runInProcess(args: readonly string[], cwd: string): Promise<CliRun> {
  const stderr = new Output();
  const run = await startInProcess(args, { cwd, stdin: new PassThrough(), stderr });
  return { ...run, stderr: stderr.text };
}

/** What {@link startInProcess} is given. */
export interface InProcess {
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream;
  readonly stderr: Pick<NodeJS.WritableStream, 'write'>;
}

/** The same with streams of the test's own. */
export async function startInProcess(
  args: readonly string[],
  { cwd, stdin, stderr }: InProcess,
): Promise<Omit<CliRun, 'stderr'>> {
  const { main } = (await import(/* @vite-ignore */ BUILT)) as Main;
  const stdout = new Output();
  const exitCode = await main(args, { stdin, stdout, stderr, env: cleanEnvironment(), cwd: () => cwd });
  return { exitCode, stdout: stdout.text };
}

// What the surroundings of a test run say about the database is none of the tests' business.
for (const name of Object.keys(process.env)) {
  if (/^(?:DATABASE_URL|ORCHESTRATE_.*|OVERRIDE_EXTENSION_LIST)$/.test(name)) delete process.env[name];
}

/** What is written, kept. */
class Output {
  text = '';

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}
