import { catalogDifferences } from '../../database/catalog-differences.js';
import type { ShadowDiff } from '../../engine/diff-shadow.js';
import { describeState, diffFromNothing, diffStates, listNamespaces } from '../../engine/diff-states.js';
import { OrchestrateError } from '../../errors.js';
import type { Revision } from '../../revisions/revision.js';
import type { ShadowState, SquashGround } from './squash-proof.js';
import { readState, replayOn } from './squash-proof.js';

/** What folded revisions do. */
export interface FoldedDiff {
  readonly before: ShadowState;
  readonly after: ShadowState;
  /** Statements between the two states, as Prisma's engine sees them; none of it is proven. The best come first. */
  readonly diffs: readonly ShadowDiff[];
}

/** What {@link diffFolded} replays, each in plan order. */
export interface DiffFoldedOptions {
  readonly base: readonly Revision[];
  readonly folded: readonly Revision[];
}

/** Replays what is before and what is folded, and has Prisma's engine look at both states. */
export async function diffFolded(ground: SquashGround, { base, folded }: DiffFoldedOptions): Promise<FoldedDiff> {
  const { shadow, driver } = ground;
  await replayOn(ground, base);
  const before = await readState(ground);
  const external = await shadow.listEntities();
  const formerNamespaces = await listNamespaces(shadow);
  await replayOn(ground, folded);
  const after = await readState(ground);
  const namespaces = await listNamespaces(shadow);
  const areSeveral = namespaces.length > 1 || formerNamespaces.length > 1;

  const described = await ifPossible(() => describeState(shadow, areSeveral ? namespaces : null));
  const isOnlyMore = catalogDifferences(before.catalog, after.catalog).every(({ left }) => left === null);
  const made = await ifPossible(async () => {
    if (!isOnlyMore) return null;
    const { up, down } = await diffFromNothing(shadow, { namespaces: areSeveral ? namespaces : null, external });
    // What is read from a database has names that hold only there.
    return { up: (await shadow.completeDraft({ up: '', down: up }, { sharedEnums: [] })).down, down };
  });
  await shadow.reset();
  await replayOn(ground, base);
  const told = await ifPossible(async () => {
    if (described === null) return null;
    const former = await describeState(shadow, areSeveral ? formerNamespaces : null);
    const drafted = await diffStates(shadow, { before: former, after: described });
    return shadow.completeDraft(drafted, { sharedEnums: [] });
  });
  // Prisma's engine takes those that a schema names to be there.
  const added = namespaces.filter((name) => !formerNamespaces.includes(name));
  const schemas = added.map(
    (name) => `-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS ${driver.quoteIdentifier(name)};\n\n`,
  );
  const diffs = [told, made].filter((diff) => diff !== null);
  return { before, after, diffs: diffs.map(({ up, down }) => ({ up: schemas.join('') + up, down })) };
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
