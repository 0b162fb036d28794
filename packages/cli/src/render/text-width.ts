import { stripVTControlCharacters } from 'node:util';

/** Takes no column of its own: accents, joiners, variation selectors. */
const NONE = /\p{M}|\u200B|\u200C|\u200D|[\uFE00-\uFE0F]/u;
/** Takes two columns: the scripts of East Asia, full-width forms, and emoji. */
const TWO =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;

/** How many columns of a terminal a text takes; colours take none. */
export function textWidth(text: string): number {
  // Nearly all text is plain, and a table measures each of its cells.
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of stripVTControlCharacters(text)) width += NONE.test(char) ? 0 : TWO.test(char) ? 2 : 1;
  return width;
}

/** The beginning of a text that takes at most so many columns. */
export function sliceToWidth(text: string, width: number): string {
  let taken = '';
  let left = width;
  for (const char of text) {
    left -= textWidth(char);
    if (left < 0) break;
    taken += char;
  }
  return taken;
}
