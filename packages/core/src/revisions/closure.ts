import type { RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

/** The given revisions and everything that they need, through `parent` and `requires`. */
export function ancestorsOf(graph: RevisionGraph, ids: Iterable<RevisionId>): ReadonlySet<RevisionId> {
  return closureOf(ids, graph.prerequisitesOf);
}

/** The given revisions and everything that needs them, through `parent` and `requires`. */
export function descendantsOf(graph: RevisionGraph, ids: Iterable<RevisionId>): ReadonlySet<RevisionId> {
  return closureOf(ids, graph.dependentsOf);
}

function closureOf(
  ids: Iterable<RevisionId>,
  next: (id: RevisionId) => readonly RevisionId[],
): ReadonlySet<RevisionId> {
  const found = new Set(ids);
  // A set visits what is added while it is walked.
  for (const id of found) for (const other of next(id)) found.add(other);
  return found;
}
