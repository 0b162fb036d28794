import type { Readable, Writable } from 'node:stream';
import { isCancel, multiselect } from '@clack/prompts';
import type { Terminal } from '../ask-line.js';
import { InterruptedError } from '../interruption.js';

/** A question with any number of answers, none too. */
export interface Selection<Value extends string> {
  readonly question: string;
  readonly answers: readonly { readonly value: Value; readonly label: string }[];
}

/** Has the user choose. Throws an InterruptedError when the user ends it. */
export async function askSeveral<Value extends string>(
  { question, answers }: Selection<Value>,
  { input, output, signal }: Terminal,
): Promise<readonly Value[]> {
  const chosen = await multiselect<string>({
    message: question,
    options: answers.map(({ value, label }) => ({ value, label })),
    required: false,
    input: input as Readable,
    output: output as Writable,
    ...(signal === undefined ? {} : { signal }),
  });
  if (isCancel(chosen)) throw new InterruptedError('Interrupted at the question; nothing was written.');
  return answers.map(({ value }) => value).filter((value) => chosen.includes(value));
}
