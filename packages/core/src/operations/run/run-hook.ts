import type { Environment } from '../../config/environment.js';
import { OrchestrateError } from '../../errors.js';
import type { OnEvent } from '../../events.js';
import { runChild } from './run-child.js';

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

/**
 * Runs a command of the configuration in the workspace root, through the shell, and waits for it. Its output is told
 * line by line as events.
 *
 * @throws OrchestrateError `HOOK.FAILED` when it does not end with 0, `RUN.INTERRUPTED` when the signal ended it
 */
export async function runHook({ name, command, root, variables, onEvent, signal }: HookOptions): Promise<void> {
  onEvent?.({ kind: 'step', message: `${name}: ${command}` });
  const { result, tail } = await runChild({
    file: command,
    shell: true,
    cwd: root,
    env: variables,
    onLine: (line) => onEvent?.({ kind: 'hook-output', hook: name, line }),
    signal,
  });
  if (!result.failed) return;
  // What the hook made of being stopped does not matter.
  if (signal?.aborted) throw hookInterrupted(name);
  throw new OrchestrateError({
    code: 'HOOK.FAILED',
    message: `The hook ${name} (${command}) ended with ${result.exitCode ?? result.signal ?? 'an error'}${tail === '' ? '' : `:\n${tail}`}`,
    fix: `Mend what it complains about, or change hooks.${name} in the configuration, and ${name.startsWith('after') ? 'run the hook by hand: what it follows is done and stays' : 'run the same command again: nothing was changed'}.`,
    meta: { hook: name, command, exitCode: result.exitCode ?? null },
    cause: result,
  });
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
