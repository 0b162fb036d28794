import { describe, expect, it } from 'vitest';
import type { OrchestrateEvent } from '../../events.js';
import { asOperation } from './as-operation.js';
import { isInterrupted } from './is-interrupted.js';
import { runInterrupted } from './run-errors.js';

const STEP: OrchestrateEvent = { kind: 'step', message: 'One' };

interface Options {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: OrchestrateEvent) => void) | undefined;
}

/** Tells of each of three steps and looks at its signal before the next. */
async function threeSteps({ onEvent, signal }: Options): Promise<string> {
  for (let step = 0; step < 3; step += 1) {
    if (await isInterrupted(signal)) throw runInterrupted(step, 3, false);
    onEvent?.(STEP);
  }
  return 'done';
}

describe('asOperation', () => {
  it('does not begin what is interrupted already', async () => {
    let hasBegun = false;
    const run = async (): Promise<void> => {
      hasBegun = true;
    };
    await expect(asOperation({ signal: AbortSignal.abort() }, run)).rejects.toMatchObject({ kind: 'interrupted' });
    expect(hasBegun).toBe(false);
  });

  it.each(['reason', 'AbortError'])('takes what a signal made of a wait (%s) for an interruption', async (form) => {
    const stop = new AbortController();
    const run = async (): Promise<never> => {
      stop.abort(form === 'reason' ? 'enough' : undefined);
      throw stop.signal.reason;
    };
    await expect(asOperation({ signal: stop.signal }, run)).rejects.toMatchObject({ code: 'RUN.INTERRUPTED' });
  });

  it('leaves other errors alone', async () => {
    const stop = new AbortController();
    const failure = new Error('disk full');
    const run = async (): Promise<never> => {
      stop.abort();
      throw failure;
    };
    await expect(asOperation({ signal: stop.signal }, run)).rejects.toBe(failure);
  });

  it('ends the run when the listener throws, and tells what it threw', async () => {
    const failure = new Error('listener');
    let told = 0;
    const onEvent = (): void => {
      told += 1;
      if (told === 2) throw failure;
    };
    await expect(asOperation({ onEvent }, threeSteps)).rejects.toMatchObject({
      code: 'EVENT.LISTENER_FAILED',
      message: expect.stringContaining('Interrupted after 2 of 3 revisions'),
      meta: { isDone: false },
      cause: failure,
    });
    expect(told).toBe(2);
  });

  it('says that the job was done where only the last event failed', async () => {
    let told = 0;
    const onEvent = (): void => {
      told += 1;
      if (told === 3) throw new Error('listener');
    };
    const outcome = asOperation({ onEvent }, threeSteps);
    await expect(outcome).rejects.toMatchObject({ code: 'EVENT.LISTENER_FAILED', meta: { isDone: true } });
  });

  it('hears of a listener that fails later', async () => {
    const onEvent = async (): Promise<void> => {
      throw new Error('listener');
    };
    await expect(asOperation({ onEvent }, threeSteps)).rejects.toMatchObject({ meta: { isDone: false } });
  });

  it('ends with the signal of the caller as well', async () => {
    const stop = new AbortController();
    const run = asOperation({ signal: stop.signal, onEvent: () => stop.abort() }, threeSteps);
    await expect(run).rejects.toMatchObject({ code: 'RUN.INTERRUPTED', meta: { done: 1 } });
  });
});
