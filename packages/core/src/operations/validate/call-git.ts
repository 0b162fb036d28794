import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from '../../config/environment.js';
import { errorCode } from '../../config/read-text-file.js';
import { gitFailed, gitNotInstalled } from '../run/git-errors.js';

/** How to call git. */
export interface GitCall {
  /** The top of the repository: a hook finds variables that are relative to it. */
  readonly cwd: string;
  readonly environment: Environment;
  /** What git reads on its standard input. */
  readonly input?: string;
}

/**
 * What a git command prints. It takes no lock and changes nothing, as the commit that started a hook has the lock.
 *
 * @throws OrchestrateError `GIT.NOT_INSTALLED`, `GIT.FAILED`
 */
export async function callGit(args: readonly string[], { cwd, environment, input = '' }: GitCall): Promise<Buffer> {
  // Without the library that starts other processes: loading it takes longer than git does.
  const child = spawn('git', [...args], {
    cwd,
    env: environmentOf(environment),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
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
    if (code === 0) return Buffer.concat(output);
    throw gitFailed({ cwd, args, said: Buffer.concat(complaint).toString('utf8').trim() });
  } catch (error) {
    throw errorCode(error) === 'ENOENT' ? gitNotInstalled(error) : error;
  }
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
