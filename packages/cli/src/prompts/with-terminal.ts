import type { Readable, Writable } from 'node:stream';
import { isCancel } from '@clack/prompts';
import type { Terminal } from '../ask-line.js';
import { InterruptedError } from '../interruption.js';

/** What every question of the library takes. */
interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal?: AbortSignal;
}

/** Asks in the terminal. Throws an InterruptedError when the user ends it. */
export async function withTerminal<Answer>(
  { input, output, signal }: Terminal,
  ask: (streams: Streams) => Promise<Answer>,
): Promise<Exclude<Answer, symbol>> {
  const streams = { input: input as Readable, output: output as Writable, ...(signal === undefined ? {} : { signal }) };
  const answer = await ask(streams);
  if (isCancel(answer)) throw new InterruptedError('Interrupted at the question; nothing was written.');
  return answer as Exclude<Answer, symbol>;
}
