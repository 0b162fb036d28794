import { describe, expect, it } from 'vitest';
import { differsInOrder } from './differs-in-order.js';

const mood = (left: string | null, right: string | null) => ({ kind: 'enum', name: 'public."Mood"', left, right });

describe('differsInOrder', () => {
  it.each([
    ['the same values in another order', mood(`'a', 'it''s', E'x\\\\y'`, `E'x\\\\y', 'a', 'it''s'`), true],
    ['a value more', mood(`'a', 'b'`, `'b', 'a', 'c'`), false],
    ['a value that holds what looks like two', mood(`'a'', ''b'`, `'a', 'b'`), false],
    ['one that is only on one side', mood(`'a'`, null), false],
    ['an empty one that is only on one side', mood(null, ''), false],
    ['lines of something else', { ...mood(`'a', 'b'`, `'b', 'a'`), kind: 'view' }, false],
  ])('%s', (_, difference, expected) => {
    expect(differsInOrder(difference)).toBe(expected);
  });
});
