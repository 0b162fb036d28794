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
