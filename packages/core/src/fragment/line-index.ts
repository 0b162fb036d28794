import { skipNewline } from './characters.js';

/** Line and column of an offset, both 1-based; columns in UTF-16 code units, as editors count. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets of one text into lines and columns; reads the text at the first question only. */
export class LineIndex {
  readonly #text: string;
  #starts: number[] | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** An offset behind the end counts as the end. */
  at(offset: number): LineColumn {
    this.#starts ??= lineStarts(this.#text);
    const starts = this.#starts;
    const wanted = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: wanted - (starts[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; ) {
    const next = skipNewline(text, at, text.length);
    if (next > at) starts.push(next);
    at = next > at ? next : at + 1;
  }
  return starts;
}
