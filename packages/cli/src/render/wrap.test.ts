import { describe, expect, it } from 'vitest';
import { wrap } from './wrap.js';

describe('wrap', () => {
  it('breaks at spaces and indents what follows', () => {
    expect(wrap('one two three four', { width: 9, indent: '  ' })).toBe('one two\n  three\n  four');
  });

  it('counts what is in the first line already', () => {
    expect(wrap('one two', { width: 9, taken: 5 })).toBe('one\ntwo');
  });

  it('keeps commands in backticks whole', () => {
    expect(wrap('Run `orchestrate upgrade --all`, then look', { width: 20 })).toBe(
      'Run\n`orchestrate upgrade --all`,\nthen look',
    );
  });

  it('keeps the lines and the indentation that are there', () => {
    expect(wrap('Lost:\n  - table Post\n  - table Tag', { width: 80 })).toBe('Lost:\n  - table Post\n  - table Tag');
  });

  it('leaves text alone that has no limit', () => {
    const text = 'a word '.repeat(50).trim();
    expect(wrap(text, { width: Number.POSITIVE_INFINITY })).toBe(text);
  });

  it('does not lose a backtick that has no partner', () => {
    expect(wrap('a ` b', { width: 80 })).toBe('a ` b');
  });
});
