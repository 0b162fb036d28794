import { describe, expect, it } from 'vitest';
import { readLines, readTextLines } from './read-lines.js';

async function* chunks(...parts: readonly (Uint8Array | string)[]) {
  yield* parts;
}

async function linesOf(parts: readonly (Uint8Array | string)[], longestBytes?: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(chunks(...parts), longestBytes)) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it.each<[string, readonly (Uint8Array | string)[], readonly string[]]>([
    ['nothing', [], []],
    ['one chunk of several lines', ['a\nb\n\nc\n'], ['a', 'b', '', 'c']],
    ['a line in several chunks', ['a', 'b', 'c\nd'], ['abc', 'd']],
    ['ends of Windows, cut in two', ['a\r', '\nb\r\n'], ['a', 'b']],
    ['a letter that is cut in two', [Buffer.from([0xc3]), Buffer.from([0xa4, 0x0a])], ['ä']],
    ['bytes that are no UTF-8', [Buffer.from([0xff, 0x0a])], ['\uFFFD']],
    ['separators that are none here', ['a\u2028b\u0085c\n'], ['a\u2028b\u0085c']],
  ])('%s', async (_name, parts, lines) => {
    expect(await linesOf(parts)).toEqual(lines);
  });

  it('takes a line of 50 MB', async () => {
    const part = 'x'.repeat(65_536);
    const [line] = await linesOf([...Array.from({ length: 800 }, () => part), '\n']);
    expect(line?.length).toBe(800 * 65_536);
  });

  it('does not wait for the end of a line that never ends', async () => {
    await expect(linesOf(['ab', 'cd', 'ef\n'], 5)).rejects.toThrow(RangeError);
    expect(await linesOf(['abcde\nabcde'], 5)).toEqual(['abcde', 'abcde']);
  });

  it('leaves out, on demand, what is no UTF-8', async () => {
    const lines: (string | null)[] = [];
    for await (const line of readTextLines(chunks('a\n', Buffer.from([0xff, 0x0a]), 'b\uFFFD'))) lines.push(line);
    expect(lines).toEqual(['a', null, 'b\uFFFD']);
  });
});
