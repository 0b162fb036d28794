import { askLine, type Terminal } from './ask-line.js';
import { InterruptedError } from './interruption.js';

/** Asks for a line of text, without the spaces around it; the end of the input (Ctrl+D) is no answer but an end. */
export async function askText(question: string, terminal: Terminal): Promise<string> {
  const answer = await askLine(`${question} `, terminal);
  if (answer === null) throw new InterruptedError('The input ended at the question; nothing was written.');
  return answer.trim();
}
