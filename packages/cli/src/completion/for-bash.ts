import type { Answer } from './candidate.js';
import { type ShellWord, splitShellWords } from './split-shell-words.js';

/** What the words of a shell without typing aids become. */
export interface BashAnswerOptions {
  readonly answer: Answer;
  /** The word under the cursor. */
  readonly word: ShellWord;
  /** The end of it that bash will replace: it takes words apart at `=`, `:` and `@`. */
  readonly replaced: string;
}

/**
 * Lines for the script: ways to go on, as they are to stand on the command line, and what to do beside, each behind a
 * tab.
 */
export function forBash({ answer, word, replaced }: BashAnswerOptions): readonly string[] {
  if (answer.kind !== 'candidates') return [`\t${answer.kind}`];
  const kept = word.raw.endsWith(replaced) ? word.raw.slice(0, word.raw.length - replaced.length) : '';
  const [before] = splitShellWords(kept).slice(-1) as [ShellWord];
  const values = answer.candidates
    .map(({ value }) => value)
    .filter((value) => value.startsWith(word.text) && !value.includes('\n'));
  const lines = values.map((value) => quoteFor(value.slice(before.text.length), before.quote));
  // Where one of them is to go on, bash must not add a space; it asks again before it adds anything to several.
  return values.length > 0 && values.every(goesOn) ? ['\tnospace', ...lines] : lines;
}

/** Whether a word is not complete with this. */
export function goesOn(value: string): boolean {
  return /[=@/,]$/.test(value);
}

function quoteFor(text: string, quote: ShellWord['quote']): string {
  if (quote === '"') return text.replace(/["\\$`]/g, '\\$&');
  if (quote === "'") return text.replaceAll("'", "'\\''");
  return text.replace(/[^\w@%+=:,./\u0080-\uFFFF-]/g, '\\$&');
}
