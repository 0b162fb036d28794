import { describe, expect, it } from 'vitest';
import { describeDifference, describeDifferences } from './describe-difference.js';

const WORDS = { onlyLeft: 'is missing', onlyRight: 'is there besides' };

describe('describeDifference', () => {
  it('shows the lines that differ, and how many more there are', () => {
    const lines = Array.from({ length: 12 }, (_, at) => `column c${at}`).join('\n');
    expect(describeDifference({ kind: 'table', name: 'a', left: `same\n${lines}`, right: 'same\nnew' }, WORDS)).toBe(
      ['table a:', ...Array.from({ length: 8 }, (_, at) => `  - column c${at}`), '  … 5 more'].join('\n'),
    );
  });

  it('says what only one side has', () => {
    expect(describeDifference({ kind: 'view', name: 'v', left: null, right: 'x' }, WORDS)).toBe(
      'view v is there besides',
    );
    expect(describeDifference({ kind: 'view', name: 'v', left: 'x', right: null }, WORDS)).toBe('view v is missing');
  });

  it('leaves out what hangs on a table that only one side has', () => {
    const index = { kind: 'index', name: 'i', table: 'a', left: 'x', right: null };
    const table = { kind: 'table', name: 'a', table: 'a', left: 'x', right: null };
    expect(describeDifferences([index, table, { ...index, name: 'j', table: 'b' }], WORDS)).toBe(
      'table a is missing\nindex j is missing',
    );
    expect(describeDifferences([index], WORDS)).toBe('index i is missing');
  });
});
