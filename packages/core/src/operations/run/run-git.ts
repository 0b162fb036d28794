import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from '../../config/environment.js';
import { errorCode } from '../../config/read-text-file.js';
import { gitFailed, gitNotInstalled } from './git-errors.js';

/** How to call git. */
export interface GitCall {
  /** Where it starts, a directory that is there; in a hook the top of the repository, as variables are relative to it. */
  readonly cwd: string;
  readonly environment: Environment;
  /** What git reads on its standard input. */
  readonly input?: string;
  /** How long it may take; as long as it needs unless given. */
  readonly timeoutMs?: number;
}

/** How a call of git ended. */
export interface GitAnswer {
  readonly hasFailed: boolean;
  readonly output: Buffer;
  /** On stderr. */
  readonly said: string;
}

/**
 * Calls git; that it fails is an answer. It takes no lock that it can do without, as the commit that started a hook has it.
 *
 * @throws OrchestrateError `GIT.NOT_INSTALLED`
 */
export async function runGit(args: readonly string[], call: GitCall): Promise<GitAnswer> {
  const { cwd, environment, input = '', timeoutMs } = call;
  // Without the library that starts other processes: loading it takes longer than git does.
  const child = spawn('git', [...args], {
    cwd,
    env: environmentOf(environment),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    timeout: timeoutMs,
  });
  const output: Buffer[] = [];
  const complaint: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaint.push(chunk));
  // It may end without reading everything; then its exit code tells why.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    const said = Buffer.concat(complaint).toString('utf8').trim();
    return { hasFailed: code !== 0, output: Buffer.concat(output), said };
  } catch (error) {
    throw errorCode(error) === 'ENOENT' ? gitNotInstalled(error) : error;
  }
}

/**
 * What a git command prints.
 *
 * @throws OrchestrateError `GIT.NOT_INSTALLED`, `GIT.FAILED`
 */
export async function callGit(args: readonly string[], call: GitCall): Promise<Buffer> {
  const { hasFailed, output, said } = await runGit(args, call);
  if (hasFailed) throw gitFailed({ cwd: call.cwd, args, said });
  return output;
}

/** The names of files that git prints with `-z`. */
export function fileNamesIn(output: Buffer): readonly string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}

/** The same for a moment in which nothing else can be done. */
export function callGitSync(args: readonly string[], { cwd, environment, input = '' }: GitCall): Buffer {
  const options = {
    cwd,
    env: environmentOf(environment),
    input,
    maxBuffer: Number.MAX_SAFE_INTEGER,
    windowsHide: true,
  };
  const { status, stdout, stderr, error } = spawnSync('git', [...args], options);
  if (error !== undefined) throw errorCode(error) === 'ENOENT' ? gitNotInstalled(error) : error;
  if (status !== 0) throw gitFailed({ cwd, args, said: stderr.toString('utf8').trim() });
  return stdout;
}

function environmentOf(environment: Environment): NodeJS.ProcessEnv {
  return { ...environment, GIT_OPTIONAL_LOCKS: '0' };
}
