/** A binary heap of numbers: the least comes out first. */
export interface NumberHeap {
  push(value: number): void;
  /** Undefined when nothing is left. */
  pop(): number | undefined;
}

/** An empty heap. */
export function numberHeap(): NumberHeap {
  const values: number[] = [];
  const at = (index: number): number => values[index] ?? Number.POSITIVE_INFINITY;

  function swap(left: number, right: number): void {
    const kept = at(left);
    values[left] = at(right);
    values[right] = kept;
  }

  return {
    push(value) {
      let index = values.push(value) - 1;
      while (index > 0) {
        const above = (index - 1) >> 1;
        if (at(above) <= at(index)) return;
        swap(above, index);
        index = above;
      }
    },

    pop() {
      const least = values[0];
      const last = values.pop();
      if (last === undefined || values.length === 0) return least;
      values[0] = last;
      for (let index = 0; ; ) {
        const left = index * 2 + 1;
        const smaller = at(left + 1) < at(left) ? left + 1 : left;
        if (at(index) <= at(smaller)) return least;
        swap(index, smaller);
        index = smaller;
      }
    },
  };
}
