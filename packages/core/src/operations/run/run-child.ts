import type { Environment } from '../../config/environment.js';
import { HAS_PROCESS_GROUPS, stopOnAbort } from '../../workspace/stop-on-abort.js';

/** A process to start, and who hears of it. */
export interface ChildOptions {
  /** A program, or with `shell` a whole command line. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly shell?: boolean;
  readonly cwd: string;
  /** Added to the environment. */
  readonly env: Environment;
  /** In place of the process's own. */
  readonly environment?: Environment | undefined;
  readonly onLine: (line: string) => void;
  readonly onStart?: ((pid: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a process ended. */
export interface ChildResult {
  readonly failed: boolean;
  readonly exitCode?: number | undefined;
  /** What ended it instead of an exit code. */
  readonly signal?: string | undefined;
}

/** How long a process that is stopped may take to end. */
const GRACE_MS = 5_000;

/** How much of a failed command's output its error shows. */
const SHOWN_LINES = 20;

/**
 * Starts a process and waits for it; where the signal fires, it is stopped with all that it has started. Tells its
 * output line by line and gives the end of it; an exit code other than 0 is no error here.
 */
export async function runChild({
  file,
  args = [],
  shell = false,
  cwd,
  env,
  environment,
  onLine,
  onStart,
  signal,
}: ChildOptions): Promise<{ readonly result: ChildResult; readonly tail: string }> {
  const { execa } = await import('execa');
  const running = execa(file, args, {
    shell,
    cwd,
    env: { ...environment, ...env },
    extendEnv: environment === undefined,
    stdin: 'ignore',
    all: true,
    reject: false,
    preferLocal: true,
    localDir: cwd,
    detached: HAS_PROCESS_GROUPS,
  });
  if (running.pid !== undefined) onStart?.(running.pid);
  using _stopping = stopOnAbort(running, { signal, graceMs: GRACE_MS });
  for await (const line of running.iterable({ from: 'all' })) onLine(line);
  const result = await running;
  return { result, tail: (result.all ?? '').split('\n').slice(-SHOWN_LINES).join('\n') };
}
