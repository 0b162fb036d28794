import { setImmediate as turn } from 'node:timers/promises';

/**
 * Whether the signal has fired. A driver that works synchronously keeps Node from hearing of SIGINT, so the event loop
 * gets a turn first.
 */
export async function isInterrupted(signal: AbortSignal | undefined): Promise<boolean> {
  if (signal === undefined) return false;
  await turn();
  return signal.aborted;
}
