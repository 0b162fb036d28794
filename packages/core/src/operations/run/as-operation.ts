import { messageOf, OrchestrateError } from '../../errors.js';
import type { OnEvent, OrchestrateEvent } from '../../events.js';

/** How a caller follows an operation and ends it. */
export interface Attended {
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What all public operations go through, so that they keep the same promises: one whose signal has fired already does
 * nothing at all; one that is ended rejects with an error of kind `interrupted`, wherever it was; and a listener that
 * throws breaks nothing off half-way, but ends the run as a signal does.
 *
 * @throws OrchestrateError `RUN.INTERRUPTED`, `EVENT.LISTENER_FAILED`, and whatever `run` throws
 */
export async function asOperation<Options extends Attended, Result>(
  options: Options,
  run: (options: Options) => Promise<Result>,
): Promise<Result> {
  const { onEvent, signal } = options;
  if (signal?.aborted) throw neverBegun();
  const listener = onEvent === undefined ? null : new GuardedListener(onEvent);
  const guarded =
    listener === null ? options : { ...options, onEvent: listener.onEvent, signal: listener.endsWith(signal) };
  try {
    const result = await run(guarded);
    if (listener?.failure) throw listenerFailed(listener.failure, true);
    return result;
  } catch (error) {
    if (listener?.failure && !isListenerFailure(error)) throw listenerFailed(listener.failure, false, error);
    throw isAbort(error, signal) ? interruptedBy(error) : error;
  }
}

interface ListenerFailure {
  readonly event: OrchestrateEvent;
  readonly error: unknown;
}

/** Keeps what a listener throws from those who tell it something: they may be in the middle of a transaction. */
class GuardedListener {
  failure: ListenerFailure | null = null;
  readonly #onEvent: OnEvent;
  readonly #ended = new AbortController();

  constructor(onEvent: OnEvent) {
    this.#onEvent = onEvent;
  }

  readonly onEvent = (event: OrchestrateEvent): void => {
    // It has failed: it is told no more.
    if (this.failure !== null) return;
    try {
      // An async function may be given where nothing is to be returned.
      const answer: unknown = this.#onEvent(event);
      if (answer instanceof Promise) answer.catch((error: unknown) => this.#fail({ event, error }));
    } catch (error) {
      this.#fail({ event, error });
    }
  };

  /** Fires with the caller's signal, and when the listener has failed. */
  endsWith(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#ended.signal : AbortSignal.any([signal, this.#ended.signal]);
  }

  #fail(failure: ListenerFailure): void {
    this.failure ??= failure;
    this.#ended.abort();
  }
}

/** Timers, streams and child processes reject with the signal's reason, or with an error of their own by that name. */
function isAbort(error: unknown, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted !== true || error instanceof OrchestrateError) return false;
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}

function isListenerFailure(error: unknown): boolean {
  return error instanceof OrchestrateError && error.code === 'EVENT.LISTENER_FAILED';
}

function neverBegun(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted before it began; nothing was done.',
    fix: 'Run it again, with a signal that has not fired.',
  });
}

function interruptedBy(cause: unknown): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted; nothing is left half done.',
    fix: 'Run the same command again.',
    cause,
  });
}

function listenerFailed({ event, error }: ListenerFailure, isDone: boolean, stopped?: unknown): OrchestrateError {
  const outcome = isDone
    ? 'The job itself was done.'
    : `The run was ended as by a signal, with nothing half done: ${messageOf(stopped)}`;
  return new OrchestrateError({
    code: 'EVENT.LISTENER_FAILED',
    message: `onEvent failed at an event of kind ${event.kind}: ${messageOf(error)}\n${outcome}`,
    fix: isDone ? 'Mend the listener.' : 'Mend the listener, then run the same again: it goes on where it ended.',
    meta: { event: event.kind, isDone },
    cause: error,
  });
}
