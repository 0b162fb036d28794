import { ancestorsOf } from './closure.js';
import type { Revision, RevisionId } from './revision.js';
import { revisionNameOf } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';
import { timeWithinSquash } from './target-errors.js';
import { timestampOf } from './timestamp.js';

/** What {@link revisionsAsOf} decides from. */
export interface RevisionsAsOfOptions {
  readonly graph: RevisionGraph;
  /** `YYYYMMDDHHMMSS`, included. */
  readonly timestamp: string;
  /** Which revisions count. */
  readonly isCounted: (id: RevisionId) => boolean;
}

/**
 * The revisions that there were at a point in time, by the timestamps in their names, and what these need. A name without
 * one is older than any. A squash is as old as the latest that it folds.
 *
 * @throws OrchestrateError `TARGET.FOLDED` where it is part of a squash that there was
 */
export function revisionsAsOf({ graph, timestamp, isCounted }: RevisionsAsOfOptions): ReadonlySet<RevisionId> {
  const counted = graph.order.filter(({ id }) => isCounted(id));
  const included = counted.filter((revision) => {
    const times = timesOf(revision);
    const isOut = times.some((time) => time > timestamp);
    if (isOut && times.some((time) => time <= timestamp)) throw timeWithinSquash(timestamp, revision.id);
    return !isOut;
  });
  return ancestorsOf(
    graph,
    included.map(({ id }) => id),
  );
}

function timesOf({ name, replaces }: Revision): readonly string[] {
  return replaces.length === 0 ? [timestampOf(name)] : replaces.map((id) => timestampOf(revisionNameOf(id)));
}
