import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberHeap } from './number-heap.js';

describe('numberHeap', () => {
  it('gives the least of what is left, whatever is pushed between', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer())), (steps) => {
        const heap = numberHeap();
        let left: number[] = [];
        for (const step of steps) {
          if (step !== null) {
            heap.push(step);
            left.push(step);
            continue;
          }
          left.sort((first, second) => first - second);
          expect(heap.pop()).toBe(left[0]);
          left = left.slice(1);
        }
      }),
    );
  });
});
