import { textWidth } from './text-width.js';

/** How to lay out a paragraph. */
export interface WrapOptions {
  readonly width: number;
  /** Goes before every line but the first. */
  readonly indent?: string;
  /** Columns that are already taken in the first line. */
  readonly taken?: number;
}

/**
 * Breaks lines at spaces so that they fit. What stands between backticks is kept whole, so that a command can be
 * copied; line ends that are there already stay.
 */
export function wrap(text: string, { width, indent = '', taken = 0 }: WrapOptions): string {
  return text
    .split('\n')
    .map((line, index) => wrapLine(line, { width, indent, taken: index === 0 ? taken : indent.length }))
    .join(`\n${indent}`);
}

function wrapLine(line: string, { width, indent, taken: before }: Required<WrapOptions>): string {
  // Not at a space that is to keep words together.
  const words = line.match(/(?:[^ \t`]|`[^`]*`)+|[^ \t]+|^[ \t]+/g) ?? [];
  let column = before;
  let result = '';
  for (const word of words) {
    const space = result === '' || result.trim() === '' ? '' : ' ';
    const taken = textWidth(word);
    if (space !== '' && column + space.length + taken > width) {
      result += `\n${indent}${word}`;
      column = indent.length + taken;
    } else {
      result += space + word;
      column += space.length + taken;
    }
  }
  return result;
}
