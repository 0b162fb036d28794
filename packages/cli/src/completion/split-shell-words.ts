/** A word of a command line, as typed and as the command would get it. */
export interface ShellWord {
  readonly raw: string;
  readonly text: string;
  /** The quote that is open at its end. */
  readonly quote: '"' | "'" | null;
}

/**
 * Splits a command line, up to the cursor, as a shell would. Nothing is expanded, and so nothing is run: a line that is
 * being typed may hold `$(…)`.
 *
 * @returns at least one word; the last one is that under the cursor, and empty behind a space
 */
export function splitShellWords(line: string): readonly ShellWord[] {
  const words: ShellWord[] = [];
  let raw = '';
  let text = '';
  let quote: ShellWord['quote'] = null;
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index);
    if (quote === null && /\s/.test(char)) {
      if (raw !== '') words.push({ raw, text, quote });
      raw = '';
      text = '';
      continue;
    }
    raw += char;
    const next = line.charAt(index + 1);
    const escapes = quote === null ? next !== '' : quote === '"' && /["\\$`]/.test(next);
    if (char === '\\' && quote !== "'" && escapes) {
      raw += next;
      text += next;
      index += 1;
    } else if (char === quote) quote = null;
    else if (quote === null && (char === '"' || char === "'")) quote = char;
    else text += char;
  }
  return [...words, { raw, text, quote }];
}
