import { ancestorsOf, descendantsOf } from './closure.js';
import type { Revision, RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

/** What {@link planSquash} decides from. */
export interface PlanSquashOptions {
  /** As an empty database sees the revisions. */
  readonly graph: RevisionGraph;
  readonly extension: string;
  /** The last revision to fold. */
  readonly target: RevisionId;
}

/** A revision of another extension that would have to run in the middle of a squash. */
export interface RevisionBetween {
  readonly between: RevisionId;
  /** The folded revision that it needs. */
  readonly needs: RevisionId;
  /** The folded revision that needs it. */
  readonly neededBy: RevisionId;
}

/** What {@link planSquash} gives. */
export type SquashPlan =
  | {
      readonly kind: 'plan';
      /** What is folded, in plan order. */
      readonly folded: readonly Revision[];
      /** Everything of other extensions that must be there before, in plan order. */
      readonly base: readonly Revision[];
    }
  | {
      readonly kind: 'interleaved';
      readonly between: readonly RevisionBetween[];
      /** The last revision up to which at least two can be folded; null where there is none. */
      readonly furthest: RevisionId | null;
    };

/**
 * What a squash up to a revision folds: it and everything of its extension that it needs. A revision of another
 * extension that needs one of them and is needed by one of them would be before the squash and after it.
 */
export function planSquash({ graph, extension, target }: PlanSquashOptions): SquashPlan {
  const needed = ancestorsOf(graph, [target]);
  const isFolded = ({ id, extension: owner }: Revision): boolean => owner === extension && needed.has(id);
  const folded = graph.order.filter(isFolded);
  const between = findBetween(graph, { folded, needed });
  if (between.length === 0) {
    return { kind: 'plan', folded, base: graph.order.filter((each) => needed.has(each.id) && !isFolded(each)) };
  }
  const furthest = folded.toReversed().find(({ id }) => {
    const wanted = ancestorsOf(graph, [id]);
    const fewer = folded.filter((each) => wanted.has(each.id));
    return fewer.length > 1 && idsBetween(graph, { folded: fewer, needed: wanted }).length === 0;
  });
  return { kind: 'interleaved', between, furthest: furthest?.id ?? null };
}

interface BetweenOptions {
  readonly folded: readonly Revision[];
  /** Everything that the last of them needs, themselves included. */
  readonly needed: ReadonlySet<RevisionId>;
}

function idsBetween(graph: RevisionGraph, { folded, needed }: BetweenOptions): readonly RevisionId[] {
  const ids = new Set(folded.map(({ id }) => id));
  const after = descendantsOf(graph, ids);
  return graph.order.map(({ id }) => id).filter((id) => needed.has(id) && after.has(id) && !ids.has(id));
}

/** With what each of them stands between. */
function findBetween(graph: RevisionGraph, options: BetweenOptions): readonly RevisionBetween[] {
  const { folded } = options;
  return idsBetween(graph, options).map((between) => {
    const before = ancestorsOf(graph, [between]);
    const behind = descendantsOf(graph, [between]);
    const needs = folded.findLast(({ id }) => before.has(id)) as Revision;
    const neededBy = folded.find(({ id }) => behind.has(id)) as Revision;
    return { between, needs: needs.id, neededBy: neededBy.id };
  });
}

/**
 * What a squash requires: what the folded revisions do, as their revision.json says it, without what another of these
 * brings along.
 *
 * @param graph as an empty database sees the revisions
 * @param stored the folded revisions as they are on disk
 */
export function requirementsOfSquash(graph: RevisionGraph, stored: readonly Revision[]): readonly RevisionId[] {
  const required = [...new Set(stored.flatMap(({ requires }) => requires))];
  const implied = new Set(
    required.flatMap((id) => [...ancestorsOf(graph, [id])].filter((ancestor) => ancestor !== id)),
  );
  return required.filter((id) => !implied.has(id));
}
