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

/** How much of a failed command's output its error shows. */
const SHOWN_LINES = 20;

/**
 * Runs a command of the configuration in the workspace root, through the shell, and waits for it. Its output is told
 * line by line as events.
 *
 * @throws OrchestrateError `HOOK.FAILED` when it does not end with 0
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
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  for await (const line of running.iterable({ from: 'all' })) onEvent?.({ kind: 'hook-output', hook: name, line });
  const result = await running;
  if (!result.failed) return;
  const tail = (result.all ?? '').split('\n').slice(-SHOWN_LINES).join('\n');
  throw new OrchestrateError({
    code: 'HOOK.FAILED',
    message: `The hook ${name} (${command}) ended with ${result.exitCode ?? result.signal ?? 'an error'}${tail === '' ? '' : `:\n${tail}`}`,
    fix: `Mend what it complains about, or change hooks.${name} in the configuration, and ${name.startsWith('after') ? 'run the hook by hand: what it follows is done and stays' : 'run the same command again: nothing was changed'}.`,
    meta: { hook: name, command, exitCode: result.exitCode ?? null },
    cause: result,
  });
}
