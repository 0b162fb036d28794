import { newlineOf } from '../fragment/newline-of.js';
import type { TextChange } from '../fragment/text-change.js';
import type { JsonLines } from './json-layout.js';

/** A place in a text. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** One more item for an object or a list, and how to write it. */
export interface Insertion {
  /** With its brackets. */
  readonly parent: Range & { readonly kind: 'object' | 'array' };
  /** What it holds already, in order. */
  readonly items: readonly Range[];
  /** What a level is indented by. */
  readonly unit: string;
  /** Whether the item gets a line of its own where it is the first. */
  readonly hasLines: boolean;
  /** The text of the item; `null` where it is to stand on a line with others. */
  readonly put: (lines: JsonLines | null) => string;
}

/** The changes that put an item behind the others, as its neighbours are written; comments and all else stay. */
export function insertItem(text: string, insertion: Insertion): readonly TextChange[] {
  const last = insertion.items.at(-1);
  return last === undefined ? insertFirst(text, insertion) : insertAfter(text, last, insertion);
}

/** Into an empty object or list; only space goes for it. */
function insertFirst(text: string, { parent, unit, hasLines, put }: Insertion): readonly TextChange[] {
  const inside = text.slice(parent.start + 1, parent.end - 1);
  const kept = inside.trimEnd();
  if (kept === '' && !hasLines) {
    const item = put(null);
    return [{ start: parent.start + 1, end: parent.end - 1, text: parent.kind === 'object' ? ` ${item} ` : item }];
  }
  const outer = /^[ \t]*/.exec(text.slice(lineStart(text, parent.start)))?.[0] ?? '';
  const newline = newlineOf(text);
  const item = put({ newline, outer: outer + unit, unit });
  const start = parent.start + 1 + kept.length;
  return [{ start, end: parent.end - 1, text: `${newline}${outer}${unit}${item}${newline}${outer}` }];
}

/** Each comment can be read in one way only, else a line of slashes would be tried in all. */
const UP_TO_COMMA = /^(?:\s|\/\/[^\r\n]*(?=[\r\n]|$)|\/\*(?:(?!\*\/)[\s\S])*\*\/)*,/;

function insertAfter(text: string, last: Range, { parent, unit, put }: Insertion): readonly TextChange[] {
  const space = /\s*$/.exec(text.slice(0, last.start))?.[0] ?? '';
  const isOnLine = !/[\r\n]/.test(space);
  const outer = /[^\r\n]*$/.exec(space)?.[0] ?? '';
  const item = put(isOnLine ? null : { newline: newlineOf(text), outer, unit });
  const comma = UP_TO_COMMA.exec(text.slice(last.end, parent.end))?.[0];
  const end = last.end + (comma?.length ?? 0);
  const separator = isOnLine ? ' ' : space;
  // A comment on its line belongs to the last one.
  const after = isOnLine ? end : end + remarkLength(text.slice(end));
  return comma === undefined
    ? [
        { start: last.end, end: last.end, text: ',' },
        { start: after, end: after, text: separator + item },
      ]
    : [{ start: after, end: after, text: `${separator}${item},` }];
}

/** The comments that follow on the same line, as far as they end on it. */
function remarkLength(text: string): number {
  return /^(?:[ \t]*(?:\/\*(?:(?!\*\/)[^\r\n])*\*\/|\/\/[^\r\n]*))*/.exec(text)?.[0].length ?? 0;
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}
