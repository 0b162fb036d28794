import type { Environment } from '../../config/environment.js';
import { OrchestrateError } from '../../errors.js';
import type { OnEvent } from '../../events.js';

/** A command line of the configuration, and what it is told. */
export interface HookOptions {
  /** The key in the configuration, `beforeUpgrade`. */
  readonly name: string;
  readonly command: string;
  readonly root: string;
  /** Added to the environment: `ORCHESTRATE_REVISION` and the like. */
  readonly variables: Environment;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Elsewhere a child in a group of its own would open a window. */
const HAS_PROCESS_GROUPS = process.platform !== 'win32';

/** How much of a failed command's output its error shows. */
const SHOWN_LINES = 20;

/**
 * Runs a command of the configuration in the workspace root, through the shell, and waits for it. Its output is told
 * line by line as events.
 *
 * @throws OrchestrateError `HOOK.FAILED` when it does not end with 0, `RUN.INTERRUPTED` when the signal ended it
 */
export async function runHook({ name, command, root, variables, onEvent, signal }: HookOptions): Promise<void> {
  const { execa } = await import('execa');
  onEvent?.({ kind: 'step', message: `${name}: ${command}` });
  const running = execa(command, {
    shell: true,
    cwd: root,
    env: variables,
    stdin: 'ignore',
    all: true,
    reject: false,
    preferLocal: true,
    localDir: root,
    detached: HAS_PROCESS_GROUPS,
  });
  const stop = (): void => stopWithChildren(running);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of running.iterable({ from: 'all' })) onEvent?.({ kind: 'hook-output', hook: name, line });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  const result = await running;
  if (!result.failed) return;
  // What the hook made of being stopped does not matter.
  if (signal?.aborted) throw hookInterrupted(name);
  const tail = (result.all ?? '').split('\n').slice(-SHOWN_LINES).join('\n');
  throw new OrchestrateError({
    code: 'HOOK.FAILED',
    message: `The hook ${name} (${command}) ended with ${result.exitCode ?? result.signal ?? 'an error'}${tail === '' ? '' : `:\n${tail}`}`,
    fix: `Mend what it complains about, or change hooks.${name} in the configuration, and ${name.startsWith('after') ? 'run the hook by hand: what it follows is done and stays' : 'run the same command again: nothing was changed'}.`,
    meta: { hook: name, command, exitCode: result.exitCode ?? null },
    cause: result,
  });
}

// The shell alone would leave what it has started running, with our pipe still open.
function stopWithChildren(running: { readonly pid?: number; kill(): boolean }): void {
  if (running.pid === undefined || !HAS_PROCESS_GROUPS) {
    running.kill();
    return;
  }
  try {
    process.kill(-running.pid, 'SIGTERM');
  } catch {
    // It has ended in this very moment.
  }
}

function hookInterrupted(name: string): OrchestrateError {
  const isAfter = name.startsWith('after');
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: `Interrupted during the hook ${name}; ${isAfter ? 'what it follows is done and stays' : 'nothing was changed'}.`,
    fix: isAfter ? 'Run the hook by hand.' : 'Run the same command again.',
  });
}
