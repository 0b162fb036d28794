import type { SqlToken } from '../database.js';

/**
 * Blanks and comments, quoted text, words, and any other single character; unterminated text runs to the end. A doubled
 * quote ends one text and begins the next, which comes to the same; as a loop within one text it would fill the stack.
 * To SQLite space is that of ASCII and a byte order mark, and whatever else is beyond ASCII is a letter, a space too.
 * The sign of a comment with nothing behind it begins none.
 */
export const SQL_TOKEN =
  /[ \t\n\f\r\uFEFF]+|--[^\n]*|\/\*(?!$)[\s\S]*?(?:\*\/|$)|'[^']*(?:'|$)|"[^"]*(?:"|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)|[A-Za-z_\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*|[\s\S]/gu;

const SPACE = /^[ \t\n\f\r\uFEFF]/;
const BLANK = /^(?:[ \t\n\f\r\uFEFF]|--|\/\*)/;
const WORD = /^[A-Za-z_\u0080-\uffff]/;

/** Whether a token is space or a comment. */
export function isBlank(token: string): boolean {
  return BLANK.test(token);
}

const QUOTES: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' };

/** All tokens of a text, gapless and in order. A doubled quote ends one token and begins the next, which comes to the same. */
export function* placedTokens(sql: string): Generator<SqlToken> {
  for (const { 0: token, index: start } of sql.matchAll(SQL_TOKEN)) {
    yield { kind: kindOf(token), start, end: start + token.length };
  }
}

function kindOf(token: string): SqlToken['kind'] {
  if (SPACE.test(token)) return 'blank';
  if (isBlank(token)) return 'comment';
  const first = token.charAt(0);
  if (first === "'") return 'string';
  if (first in QUOTES) return 'name';
  return WORD.test(first) ? 'word' : 'other';
}

/** The tokens of a statement without blanks, quoted text with its doubled quotes in one. */
export function readTokens(sql: string): readonly string[] {
  const tokens: string[] = [];
  let previous = '';
  for (const [token] of sql.matchAll(SQL_TOKEN)) {
    const quote = token.charAt(0);
    if (QUOTES[quote] === quote && previous.length > 1 && previous.startsWith(quote)) {
      tokens.push(`${tokens.pop() ?? ''}${token}`);
    } else if (!isBlank(token)) tokens.push(token);
    previous = token;
  }
  return tokens;
}

/** Whether a token can be a name: a word, or something quoted. */
export function isName(token: string): boolean {
  return token.charAt(0) in QUOTES || WORD.test(token);
}

/** What a token names. */
export function nameOf(token: string): string {
  const end = QUOTES[token.charAt(0)];
  return end === undefined ? token : token.slice(1, -1).replaceAll(end + end, end);
}
