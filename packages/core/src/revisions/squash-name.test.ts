import { describe, expect, it } from 'vitest';
import { squashName } from './squash-name.js';

const A = '20260101000000_a';
const B = '20260102000000_b';

describe('squashName', () => {
  it.each<[string, readonly string[], readonly string[], string]>([
    ['a second after the last', [A, B], [A, B], '20260102000001_squashed'],
    ['and before the next', [A, B], [A, B, '20260102000001_z'], '20260102000001_squashed'],
    ['where the next is as close', [A, B], [A, B, '20260102000001_c'], '20260102000000_b_squashed'],
    ['where the next is in the same second', [A, B], [A, B, '20260102000000_c'], '20260102000000_b_squashed'],
    ['by name, whatever the order of parents is', [B, A], [A, B], '20260102000001_squashed'],
    ['without timestamps', ['0001_init', '0002_more'], ['0001_init', '0002_more', '0003_next'], '0002_more_squashed'],
    ['once more', ['a', 'b'], ['a', 'b', 'b_squashed'], 'b_squashed_2'],
    ['beside one of that name', [A, B], [A, B, '20260102000001_squashed'], '20260102000000_b_squashed'],
  ])('comes %s', (_name, folded, existing, expected) => {
    const name = squashName({ message: 'Squashed', folded, existing });
    expect(name).toBe(expected);
    for (const other of folded) expect(name > other).toBe(true);
  });
});
