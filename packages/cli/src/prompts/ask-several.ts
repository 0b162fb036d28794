import { multiselect } from '@clack/prompts';
import type { Terminal } from '../ask-line.js';
import { type Choice, toOptions } from './choice.js';
import { withTerminal } from './with-terminal.js';

/** Has the user choose any number of answers, none too. Throws an InterruptedError when the user ends it. */
export async function askSeveral<Value extends string>(
  { question, answers }: Choice<Value>,
  terminal: Terminal,
): Promise<readonly Value[]> {
  const options = toOptions(answers);
  const chosen = await withTerminal(terminal, (streams) =>
    multiselect({ message: question, options, required: false, ...streams }),
  );
  return answers.map(({ value }) => value).filter((value) => chosen.includes(value));
}
