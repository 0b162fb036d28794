import { text } from '@clack/prompts';
import type { Terminal } from '../ask-line.js';
import { withTerminal } from './with-terminal.js';

/** A question that a text answers. */
export interface TextQuestion {
  readonly question: string;
  /** Says what is wrong with an answer; undefined where it will do. */
  readonly whyUnfit: (answer: string) => string | undefined;
}

/** Asks until the answer will do. Throws an InterruptedError when the user ends it. */
export async function askUntilFit({ question, whyUnfit }: TextQuestion, terminal: Terminal): Promise<string> {
  const validate = (value: string | undefined): string | undefined => whyUnfit((value ?? '').trim());
  return (await withTerminal(terminal, (streams) => text({ message: question, validate, ...streams }))).trim();
}
