import { isNewline, lineEnd, skipNewline } from './characters.js';

/** Lines around a change that are shown with it. */
const CONTEXT = 2;

/** Texts that differ in more lines have hardly anything in common; then finding it takes long. */
const MOST_EDITS = 2_000;

type Line = { readonly sign: ' ' | '-' | '+'; readonly text: string };

/** Two texts. */
export interface LineDiffOptions {
  /** Null for a file that is new. */
  readonly before: string | null;
  readonly after: string;
}

/**
 * What changes between two texts as `diff -u` shows it: lines with `-`, `+` or a blank before them, each run of changes
 * under a line that says where it is. Empty where only line endings differ, or nothing.
 */
export function lineDiff({ before, after }: LineDiffOptions): string {
  const lines = diffLines(before === null ? [] : linesOf(before), linesOf(after));
  const isShown = lines.map((_, at) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ sign }) => sign !== ' '),
  );
  let [left, right] = [0, 0];
  const shown: string[] = [];
  for (const [at, { sign, text }] of lines.entries()) {
    if (sign !== '+') left += 1;
    if (sign !== '-') right += 1;
    if (isShown[at] !== true) continue;
    if (isShown[at - 1] !== true) shown.push(`@@ -${Math.max(left, 1)} +${Math.max(right, 1)} @@`);
    // No blank at the end of a line that is empty.
    shown.push(text === '' ? sign.trimEnd() : `${sign}${text}`);
  }
  return shown.join('\n');
}

function linesOf(text: string): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = lineEnd(text, at, text.length);
    lines.push(text.slice(at, end));
    at = isNewline(text.charCodeAt(end)) ? skipNewline(text, end, text.length) : text.length;
  }
  return lines;
}

/** What is between the same beginning and the same end is compared. */
function diffLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let tail = 0;
  const rest = Math.min(before.length, after.length) - start;
  while (tail < rest && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (text: string): Line => ({ sign: ' ', text });
  return [
    ...before.slice(0, start).map(same),
    ...diffMiddle(before.slice(start, before.length - tail), after.slice(start, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/**
 * The fewest edits, found as by E. Myers, "An O(ND) Difference Algorithm": time and memory go by how many lines differ,
 * not by how many there are.
 */
function diffMiddle(before: readonly string[], after: readonly string[]): readonly Line[] {
  // By the number of edits: how far of `before` they lead at most, on each diagonal (lines of `before` less lines of `after`).
  const reached: ReadonlyMap<number, number>[] = [];
  for (let edits = 0; edits <= Math.min(before.length + after.length, MOST_EDITS); edits += 1) {
    const furthest = new Map<number, number>();
    reached.push(furthest);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let at = edits === 0 ? 0 : (stepTo(diagonal, { before, after, last: reached[edits - 1] })?.at ?? null);
      if (at === null) continue;
      while (at < before.length && at - diagonal < after.length && before[at] === after[at - diagonal]) at += 1;
      furthest.set(diagonal, at);
      if (at === before.length && at - diagonal === after.length) return walkBack(reached, { before, after });
    }
  }
  return [...before.map((text): Line => ({ sign: '-', text })), ...after.map((text): Line => ({ sign: '+', text }))];
}

interface Sides {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The edit that leads furthest on a diagonal, and where to. */
function stepTo(
  diagonal: number,
  { before, after, last }: Sides & { readonly last: ReadonlyMap<number, number> | undefined },
): { readonly sign: '-' | '+'; readonly at: number } | null {
  const [left, above] = [last?.get(diagonal - 1) ?? before.length, last?.get(diagonal + 1) ?? -1];
  const removed = left < before.length ? left + 1 : -1;
  const added = above - diagonal <= after.length ? above : -1;
  if (removed < 0 && added < 0) return null;
  return added >= removed ? { sign: '+', at: added } : { sign: '-', at: removed };
}

/** The lines of the way that was found, from its end. */
function walkBack(reached: readonly ReadonlyMap<number, number>[], { before, after }: Sides): readonly Line[] {
  const lines: Line[] = [];
  let [left, right] = [before.length, after.length];
  const keep = (until: number): void => {
    for (; left > until; left -= 1, right -= 1) lines.push({ sign: ' ', text: before[left - 1] ?? '' });
  };
  for (let edits = reached.length - 1; edits > 0; edits -= 1) {
    const step = stepTo(left - right, { before, after, last: reached[edits - 1] });
    if (step === null) break;
    keep(step.at);
    const { sign } = step;
    if (sign === '-') left -= 1;
    else right -= 1;
    lines.push({ sign, text: (sign === '-' ? before[left] : after[right]) ?? '' });
  }
  keep(0);
  return lines.reverse();
}
