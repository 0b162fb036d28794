/** Nodes by number, with the nodes that each one needs first. */
export interface CycleSearch {
  /** Smaller numbers are named first. */
  readonly nodes: readonly number[];
  readonly prerequisites: readonly (readonly number[])[];
}

/**
 * One shortest cycle through the least node of every knot (strongly connected component). Each node of a cycle needs
 * the one after it, and the last needs the first.
 */
export function findCycles({ nodes, prerequisites }: CycleSearch): readonly (readonly number[])[] {
  const cycles: (readonly number[])[] = [];
  for (const knot of findKnots({ nodes, prerequisites })) {
    const cycle = shortestCycle(leastOf(knot), knot, prerequisites);
    if (cycle !== null) cycles.push(cycle);
  }
  return cycles.sort((left, right) => (left[0] ?? 0) - (right[0] ?? 0));
}

/** Spreading a large set into `Math.min` would overflow the stack. */
function leastOf(values: ReadonlySet<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < least) least = value;
  return least;
}

/** Tarjan's algorithm with a stack of its own: a chain of 50,000 revisions must not overflow the other one. */
function findKnots({ nodes, prerequisites }: CycleSearch): readonly ReadonlySet<number>[] {
  const visited = new Map<number, { readonly index: number; low: number; open: boolean }>();
  const open: number[] = [];
  const knots: ReadonlySet<number>[] = [];
  const visit = (node: number) => {
    const state = { index: visited.size, low: visited.size, open: true };
    visited.set(node, state);
    open.push(node);
    return { node, state, next: 0 };
  };
  for (const start of nodes) {
    if (visited.has(start)) continue;
    const path = [visit(start)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const prerequisite = prerequisites[frame.node]?.[frame.next];
      frame.next += 1;
      if (prerequisite !== undefined) {
        const known = visited.get(prerequisite);
        if (known === undefined) path.push(visit(prerequisite));
        else if (known.open) frame.state.low = Math.min(frame.state.low, known.index);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) above.state.low = Math.min(above.state.low, frame.state.low);
      if (frame.state.low !== frame.state.index) continue;
      const knot = new Set(open.splice(open.lastIndexOf(frame.node)));
      for (const node of knot) {
        const state = visited.get(node);
        if (state !== undefined) state.open = false;
      }
      knots.push(knot);
    }
  }
  return knots;
}

/** Breadth first along prerequisites, inside one knot, until the start comes up again. */
function shortestCycle(
  start: number,
  knot: ReadonlySet<number>,
  prerequisites: readonly (readonly number[])[],
): readonly number[] | null {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (let index = 0; index < queue.length; index += 1) {
    const node = queue[index] as number;
    for (const prerequisite of prerequisites[node] ?? []) {
      if (prerequisite === start) {
        const cycle = [node];
        for (let back = cameFrom.get(node); back !== undefined; back = cameFrom.get(back)) cycle.push(back);
        return cycle.reverse();
      }
      if (!knot.has(prerequisite) || cameFrom.has(prerequisite)) continue;
      cameFrom.set(prerequisite, node);
      queue.push(prerequisite);
    }
  }
  return null;
}
