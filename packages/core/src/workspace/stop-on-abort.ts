/** Elsewhere a child in a group of its own would open a window. */
export const HAS_PROCESS_GROUPS = process.platform !== 'win32';

type Ending = 'SIGTERM' | 'SIGKILL';

/** A child process that was started, where there are such, as the head of a group of its own. */
export interface GroupHead {
  readonly pid?: number;
  kill(signal: Ending): boolean;
}

/** When to stop a child process. */
export interface StopOnAbortOptions {
  readonly signal: AbortSignal | undefined;
  /** How long it may take to end by itself, once it was told to. */
  readonly graceMs: number;
}

/** Stops a child process with all that it has started when the signal fires, until disposed of. */
export function stopOnAbort(child: GroupHead, { signal, graceMs }: StopOnAbortOptions): Disposable {
  let killing: NodeJS.Timeout | undefined;
  const stop = (): void => {
    endGroup(child, 'SIGTERM');
    killing = setTimeout(() => endGroup(child, 'SIGKILL'), graceMs);
  };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  return {
    [Symbol.dispose]: () => {
      signal?.removeEventListener('abort', stop);
      clearTimeout(killing);
    },
  };
}

// A shell alone would leave what it has started running, with our pipe still open.
function endGroup(child: GroupHead, signal: Ending): void {
  if (child.pid === undefined || !HAS_PROCESS_GROUPS) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended in this very moment.
  }
}
