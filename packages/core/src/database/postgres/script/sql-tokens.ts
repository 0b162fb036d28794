/** A token of PostgreSQL's SQL, by its place in the text. */
export interface SqlToken {
  /** `name` is a quoted identifier, `word` a bare one or a keyword, `other` a number or a single character. */
  readonly kind: 'blank' | 'string' | 'name' | 'word' | 'other';
  readonly start: number;
  readonly end: number;
}

const WHITE = /\s+|--[^\n\r]*/y;
const WORD = /[\p{L}_\u0080-\u{10ffff}][\p{L}\p{N}_$\u0080-\u{10ffff}]*/uy;
const NUMBER = /\d[\w.]*/y;
const DOLLAR = /\$(?:[\p{L}_\u0080-\u{10ffff}][\p{L}\p{N}_\u0080-\u{10ffff}]*)?\$/uy;
const COMMENT_EDGE = /\/\*|\*\//g;
const ESCAPED_PART = /[^'\\]*(\\[\s\S]|'|\\?$)/y;
/** A string that goes on in a later line goes on with the same rules. */
const CONTINUATION = /[^\S\n\r]*(?:--[^\n\r]*)?[\n\r]\s*'/y;

/**
 * The tokens of a text, gapless and in order, as PostgreSQL's own scanner tells them apart with
 * `standard_conforming_strings` on: https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 *
 * A doubled quote ends one string and begins the next, which comes to the same. What is not terminated runs to the end.
 */
export function* readTokens(sql: string): Generator<SqlToken> {
  for (let start = 0; start < sql.length; ) {
    const token = tokenAt(sql, start);
    yield token;
    start = token.end;
  }
}

function tokenAt(sql: string, start: number): SqlToken {
  const first = sql.charAt(start);
  if (first === "'") return { kind: 'string', start, end: after(sql, "'", start + 1) };
  if (first === '"') return { kind: 'name', start, end: after(sql, '"', start + 1) };
  if (first === '/' && sql[start + 1] === '*') return { kind: 'blank', start, end: commentEnd(sql, start) };
  if (first === '$') {
    const mark = matchAt(DOLLAR, sql, start);
    if (mark > start) return { kind: 'string', start, end: after(sql, sql.slice(start, mark), mark) };
  }
  if ((first === 'e' || first === 'E') && sql[start + 1] === "'") {
    return { kind: 'string', start, end: escapedEnd(sql, start + 2) };
  }
  const word = matchAt(WORD, sql, start);
  if (word > start) return { kind: 'word', start, end: word };
  const blank = matchAt(WHITE, sql, start);
  if (blank > start) return { kind: 'blank', start, end: blank };
  const number = matchAt(NUMBER, sql, start);
  return { kind: 'other', start, end: number > start ? number : start + 1 };
}

/** Where a match ends that begins at `start`; `start` itself without one. */
function matchAt(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}

function after(sql: string, mark: string, from: number): number {
  const at = sql.indexOf(mark, from);
  return at < 0 ? sql.length : at + mark.length;
}

// Comments nest.
function commentEnd(sql: string, start: number): number {
  COMMENT_EDGE.lastIndex = start;
  let depth = 0;
  for (let edge = COMMENT_EDGE.exec(sql); edge !== null; edge = COMMENT_EDGE.exec(sql)) {
    depth += edge[0] === '/*' ? 1 : -1;
    if (depth === 0) return COMMENT_EDGE.lastIndex;
  }
  return sql.length;
}

function escapedEnd(sql: string, from: number): number {
  ESCAPED_PART.lastIndex = from;
  for (let part = ESCAPED_PART.exec(sql); part !== null; part = ESCAPED_PART.exec(sql)) {
    const end = ESCAPED_PART.lastIndex;
    if (end === sql.length) return end;
    if (part[1] !== "'") continue;
    if (sql[end] === "'") ESCAPED_PART.lastIndex = end + 1;
    else if (matchAt(CONTINUATION, sql, end) > end) ESCAPED_PART.lastIndex = CONTINUATION.lastIndex;
    else return end;
  }
  return sql.length;
}

/** The text from its first token to its last, without the blanks and comments around it. */
export function trimBlanks(sql: string): string {
  let start: number | null = null;
  let end = 0;
  for (const token of readTokens(sql)) {
    if (token.kind === 'blank') continue;
    start ??= token.start;
    end = token.end;
  }
  return sql.slice(start ?? end, end);
}
