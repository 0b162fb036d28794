import type { Readable, Writable } from 'node:stream';
import { isCancel, select } from '@clack/prompts';
import type { Terminal } from '../ask-line.js';
import { InterruptedError } from '../interruption.js';

/** A question with a few answers; the first is the one to begin with. */
export interface Choice<Value extends string> {
  readonly question: string;
  readonly answers: readonly { readonly value: Value; readonly label: string }[];
}

/** Has the user choose. Throws an InterruptedError when the user ends it. */
export async function askChoice<Value extends string>(
  { question, answers }: Choice<Value>,
  { input, output, signal }: Terminal,
): Promise<Value> {
  const answer = await select<string>({
    message: question,
    options: answers.map(({ value, label }) => ({ value, label })),
    input: input as Readable,
    output: output as Writable,
    ...(signal === undefined ? {} : { signal }),
  });
  if (isCancel(answer)) throw new InterruptedError('Interrupted at the question; nothing was written.');
  return answer as Value;
}
