import { select } from '@clack/prompts';
import type { Terminal } from '../ask-line.js';
import { type Choice, toOptions } from './choice.js';
import { withTerminal } from './with-terminal.js';

/** Has the user choose one answer. Throws an InterruptedError when the user ends it. */
export async function askChoice<Value extends string>(
  { question, answers }: Choice<Value>,
  terminal: Terminal,
): Promise<Value> {
  const options = toOptions(answers);
  return (await withTerminal(terminal, (streams) => select({ message: question, options, ...streams }))) as Value;
}
