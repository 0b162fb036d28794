import { isNewline, lineEnd, skipNewline } from './characters.js';

/** Lines around a change that are shown with it. */
const CONTEXT = 2;

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
    shown.push(`${sign}${text}`.trimEnd());
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

/** By the longest common subsequence of what is between the same beginning and the same end. */
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

function diffMiddle(before: readonly string[], after: readonly string[]): readonly Line[] {
  // lengths[i][j]: how many lines before[i…] and after[j…] have in common.
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const lengthAt = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = lengths[i] as Uint32Array;
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      lines.push({ sign: ' ', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      lines.push({ sign: '-', text: old });
      i += 1;
    } else {
      lines.push({ sign: '+', text: now ?? '' });
      j += 1;
    }
  }
  return lines;
}
