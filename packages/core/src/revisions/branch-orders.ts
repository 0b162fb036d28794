import { planUpgrade } from './plan-upgrade.js';
import type { Revision, RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

/** One of the orders in which databases come by the branches of an extension. */
export interface BranchOrder {
  /** The heads that a database is upgraded to, one turn after the other; all in one turn is how a new database has it. */
  readonly turns: readonly (readonly RevisionId[])[];
  /** Everything that the heads need, each after what it needs itself. */
  readonly revisions: readonly Revision[];
}

/** As many branches are tried in every order of theirs; of more, each is tried as the first. */
const ALL_ORDERS_UP_TO = 3;

/**
 * The orders in which the branches that end in these heads may reach a database: one branch whole before the next, in
 * whatever order, and all at once in plan order. Orders that turn out to be the same come once, so there is only one
 * where each branch needs the one before it, by way of other extensions.
 */
export function branchOrders(graph: RevisionGraph, heads: readonly RevisionId[]): readonly BranchOrder[] {
  const inTurn =
    heads.length <= ALL_ORDERS_UP_TO
      ? permutations(heads).map((order) => order.map((head) => [head]))
      : heads.map((first) => [[first], heads.filter((head) => head !== first)]);
  const distinct = new Map<string, BranchOrder>();
  for (const turns of [...inTurn, [heads]]) {
    const revisions = upgradeInTurns(graph, turns);
    const key = JSON.stringify(revisions.map(({ id }) => id));
    if (!distinct.has(key)) distinct.set(key, { turns, revisions });
  }
  return [...distinct.values()];
}

function upgradeInTurns(graph: RevisionGraph, turns: BranchOrder['turns']): readonly Revision[] {
  const applied = new Set<RevisionId>();
  return turns.flatMap((targets) => {
    const plan = planUpgrade({ graph, applied, targets });
    for (const { id } of plan) applied.add(id);
    return plan;
  });
}

function permutations(items: readonly RevisionId[]): readonly (readonly RevisionId[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first) =>
    permutations(items.filter((item) => item !== first)).map((others) => [first, ...others]),
  );
}
