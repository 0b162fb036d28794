import { createInterface } from 'node:readline/promises';
import type { ConsentRequest } from '@prisma-orchestrate/core';
import { InterruptedError } from './interruption.js';
import type { Look } from './render/look.js';
import { renderDestructiveSteps } from './render/render-destructive-steps.js';

/** Where to ask. */
export interface Asker {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly look: Look;
  /** Ends the question, as Ctrl+C does. */
  readonly signal?: AbortSignal | undefined;
}

/** Lists what would be lost and asks; anything but a yes is a no, and so is the end of the input. */
export async function confirmDestructive(
  { extension, steps }: ConsentRequest,
  { input, output, look, signal }: Asker,
): Promise<boolean> {
  output.write(`This revision of ${look.bold(extension)} loses data:\n${renderDestructiveSteps(steps, look)}\n`);
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
    answer = await Promise.race([prompt.question('Make it all the same? [y/N] '), ended]);
  } finally {
    // Only an answer ends the line.
    if (answer === null) output.write('\n');
    prompt.close();
  }
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

/** What decides whether anyone can be asked. */
export interface PromptConditions {
  readonly isInteractive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Whether there is someone to ask. */
export function canAsk({ isInteractive, environment, json, quiet }: PromptConditions): boolean {
  const ci = environment['CI'];
  const isCi = ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
  return isInteractive && !isCi && !json && !quiet;
}
