import { OrchestrateError } from '../errors.js';
import { ancestorsOf, descendantsOf } from './closure.js';
import type { Revision, RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

/** What {@link planDowngrade} decides from. */
export interface PlanDowngradeOptions {
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<RevisionId>;
  readonly extension: string;
  /** The revision to go back to, or several where the extension has diverged; null is the state before its first. */
  readonly target: RevisionId | readonly RevisionId[] | null;
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
  | { readonly kind: 'plan'; readonly revisions: readonly Revision[] }
  | { readonly kind: 'blocked'; readonly dependents: readonly BlockingDependent[] };

/**
 * The revisions to revert, in order: what is applied of the extension and is neither the target nor needed by it, and
 * everything applied that depends on that. Nothing else is touched.
 *
 * @throws OrchestrateError TARGET.NOT_APPLIED when the target is not applied, as there is no way back to it
 */
export function planDowngrade({ graph, applied, extension, target, cascade }: PlanDowngradeOptions): DowngradePlan {
  const targets = target === null ? [] : typeof target === 'string' ? [target] : target;
  for (const id of targets) if (!applied.has(id)) throw targetNotApplied(id);
  const kept = ancestorsOf(graph, targets);
  const given = graph.revisionsOf(extension).filter(({ id }) => applied.has(id) && !kept.has(id));
  const undone = descendantsOf(
    graph,
    given.map(({ id }) => id),
  );
  const revisions = graph.order.filter(({ id }) => undone.has(id) && applied.has(id)).reverse();
  if (cascade) return { kind: 'plan', revisions };

  const dependents = revisions
    .filter((revision) => revision.extension !== extension)
    .map(({ id }) => ({ revision: id, requires: reasonFor({ graph, id, extension, undone }) }));
  return dependents.length === 0 ? { kind: 'plan', revisions } : { kind: 'blocked', dependents };
}

interface ReasonOptions {
  readonly graph: RevisionGraph;
  readonly id: RevisionId;
  readonly extension: string;
  readonly undone: ReadonlySet<RevisionId>;
}

/** Which of the undone revisions it needs: one of the extension that is asked for says most. */
function reasonFor({ graph, id, extension, undone }: ReasonOptions): RevisionId {
  const needed = graph.prerequisitesOf(id).filter((prerequisite) => undone.has(prerequisite));
  return needed.find((prerequisite) => graph.byId.get(prerequisite)?.extension === extension) ?? needed[0] ?? id;
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
