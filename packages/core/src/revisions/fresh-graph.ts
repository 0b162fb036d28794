import type { Revision } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';
import { buildGraph } from './revision-graph.js';
import { viewFor } from './squash-view.js';

const NOTHING_APPLIED: ReadonlySet<string> = new Set();

/** The graph of revisions as an empty database sees them: a squash counts, what it folds does not. */
export function freshGraph(revisions: readonly Revision[]): RevisionGraph {
  return buildGraph(viewFor(revisions, NOTHING_APPLIED).revisions);
}
