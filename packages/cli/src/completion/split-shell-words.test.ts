import { describe, expect, it } from 'vitest';
import { splitShellWords } from './split-shell-words.js';

describe('splitShellWords', () => {
  it.each<[string, readonly string[], '"' | "'" | null]>([
    ['', [''], null],
    ['orchestrate ', ['orchestrate', ''], null],
    ['orchestrate  up', ['orchestrate', 'up'], null],
    ['a "b c" d', ['a', 'b c', 'd'], null],
    ['a "b c', ['a', 'b c'], '"'],
    ["a 'b \\' c", ['a', 'b \\', 'c'], null],
    ['a\\ b', ['a b'], null],
    ['a "\\"b\\c"', ['a', '"b\\c'], null],
    ['--target="x y', ['--target=x y'], '"'],
    ['a ""', ['a', ''], null],
    ['a "" b', ['a', '', 'b'], null],
    ['a b\\', ['a', 'b\\'], null],
    ['a $(touch x', ['a', '$(touch', 'x'], null],
  ])('%j', (line, texts, quote) => {
    const words = splitShellWords(line);
    expect(words.map(({ text }) => text)).toEqual(texts);
    expect(words.at(-1)?.quote).toBe(quote);
  });
});
