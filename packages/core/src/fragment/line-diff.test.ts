import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineDiff } from './line-diff.js';

it.each([
  ['nothing', 'a\nb\n', 'a\nb\n', ''],
  ['line endings only', 'a\r\nb', 'a\nb\n', ''],
  ['a new file', null, 'a\nb\n', '@@ -1 +1 @@\n+a\n+b'],
  ['a removed line', 'a\nb\nc\nd\ne\n', 'a\nb\nd\ne\n', '@@ -1 +1 @@\n a\n b\n-c\n d\n e'],
  [
    'two places',
    'x\na\nb\nc\nd\ne\nf\ny\n',
    'X\na\nb\nc\nd\ne\nf\nY\n',
    '@@ -1 +1 @@\n-x\n+X\n a\n b\n@@ -6 +6 @@\n e\n f\n-y\n+Y',
  ],
])('shows %s', (_name, before, after, expected) => {
  expect(lineDiff({ before, after })).toBe(expected);
});

it('shows the fewest changes that there are', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const changes = lineDiff({ before: before.join('\n'), after: after.join('\n') }).match(/^[+-]/gm) ?? [];
      expect(changes.length).toBe(before.length + after.length - 2 * inCommon(before, after));
    }),
  );
});

/** How many lines two texts have in common, in their order. */
function inCommon([first, ...rest]: readonly string[], after: readonly string[]): number {
  if (first === undefined) return 0;
  const at = after.indexOf(first);
  const without = inCommon(rest, after);
  return at < 0 ? without : Math.max(without, 1 + inCommon(rest, after.slice(at + 1)));
}

it('finds small changes in large texts', () => {
  const lines = Array.from({ length: 50_000 }, (_, at) => `line ${at}`);
  const after = ['first', ...lines.slice(0, 25_000), ...lines.slice(25_001), 'last'].join('\n');
  expect(lineDiff({ before: lines.join('\n'), after })).toBe(
    '@@ -1 +1 @@\n+first\n line 0\n line 1\n@@ -24999 +25000 @@\n line 24998\n line 24999\n-line 25000\n line 25001\n line 25002\n@@ -49999 +49999 @@\n line 49998\n line 49999\n+last',
  );
});

it('shows texts that have nothing in common as a whole', () => {
  const text = (word: string): string => Array.from({ length: 3_000 }, (_, at) => `${word} ${at}`).join('\n');
  expect(lineDiff({ before: text('old'), after: text('new') }).split('\n')).toHaveLength(6_001);
});

it('shows every line that is gone or new', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const shown = lineDiff({ before: before.join('\n'), after: after.join('\n') }).split('\n');
      const count = (all: readonly string[], line: string) => all.filter((each) => each === line).length;
      for (const line of ['a', 'b', 'c', 'd']) {
        expect(count(shown, `+${line}`) - count(shown, `-${line}`)).toBe(count(after, line) - count(before, line));
      }
    }),
  );
});
