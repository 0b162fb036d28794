/**
 * Blanks and comments, quoted text, words, and any other single character; unterminated text runs to the end. A doubled
 * quote ends one text and begins the next, which comes to the same; as a loop within one text it would fill the stack.
 */
export const SQL_TOKEN =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'[^']*(?:'|$)|"[^"]*(?:"|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)|[\p{L}_][\p{L}\p{N}_$]*|[\s\S]/gu;

const BLANK = /^(?:\s|--|\/\*)/;

/** Whether a token is space or a comment. */
export function isBlank(token: string): boolean {
  return BLANK.test(token);
}

const QUOTES: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' };

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
  return token.charAt(0) in QUOTES || /^[\p{L}_]/u.test(token);
}

/** What a token names. */
export function nameOf(token: string): string {
  const end = QUOTES[token.charAt(0)];
  return end === undefined ? token : token.slice(1, -1).replaceAll(end + end, end);
}
