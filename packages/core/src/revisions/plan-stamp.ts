import { compareCodeUnits } from '../compare.js';
import { appliedSet } from './consistency.js';
import type { Goal } from './goal.js';
import type { HistoryRow } from './history-row.js';
import { historyRowState } from './history-row.js';
import type { BlockingDependent } from './plan-downgrade.js';
import type { Revision, RevisionId } from './revision.js';
import { revisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';
import { ownAncestorsOf } from './stamp-target.js';
import { foldedBy, withFolded } from './with-folded.js';

/** What {@link planStamp} decides from. */
export interface PlanStampOptions {
  readonly graph: RevisionGraph;
  readonly history: readonly HistoryRow[];
  /** Revisions that stopped half-way, by what was being done. */
  readonly halfDone: ReadonlyMap<RevisionId, 'up' | 'down'>;
  readonly goals: readonly Goal[];
  /** All revisions on disk, where some may fold others; those of the graph unless given. */
  readonly revisions?: readonly Revision[];
}

/** A revision with a record that no longer counts, and what it counted as. */
export interface UnrecordedRevision {
  readonly revision: RevisionId;
  readonly was: 'applied' | 'failed';
}

/** What {@link planStamp} gives. */
export type StampPlan =
  | {
      readonly kind: 'plan';
      /** To be recorded as applied, in plan order. */
      readonly recorded: readonly Revision[];
      /** Last first, those without a directory before all. */
      readonly unrecorded: readonly UnrecordedRevision[];
      /** The rows to mark as rolled back: of what is unrecorded, and failed ones of what is recorded. */
      readonly rolledBack: readonly HistoryRow[];
    }
  /** What is stamped requires what is neither applied nor stamped. */
  | { readonly kind: 'incomplete'; readonly missing: readonly BlockingDependent[] }
  /** An applied revision of another extension requires what would be unrecorded. */
  | { readonly kind: 'blocked'; readonly dependents: readonly BlockingDependent[] };

/**
 * What to write so that the histories of the goals say exactly what is asked for. Rows of applied revisions that are
 * wanted stay as they are, whatever their checksum, and so do those of what a wanted squash folds; histories of other
 * extensions are not touched.
 */
export function planStamp({ graph, history, halfDone, goals, revisions = graph.order }: PlanStampOptions): StampPlan {
  const stamped = new Set(goals.map(({ extension }) => extension));
  const wanted = new Set(goals.flatMap((goal) => [...ownAncestorsOf({ graph, ...goal })]));
  const settled = withFolded(revisions, wanted);
  const counting = history.filter((row) => historyRowState(row) !== 'rolled-back');
  const rolledBack = counting.filter((row) => {
    if (!stamped.has(row.extension)) return false;
    const id = idOf(row);
    return !settled.has(id) || historyRowState(row) === 'failed' || halfDone.get(id) === 'down';
  });
  const gone = new Set(rolledBack);
  const kept = appliedSet(history.filter((row) => !gone.has(row)));
  const there = foldedBy(revisions, kept);
  const after = withFolded(revisions, [...kept, ...wanted]);

  const missing = graph.order
    .filter(({ id }) => wanted.has(id))
    .flatMap(({ id, requires }) => unmet(requires, after).map((required) => ({ revision: id, requires: required })));
  if (missing.length > 0) return { kind: 'incomplete', missing };

  const applied = appliedSet(history);
  const before = withFolded(revisions, applied);
  const dependents = graph.order
    .filter(({ id, extension }) => kept.has(id) && !stamped.has(extension))
    .flatMap(({ id, requires }) =>
      unmet(requires, after)
        .filter((required) => before.has(required))
        .map((required) => ({ revision: id, requires: required })),
    );
  if (dependents.length > 0) return { kind: 'blocked', dependents };

  return {
    kind: 'plan',
    recorded: graph.order.filter(({ id }) => wanted.has(id) && !there.has(id)),
    unrecorded: unrecordedOf(
      { graph, ids: rolledBack.map(idOf).filter((id) => !settled.has(id) || kept.has(id)) },
      (id) => (applied.has(id) && !kept.has(id) ? 'applied' : 'failed'),
    ),
    rolledBack,
  };
}

function unmet(requires: readonly RevisionId[], applied: ReadonlySet<RevisionId>): readonly RevisionId[] {
  return [...new Set(requires)].filter((required) => !applied.has(required));
}

function unrecordedOf(
  { graph, ids }: { readonly graph: RevisionGraph; readonly ids: readonly RevisionId[] },
  stateOf: (id: RevisionId) => UnrecordedRevision['was'],
): readonly UnrecordedRevision[] {
  const placeOf = (id: RevisionId): number => graph.positions.get(id) ?? Number.MAX_SAFE_INTEGER;
  return [...new Set(ids)]
    .sort((left, right) => placeOf(right) - placeOf(left) || compareCodeUnits(right, left))
    .map((id) => ({ revision: id, was: stateOf(id) }));
}

function idOf(row: HistoryRow): RevisionId {
  return revisionId(row.extension, row.name);
}
