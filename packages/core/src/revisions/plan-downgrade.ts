import { OrchestrateError } from '../errors.js';
import { ancestorsOf, descendantsOf } from './closure.js';
import type { Goal } from './goal.js';
import type { Revision, RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';
import { targetConflict } from './target-errors.js';

/** What {@link planDowngrade} decides from. */
export interface PlanDowngradeOptions {
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<RevisionId>;
  /** What can be gone back to; what is applied unless given. */
  readonly reachable?: ReadonlySet<RevisionId>;
  /** One for an extension. */
  readonly goals: readonly Goal[];
  /** Whether revisions of other extensions that depend on what is reverted are reverted too. */
  readonly cascade: boolean;
}

/** A revision of another extension that would have to be reverted, and the one that it needs. */
export interface BlockingDependent {
  readonly revision: RevisionId;
  readonly requires: RevisionId;
}

/** What {@link planDowngrade} gives. */
export type DowngradePlan =
  | {
      readonly kind: 'plan';
      readonly revisions: readonly Revision[];
      /** Those among them that nobody asked for, in the same order. */
      readonly dependents: readonly BlockingDependent[];
    }
  | { readonly kind: 'blocked'; readonly dependents: readonly BlockingDependent[] };

/**
 * The revisions to revert, in order: what is applied of each extension and is neither its target nor needed by it, and
 * everything applied that depends on that. Nothing else is touched.
 *
 * @throws OrchestrateError `TARGET.NOT_APPLIED` when a target is not applied, as there is no way back to it;
 * `TARGET.CONFLICT` when one target needs what another one reverts
 */
export function planDowngrade(options: PlanDowngradeOptions): DowngradePlan {
  const { graph, applied, reachable = applied, goals, cascade } = options;
  const chosen = new Set(goals.map(({ extension }) => extension));
  const given = goals.flatMap(({ extension, targets }) => {
    for (const id of targets) if (!reachable.has(id)) throw targetNotApplied(id);
    const kept = ancestorsOf(graph, targets);
    return graph.revisionsOf(extension).filter(({ id }) => applied.has(id) && !kept.has(id));
  });
  const undone = descendantsOf(
    graph,
    given.map(({ id }) => id),
  );
  for (const id of goals.flatMap(({ targets }) => targets)) {
    if (undone.has(id)) throw targetConflict(id, firstNeeded({ graph, id, given }));
  }
  const revisions = graph.order.filter(({ id }) => undone.has(id) && applied.has(id)).reverse();
  const dependents = revisions
    .filter(({ extension }) => !chosen.has(extension))
    .map(({ id }) => ({ revision: id, requires: reasonFor({ graph, id, chosen, undone }) }));
  return cascade || dependents.length === 0 ? { kind: 'plan', revisions, dependents } : { kind: 'blocked', dependents };
}

interface ReasonOptions {
  readonly graph: RevisionGraph;
  readonly id: RevisionId;
  readonly chosen: ReadonlySet<string>;
  readonly undone: ReadonlySet<RevisionId>;
}

/** Which of the undone revisions it needs: one of an extension that is asked for says most. */
function reasonFor({ graph, id, chosen, undone }: ReasonOptions): RevisionId {
  const needed = graph.prerequisitesOf(id).filter((prerequisite) => undone.has(prerequisite));
  return needed.find((prerequisite) => chosen.has(graph.byId.get(prerequisite)?.extension ?? '')) ?? needed[0] ?? id;
}

/** The first of the given revisions that it needs, however far back. */
function firstNeeded({
  graph,
  id,
  given,
}: {
  readonly graph: RevisionGraph;
  readonly id: RevisionId;
  readonly given: readonly Revision[];
}): RevisionId {
  const needed = ancestorsOf(graph, [id]);
  return given.find((revision) => needed.has(revision.id))?.id ?? id;
}

function targetNotApplied(id: RevisionId): OrchestrateError {
  return new OrchestrateError({
    code: 'TARGET.NOT_APPLIED',
    kind: 'usage',
    message: `Cannot go back to ${id}: it is not applied`,
    fix: 'Choose an applied revision; `orchestrate history` marks them.',
    meta: { revision: id },
  });
}
