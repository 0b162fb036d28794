import type { RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

/**
 * Revisions that came late, in plan order: not applied, though one after it of the same extension is, or one that needs
 * it. A branch that was merged after others had gone on leaves such ones; the next upgrade applies them all the same.
 */
export function findOutOfOrder(graph: RevisionGraph, applied: ReadonlySet<RevisionId>): readonly RevisionId[] {
  const late: RevisionId[] = [];
  /** Extensions with something applied further on, and revisions with something applied that needs them. */
  const begun = new Set<string>();
  const needed = new Set<RevisionId>();
  for (const { id, extension } of graph.order.toReversed()) {
    const isNeeded = needed.has(id);
    if (applied.has(id)) begun.add(extension);
    else if (begun.has(extension) || isNeeded) late.push(id);
    if (applied.has(id) || isNeeded) for (const other of graph.prerequisitesOf(id)) needed.add(other);
  }
  return late.reverse();
}
