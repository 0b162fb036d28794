import type { FragmentFile, Place } from './fragment.js';

/** A run of composed text that comes from one place. */
interface Segment {
  /** Offset in the composed text. */
  readonly start: number;
  /** Null for the header. */
  readonly from: Place | null;
  /** Text of the composer's own: all of it comes from the one place. */
  readonly inserted: boolean;
}

/** Text with the place that each part of it comes from. */
export class ComposedText {
  readonly #parts: string[] = [];
  readonly #segments: Segment[] = [];
  #length = 0;

  /** Appends text of the composer's own. */
  insert(text: string, from: Place | null): void {
    if (text === '') return;
    this.#segments.push({ start: this.#length, from, inserted: true });
    this.#append(text);
  }

  /** Appends a part of a fragment's file as it is; only the line endings become `\n`. */
  copy(file: FragmentFile, range: { readonly start: number; readonly end: number }): void {
    let { start } = range;
    while (start < range.end) {
      this.#segments.push({ start: this.#length, from: { file, offset: start }, inserted: false });
      const found = file.text.indexOf('\r', start);
      const carriageReturn = found < 0 || found >= range.end ? range.end : found;
      this.#append(file.text.slice(start, carriageReturn));
      if (carriageReturn === range.end) return;
      this.#append('\n');
      const isPair = file.text[carriageReturn + 1] === '\n' && carriageReturn + 1 < range.end;
      start = carriageReturn + (isPair ? 2 : 1);
    }
  }

  /** Ends the last line, where it has no end yet. */
  endLine(from: Place | null): void {
    if (this.#length > 0 && !this.#parts.at(-1)?.endsWith('\n')) this.insert('\n', from);
  }

  get length(): number {
    return this.#length;
  }

  toString(): string {
    return this.#parts.join('');
  }

  /** Where the character at an offset comes from. */
  origin(offset: number): { readonly place: Place; readonly inserted: boolean } | null {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#segments[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const segment = this.#segments[low];
    if (segment === undefined || segment.from === null) return null;
    const { from, inserted, start } = segment;
    return { place: inserted ? from : { file: from.file, offset: from.offset + offset - start }, inserted };
  }

  #append(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
  }
}
