const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Prisma ends a line at `\n`, `\r\n` and a lone `\r`. */
export function isNewline(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

/** White space inside a line: the tab and Unicode's space separators, as in Prisma's grammar. */
export function isBlank(code: number): boolean {
  if (code < 0x80) return code === 0x20 || code === TAB;
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** A character of a name. Wider than what Prisma permits: refusing a name is its validator's business. */
export function isWord(code: number): boolean {
  if (code >= 0x80) return !isBlank(code);
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d
  );
}

/** The first offset at or after `at` that is not blank, at most `end`. */
export function skipBlanks(text: string, at: number, end: number): number {
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The end of the word that starts at `at`; `at` itself where none does. */
export function skipWord(text: string, at: number, end: number): number {
  while (at < end && isWord(text.charCodeAt(at))) at++;
  return at;
}

/** The end of the line that holds `at`, its newline excluded. */
export function lineEnd(text: string, at: number, end: number): number {
  while (at < end && !isNewline(text.charCodeAt(at))) at++;
  return at;
}

/** The offset behind the newline at `at`; `at` itself where none is. */
export function skipNewline(text: string, at: number, end: number): number {
  if (at >= end) return at;
  const code = text.charCodeAt(at);
  if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED && at + 1 < end) return at + 2;
  return isNewline(code) ? at + 1 : at;
}

/** The offset behind the string literal whose opening quote is at `at`; an unclosed one ends with its line. */
export function skipString(text: string, at: number, end: number): number {
  for (at++; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (isNewline(code)) return at;
    if (code === 0x5c && at + 1 < end && !isNewline(text.charCodeAt(at + 1))) at++;
  }
  return at;
}
