import { describe, expect, it } from 'vitest';
import { parseJsonc } from './parse-jsonc.js';

describe('parseJsonc', () => {
  it.each([
    ['plain JSON', '{ "a": [1, "x", null] }', { a: [1, 'x', null] }],
    ['comments', '// first\n{ /* a */ "a": 1 // last\n}', { a: 1 }],
    ['commas at the end', '{ "a": [1, 2, ], "b": {}, // why\n }', { a: [1, 2], b: {} }],
    ['a line of slashes behind a comma', `[1,\n${'/'.repeat(10_000)}\n2, /* ] */ // }\n]`, [1, 2]],
    ['strings that look like them', '{ "a": "// no, ]", "b\\"/*": "*/,}" }', { a: '// no, ]', 'b"/*': '*/,}' }],
  ])('reads %s', (_name, text, expected) => {
    expect(parseJsonc(text)).toEqual(expected);
  });

  it.each(['', '{', '{ "a": 1 "b": 2 }', '{ "a": , }', '[,]', '{ /* open }', "{ 'a': 1 }"])('refuses %j', (text) => {
    expect(() => parseJsonc(text)).toThrow(SyntaxError);
  });
});
