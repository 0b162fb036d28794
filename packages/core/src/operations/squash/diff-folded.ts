import type { ShadowDiff } from '../../engine/diff-shadow.js';
import { describeState, diffStates, listNamespaces } from '../../engine/diff-states.js';
import { OrchestrateError } from '../../errors.js';
import type { Revision } from '../../revisions/revision.js';
import type { ShadowState, SquashGround } from './squash-proof.js';
import { readState, replayOn } from './squash-proof.js';

/** What folded revisions do. */
export interface FoldedDiff {
  readonly before: ShadowState;
  readonly after: ShadowState;
  /** The statements between the two states, as Prisma's engine sees them; not proven. Null where it cannot read one. */
  readonly diff: ShadowDiff | null;
}

/** What {@link diffFolded} replays, each in plan order. */
export interface DiffFoldedOptions {
  readonly base: readonly Revision[];
  readonly folded: readonly Revision[];
}

/** Replays what is before and what is folded, and has Prisma's engine look at both states. */
export async function diffFolded(ground: SquashGround, { base, folded }: DiffFoldedOptions): Promise<FoldedDiff> {
  const { shadow } = ground;
  await replayOn(ground, base);
  const before = await readState(ground);
  const formerNamespaces = await listNamespaces(shadow);
  await replayOn(ground, folded);
  const after = await readState(ground);
  const namespaces = await listNamespaces(shadow);
  const areSeveral = namespaces.length > 1 || formerNamespaces.length > 1;

  const described = await ifPossible(() => describeState(shadow, areSeveral ? namespaces : null));
  await shadow.reset();
  await replayOn(ground, base);
  const diff = await ifPossible(async () => {
    if (described === null) return null;
    const former = await describeState(shadow, areSeveral ? formerNamespaces : null);
    const drafted = await diffStates(shadow, { before: former, after: described });
    return shadow.completeDraft(drafted, { sharedEnums: [] });
  });
  return { before, after, diff };
}

/** What Prisma's engine cannot read it refuses; then there is another way. */
async function ifPossible<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OrchestrateError && error.code === 'ENGINE.DIFF_FAILED') return null;
    throw error;
  }
}
