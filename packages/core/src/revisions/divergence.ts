import type { RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

/** An extension whose history has branches that nothing joins. */
export interface Divergence {
  readonly extension: string;
  /** The last revision that all heads have in common; null when they share none. */
  readonly forkPoint: RevisionId | null;
  /** At least two, in plan order. */
  readonly heads: readonly RevisionId[];
}

/** The extensions that have several heads, in code-unit order. Branches that a merge revision joined are none. */
export function findDivergence(graph: RevisionGraph): readonly Divergence[] {
  return graph.extensions.flatMap((extension) => {
    const heads = graph.headsOf(extension);
    return heads.length < 2 ? [] : [{ extension, forkPoint: findForkPoint(graph, heads), heads }];
  });
}

function findForkPoint(graph: RevisionGraph, heads: readonly RevisionId[]): RevisionId | null {
  const [first, ...others] = heads;
  if (first === undefined) return null;
  let common = lineage(graph, first);
  for (const head of others) {
    const other = lineage(graph, head);
    common = new Set([...common].filter((id) => other.has(id)));
    if (common.size === 0) return null;
  }
  let last: RevisionId | null = null;
  for (const id of common) {
    if (last === null || (graph.positions.get(id) ?? 0) > (graph.positions.get(last) ?? 0)) last = id;
  }
  return last;
}

/** A revision and what it follows within its extension. */
function lineage(graph: RevisionGraph, head: RevisionId): ReadonlySet<RevisionId> {
  const found = new Set([head]);
  // A set visits what is added while it is walked.
  for (const id of found)
    for (const parent of graph.byId.get(id)?.parents ?? []) if (graph.byId.has(parent)) found.add(parent);
  return found;
}
