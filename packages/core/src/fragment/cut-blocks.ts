import { isBlank, isNewline, lineEnd, skipBlanks, skipNewline } from './characters.js';
import type { Span } from './parsed-file.js';
import type { TextChange } from './text-change.js';

/**
 * A block, or a member of one, with what belongs to it: the comments right above, doc comments or not, and a comment behind it.
 * Whole lines, unless it shares one with something else.
 */
export function spanWithComments(text: string, { span }: { readonly span: Span }): Span {
  let start = lineStartOf(text, span.start);
  if (!isBlankBetween(text, start, span.start)) return span;
  while (start > 0) {
    const above = lineStartOf(text, endOfLineAbove(text, start));
    const first = skipBlanks(text, above, start);
    if (!text.startsWith('//', first)) break;
    start = above;
  }
  const rest = skipBlanks(text, span.end, text.length);
  const end = lineEnd(text, rest, text.length);
  return rest === end || text.startsWith('//', rest) ? { start, end } : { start, end: span.end };
}

/** Takes parts out of a text, with the blank lines that would be left twice; all else stays as it is, to the character. */
export function cutSpans(text: string, spans: readonly Span[]): readonly TextChange[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((left, right) => left.start - right.start)) {
    const last = merged.at(-1);
    if (last !== undefined && text.slice(last.end, span.start).trim() === '') {
      merged[merged.length - 1] = { start: last.start, end: span.end };
    } else merged.push(span);
  }
  return merged.map((span) => ({ ...withBlankLines(text, span), text: '' }));
}

function withBlankLines(text: string, { start, end }: Span): Span {
  const isLineStart = start === 0 || isNewline(text.charCodeAt(start - 1));
  const isLineEnd = end === text.length || isNewline(text.charCodeAt(end));
  if (!isLineStart || !isLineEnd) return { start, end };
  const after = skipNewline(text, end, text.length);
  const next = afterBlankLines(text, after);
  const isAlone = start === 0 || isBlankLineAbove(text, start);
  if (next < text.length) return { start, end: isAlone ? next : after };
  // Nothing follows: the blank lines above have nothing left to part.
  let first = start;
  while (first > 0 && isBlankLineAbove(text, first)) first = lineStartOf(text, endOfLineAbove(text, first));
  return { start: first, end: text.length };
}

function afterBlankLines(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const end = skipBlanks(text, at, text.length);
    if (end < text.length && !isNewline(text.charCodeAt(end))) return at;
    at = end < text.length ? skipNewline(text, end, text.length) : text.length;
  }
  return at;
}

function isBlankLineAbove(text: string, lineStart: number): boolean {
  if (lineStart === 0) return false;
  const end = endOfLineAbove(text, lineStart);
  return isBlankBetween(text, lineStartOf(text, end), end);
}

/** Where the line above ends, its newline excluded. */
function endOfLineAbove(text: string, lineStart: number): number {
  const isPair = text[lineStart - 1] === '\n' && text[lineStart - 2] === '\r';
  return lineStart - (isPair ? 2 : 1);
}

/** Where the line that holds `at` starts. */
export function lineStartOf(text: string, at: number): number {
  let start = at;
  while (start > 0 && !isNewline(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

function isBlankBetween(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (!isBlank(text.charCodeAt(at))) return false;
  return true;
}
