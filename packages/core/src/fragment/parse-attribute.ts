import { isBlank, isNewline, isWord, lineEnd, skipBlanks, skipString, skipWord } from './characters.js';
import type { Argument, Attribute } from './parsed-file.js';

/** Prisma wants an attribute on one line. Some formatters break it; the bound keeps an unclosed bracket cheap. */
const MAX_LINES = 10;

const QUOTE = 0x22;
const SLASH = 0x2f;
const COMMA = 0x2c;
const PARENTHESIS = 0x29;
const BRACKET = 0x5d;
const BRACE = 0x7d;

/**
 * Reads the attribute whose name (behind `@` or `@@`) starts at `at`.
 *
 * @param start offset of the first `@`
 * @returns null where no name stands there
 */
export function parseAttribute(text: string, at: number, bounds: { start: number; end: number }): Attribute | null {
  const { start, end } = bounds;
  const nameStart = skipBlanks(text, at, end);
  let nameEnd = skipWord(text, nameStart, end);
  while (text[nameEnd] === '.' && isWord(text.charCodeAt(nameEnd + 1)) && nameEnd + 1 < end) {
    nameEnd = skipWord(text, nameEnd + 1, end);
  }
  if (nameEnd === nameStart) return null;
  const name = text.slice(nameStart, nameEnd);
  const open = skipBlanks(text, nameEnd, end);
  const list = open < end && text[open] === '(' ? parseArguments(text, open, end) : null;
  if (list === null) return { name, arguments: [], span: { start, end: nameEnd } };
  return { name, arguments: list.arguments, span: { start, end: list.end } };
}

/**
 * Reads the bracketed list that opens at `open`.
 *
 * @returns null where it is never closed
 */
export function parseArguments(
  text: string,
  open: number,
  end: number,
): { readonly arguments: readonly Argument[]; readonly end: number } | null {
  const found: Argument[] = [];
  const closers: number[] = [];
  let start = open + 1;
  let lines = 0;
  for (let at = open; at < end; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = skipString(text, at, end);
      continue;
    }
    if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
      at = lineEnd(text, at, end);
      continue;
    }
    if (code === 0x28) closers.push(PARENTHESIS);
    else if (code === 0x5b) closers.push(BRACKET);
    else if (code === 0x7b) closers.push(BRACE);
    else if (code === PARENTHESIS || code === BRACKET || code === BRACE) {
      if (closers.pop() !== code) return null;
      if (closers.length === 0) {
        addArgument(found, text, { start, end: at });
        return { arguments: found, end: at + 1 };
      }
    } else if (code === COMMA && closers.length === 1) {
      addArgument(found, text, { start, end: at });
      start = at + 1;
    } else if (isNewline(code) && ++lines > MAX_LINES) return null;
    at++;
  }
  return null;
}

function addArgument(found: Argument[], text: string, range: { start: number; end: number }): void {
  let { start, end } = range;
  const isSpace = (at: number) => isBlank(text.charCodeAt(at)) || isNewline(text.charCodeAt(at));
  while (start < end && isSpace(start)) start++;
  while (end > start && isSpace(end - 1)) end--;
  if (start === end) return;
  let name: string | null = null;
  const nameEnd = skipWord(text, start, end);
  const colon = skipBlanks(text, nameEnd, end);
  if (nameEnd > start && colon < end && text[colon] === ':') {
    name = text.slice(start, nameEnd);
    start = colon + 1;
    while (start < end && isSpace(start)) start++;
  }
  found.push({ name, value: text.slice(start, end), valueSpan: { start, end } });
}
