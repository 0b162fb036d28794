import { createInterface } from 'node:readline/promises';
import { InterruptedError } from './interruption.js';

/** Where to ask. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Ends the question, as Ctrl+C does. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks for a line; null where the input ends before there is one. Throws an InterruptedError when the user ends it. */
export async function askLine(question: string, { input, output, signal }: Terminal): Promise<string | null> {
  const prompt = createInterface({ input, output });
  let interrupt = (): void => {};
  const ended = new Promise<null>((resolve, reject) => {
    interrupt = () => reject(new InterruptedError('Interrupted at the question; nothing was written.'));
    prompt.once('SIGINT', interrupt);
    if (signal?.aborted) interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    prompt.once('close', () => resolve(null));
  });
  let answer: string | null = null;
  try {
    answer = await Promise.race([prompt.question(question), ended]);
  } catch (error) {
    // Ctrl+D in a terminal, where other input just closes.
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    // Only an answer ends the line.
    if (answer === null) output.write('\n');
    prompt.close();
  }
  return answer;
}
