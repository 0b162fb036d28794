import { catalogDifferences } from '../../database/catalog-differences.js';
import { OrchestrateError } from '../../errors.js';
import { freshGraph } from '../../revisions/fresh-graph.js';
import type { Revision } from '../../revisions/revision.js';
import { assertNoErrors } from '../run/findings-error.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { findingsOf } from '../run/open-workspace.js';
import { squashBreaks, squashDiffers } from './squash-errors.js';
import type { SquashGround } from './squash-proof.js';
import { replayOn } from './squash-proof.js';

/** What {@link assertSamePlan} compares. */
export interface SamePlanOptions {
  readonly squash: Revision;
  readonly folded: readonly Revision[];
  /** What is before, in plan order. */
  readonly base: readonly Revision[];
}

/**
 * Replays from nothing with what is folded and with the squash: revisions of others may come between the folded ones
 * without anything that says so, or rely on their state in the middle.
 *
 * @throws OrchestrateError `SQUASH.BREAKS`, `SQUASH.DIFFERENT_RESULT`
 */
export async function assertSamePlan(
  ground: SquashGround,
  { open, ...options }: SamePlanOptions & { readonly open: OpenWorkspace },
): Promise<void> {
  const { squash, folded, base } = options;
  const { graph, revisions, workspace } = open;
  const squashed = freshGraph([...revisions, squash]);
  assertNoErrors(findingsOf(squashed, workspace), `Cannot fold ${squash.replaces.join(', ')}`);
  const involved = new Set([...base, ...folded].map(({ id }) => id));
  const rest = graph.order.filter(({ id }) => !involved.has(id));
  const isApart =
    isSequence(graph.order, [...base, ...folded, ...rest]) && isSequence(squashed.order, [...base, squash, ...rest]);
  // Then what follows starts from the same state, and needs no replay.
  const [plan, planSquashed] = isApart
    ? [
        [...base, ...folded],
        [...base, squash],
      ]
    : [graph.order, squashed.order];
  await ground.shadow.reset();
  await replayOn(ground, plan);
  const expected = await ground.shadow.readCatalog();
  await ground.shadow.reset();
  try {
    await replayOn(ground, planSquashed);
  } catch (error) {
    const isAboutThem = error instanceof OrchestrateError && error.code === 'REPLAY.REVISION_FAILED';
    throw isAboutThem ? squashBreaks(squash.extension, error) : error;
  }
  const differences = catalogDifferences(expected, await ground.shadow.readCatalog());
  if (differences.length > 0) throw squashDiffers(squash.extension, differences);
}

function isSequence(order: readonly Revision[], expected: readonly Revision[]): boolean {
  return order.length === expected.length && order.every(({ id }, index) => id === expected[index]?.id);
}
