import { createInterface } from 'node:readline/promises';
import { InterruptedError } from './interruption.js';

/** Where to ask. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Ends the question, as Ctrl+C does. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks; anything but a yes is a no, and so is the end of the input. */
export async function askYesNo(question: string, { input, output, signal }: Terminal): Promise<boolean> {
  const prompt = createInterface({ input, output });
  const ended = new Promise<null>((resolve, reject) => {
    const interrupt = () => reject(new InterruptedError('Interrupted at the question; nothing was written.'));
    prompt.once('SIGINT', interrupt);
    if (signal?.aborted) interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    prompt.once('close', () => resolve(null));
  });
  let answer: string | null = null;
  try {
    answer = await Promise.race([prompt.question(`${question} [y/N] `), ended]);
  } finally {
    // Only an answer ends the line.
    if (answer === null) output.write('\n');
    prompt.close();
  }
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
