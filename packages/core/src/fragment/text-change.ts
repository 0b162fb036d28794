import type { Span } from './parsed-file.js';

/** A part of a text that gives way to another. */
export interface TextChange extends Span {
  readonly text: string;
}

/** The text with its changes made; all that is in none of them stays as it is. Insertions at one place keep their order. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const ordered = [...changes].sort((left, right) => left.start - right.start || left.end - right.end);
  let done = 0;
  let changed = '';
  for (const { start, end, text: put } of ordered) {
    if (start < done) throw new Error(`Two changes overlap at offset ${start}.`);
    changed += text.slice(done, start) + put;
    done = end;
  }
  return changed + text.slice(done);
}
