import type { Readable, Writable } from 'node:stream';
import { isCancel, text } from '@clack/prompts';
import type { Terminal } from '../ask-line.js';
import { InterruptedError } from '../interruption.js';

/** A question that a text answers. */
export interface TextQuestion {
  readonly question: string;
  /** Says what is wrong with an answer; undefined where it will do. */
  readonly whyUnfit: (answer: string) => string | undefined;
}

/** Asks until the answer will do. Throws an InterruptedError when the user ends it. */
export async function askUntilFit(
  { question, whyUnfit }: TextQuestion,
  { input, output, signal }: Terminal,
): Promise<string> {
  const answer = await text({
    message: question,
    validate: (value) => whyUnfit((value ?? '').trim()),
    input: input as Readable,
    output: output as Writable,
    ...(signal === undefined ? {} : { signal }),
  });
  if (isCancel(answer)) throw new InterruptedError('Interrupted at the question; nothing was written.');
  return answer.trim();
}
