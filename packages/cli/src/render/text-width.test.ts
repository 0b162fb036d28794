import { describe, expect, it } from 'vitest';
import { COLOURED } from './look.test-support.js';
import { sliceToWidth, textWidth } from './text-width.js';

describe('textWidth', () => {
  it.each<[string, number]>([
    ['', 0],
    ['plain', 5],
    ['übung', 5],
    ['u\u0308bung', 5],
    ['日本', 4],
    ['한글', 4],
    ['Ａ', 2],
    ['🚀', 2],
    ['✔ … ─', 5],
    [COLOURED.red('red'), 3],
  ])('%j takes %i columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe('sliceToWidth', () => {
  it.each<[string, number, string]>([
    ['plain', 3, 'pla'],
    ['日本語', 5, '日本'],
    ['ab', 9, 'ab'],
    ['🚀', 1, ''],
  ])('%j in %i', (text, width, expected) => {
    expect(sliceToWidth(text, width)).toBe(expected);
  });
});
