import type { Environment } from '../../config/environment.js';
import { describeHook, type Hook, type HookContext } from '../../config/hooks.js';
import { messageOf, OrchestrateError } from '../../errors.js';
import type { OnEvent } from '../../events.js';
import { runChild } from './run-child.js';

/** A hook, and what it is told. */
export interface RunHookOptions {
  /** What a function is told; a command line finds it in its environment. */
  readonly context: Omit<HookContext, 'signal' | 'log'>;
  /** In place of the process's own. */
  readonly environment?: Environment | undefined;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a hook and waits for it: a command line in the workspace root, through the shell, or a function. Its output is
 * told line by line as events.
 *
 * @throws OrchestrateError `HOOK.FAILED` when a command does not end with 0, a function throws, or the time is up;
 * `RUN.INTERRUPTED` when the signal ended it
 */
export async function runHook(hook: Hook, options: RunHookOptions): Promise<void> {
  const { context, onEvent, signal } = options;
  onEvent?.({ kind: 'step', message: `${context.hook}: ${describeHook(hook)}` });
  using limited = new LimitedSignal(signal, hook.timeoutMs);
  const failure = await (typeof hook.run === 'string'
    ? runCommand(hook.run, { ...options, signal: limited.signal })
    : callFunction(hook.run, { ...options, signal: limited.signal }));
  if (failure === null) return;
  // What the hook made of being stopped does not matter.
  if (signal?.aborted) throw hookInterrupted(context.hook);
  const ended = limited.isTimeUp ? `did not end within ${hook.timeoutMs} ms` : failure.ended;
  throw hookFailed(hook, { ...failure, name: context.hook, ended, isTimeUp: limited.isTimeUp });
}

/** How a hook came to nothing; `ended` goes on after its name. */
interface HookFailure {
  readonly ended: string;
  readonly tail: string;
  readonly exitCode: number | null;
  readonly cause: unknown;
}

type Stoppable = RunHookOptions & { readonly signal: AbortSignal };

async function runCommand(
  command: string,
  { context, environment, onEvent, signal }: Stoppable,
): Promise<HookFailure | null> {
  const { hook, root, revisions, directory } = context;
  const variables: Environment =
    directory === null
      ? { ORCHESTRATE_REVISIONS: revisions.join(',') }
      : { ORCHESTRATE_REVISION: revisions.join(','), ORCHESTRATE_DIRECTORY: directory };
  const { result, tail } = await runChild({
    file: command,
    shell: true,
    cwd: root,
    env: variables,
    environment,
    onLine: (line) => onEvent?.({ kind: 'hook-output', hook, line }),
    signal,
  });
  if (!result.failed) return null;
  const ended = `ended with ${result.exitCode ?? result.signal ?? 'an error'}`;
  return { ended, tail, exitCode: result.exitCode ?? null, cause: result };
}

async function callFunction(
  run: Exclude<Hook['run'], string>,
  { context, onEvent, signal }: Stoppable,
): Promise<HookFailure | null> {
  const log = (line: string): void => onEvent?.({ kind: 'hook-output', hook: context.hook, line });
  let stop: (() => void) | undefined;
  // A function that does not heed its signal is not waited for.
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    signal.throwIfAborted();
    await Promise.race([run({ ...context, signal, log }), stopped]);
    return null;
  } catch (cause) {
    return { ended: `failed: ${messageOf(cause)}`, tail: '', exitCode: null, cause };
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

/** A signal that also fires when the time is up, for as long as it is kept. */
class LimitedSignal implements Disposable {
  readonly signal: AbortSignal;
  readonly #late = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal | undefined, timeoutMs: number | null) {
    this.signal = signal === undefined ? this.#late.signal : AbortSignal.any([signal, this.#late.signal]);
    if (timeoutMs !== null) this.#timer = setTimeout(() => this.#late.abort(), timeoutMs);
  }

  get isTimeUp(): boolean {
    return this.#late.signal.aborted;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

interface NamedFailure extends HookFailure {
  readonly name: HookContext['hook'];
  readonly isTimeUp: boolean;
}

function hookFailed(hook: Hook, { name, ended, tail, exitCode, isTimeUp, cause }: NamedFailure): OrchestrateError {
  const command = describeHook(hook);
  const mend = isTimeUp ? 'Give it more time in timeoutMs' : 'Mend what it complains about';
  const goOn = isAfter(name)
    ? 'run the hook by hand: what it follows is done and stays'
    : 'run the same command again: nothing was changed';
  return new OrchestrateError({
    code: 'HOOK.FAILED',
    message: `The hook ${name} (${command}) ${ended}${tail === '' ? '' : `:\n${tail}`}`,
    fix: `${mend}, or change hooks.${name} in the configuration, and ${goOn}.`,
    meta: { hook: name, command, exitCode, isTimeUp },
    cause,
  });
}

function hookInterrupted(name: HookContext['hook']): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: `Interrupted during the hook ${name}; ${isAfter(name) ? 'what it follows is done and stays' : 'nothing was changed'}.`,
    fix: isAfter(name) ? 'Run the hook by hand.' : 'Run the same command again.',
  });
}

function isAfter(name: HookContext['hook']): boolean {
  return name.startsWith('after');
}
