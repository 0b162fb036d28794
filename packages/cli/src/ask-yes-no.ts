import { askLine, type Terminal } from './ask-line.js';

/** Asks; anything but a yes is a no, and so is the end of the input. */
export async function askYesNo(question: string, terminal: Terminal): Promise<boolean> {
  const answer = await askLine(`${question} [y/N] `, terminal);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
