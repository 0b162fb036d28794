/** Signals of a run that can end in order. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/** The user ended the run where nothing had been begun yet. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Turns the first SIGINT or SIGTERM into an abort, after which the run ends itself at the next safe point; the second
 * one ends the process at once, as it would have without this.
 */
export function takeOverSignals(onFirst: () => void): Interruption {
  const controller = new AbortController();
  const release = () => {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  };
  const interrupt = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      release();
      process.kill(process.pid, signal);
      return;
    }
    onFirst();
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return { signal: controller.signal, [Symbol.dispose]: release };
}
