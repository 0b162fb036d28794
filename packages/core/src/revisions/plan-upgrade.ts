import { ancestorsOf } from './closure.js';
import type { Revision, RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

/** What {@link planUpgrade} decides from. */
export interface PlanUpgradeOptions {
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<RevisionId>;
  readonly targets: readonly RevisionId[];
}

/**
 * The revisions to apply, in order: the targets and everything that they need, without what is applied. Applied is a
 * set and not a high-water mark, so a revision that was merged late is part of the plan.
 */
export function planUpgrade({ graph, applied, targets }: PlanUpgradeOptions): readonly Revision[] {
  const wanted = ancestorsOf(graph, targets);
  return graph.order.filter(({ id }) => wanted.has(id) && !applied.has(id));
}
