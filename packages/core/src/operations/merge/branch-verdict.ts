import { sorted } from '../../compare.js';
import type { CatalogDifference } from '../../database/catalog-differences.js';
import { catalogDifferences } from '../../database/catalog-differences.js';
import type { CatalogEntry } from '../../database/database.js';
import { differsInOrder } from '../../database/differs-in-order.js';
import type { OrchestrateError } from '../../errors.js';
import type { BranchOrder } from '../../revisions/branch-orders.js';

/** What came of replaying the branches in one order. */
export type OrderOutcome =
  | { readonly kind: 'replayed'; readonly order: BranchOrder; readonly catalog: readonly CatalogEntry[] }
  | { readonly kind: 'failed'; readonly order: BranchOrder; readonly error: OrchestrateError };

/** Something that is not the same after two orders. */
export interface OrderDifference extends CatalogDifference {
  readonly leftOrder: BranchOrder;
  readonly rightOrder: BranchOrder;
}

/** What all outcomes together say. */
export interface BranchVerdict {
  /** Nothing in the two lists that follow. */
  readonly isSame: boolean;
  readonly failures: readonly Extract<OrderOutcome, { kind: 'failed' }>[];
  /** Against the first order that went through; each once. */
  readonly differences: readonly OrderDifference[];
  /** Enums whose values are the same in every order, but sorted differently; by name. */
  readonly reordered: readonly string[];
}

/**
 * Whether the branches lead to the same schema in every order.
 *
 * @throws OrchestrateError `REPLAY.REVISION_FAILED` where one and the same revision fails in every order: then it is not
 * the order that is at fault
 */
export function judgeOrders(outcomes: readonly OrderOutcome[]): BranchVerdict {
  const failures = outcomes.filter((outcome) => outcome.kind === 'failed');
  const [failure] = failures;
  const failed = new Set(failures.map(({ error }) => error.meta['revision']));
  if (failure !== undefined && failures.length === outcomes.length && failed.size === 1) throw failure.error;

  const [first, ...others] = outcomes.filter((outcome) => outcome.kind === 'replayed');
  const found = first === undefined ? [] : others.flatMap((other) => differencesOf(first, other));
  const isSorting = new Set(found.filter(differsInOrder));
  // What differs between the first and the second order mostly does in the third, too.
  const distinct = new Map(
    found
      .filter((difference) => !isSorting.has(difference))
      .reverse()
      .map((difference) => [JSON.stringify({ ...difference, leftOrder: null, rightOrder: null }), difference]),
  );
  const differences = [...distinct.values()].reverse();
  return {
    isSame: failures.length === 0 && differences.length === 0,
    failures,
    differences,
    reordered: sorted(new Set([...isSorting].map(({ name }) => name))),
  };
}

type Replayed = Extract<OrderOutcome, { kind: 'replayed' }>;

function differencesOf(left: Replayed, right: Replayed): readonly OrderDifference[] {
  return catalogDifferences(left.catalog, right.catalog).map((difference) => ({
    ...difference,
    leftOrder: left.order,
    rightOrder: right.order,
  }));
}
