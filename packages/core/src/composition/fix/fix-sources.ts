import type { ExtensionSource } from '../../fragment/extension-source.js';
import { type FixContext, type FixScope, fixContext, isWhole } from './fix-context.js';
import { FIX_RULES } from './fix-rules.js';
import { applyMends, type Mend, withoutOverlaps } from './mend.js';

/** What the rules made of the fragments. */
export interface FixedSources {
  readonly sources: readonly ExtensionSource[];
  readonly mends: readonly Mend[];
}

/** How mends are tried. */
export interface FixSourcesOptions extends FixScope {
  /** Whether the fragments with mends made are sound: nothing is wrong that was not before, and no made table changes. */
  readonly isSound: (change: {
    readonly before: readonly ExtensionSource[];
    readonly after: readonly ExtensionSource[];
    readonly context: FixContext;
  }) => Promise<boolean>;
}

/** More rounds than any fragments can need; reaching it is a bug. */
const MOST_ROUNDS = 100_000;

/** Mends until no rule has anything to propose. A mend that is not sound by itself is not made. */
export async function fixSources(
  sources: readonly ExtensionSource[],
  { isSound, ...scope }: FixSourcesOptions,
): Promise<FixedSources> {
  const made: Mend[] = [];
  const refused = new Set<string>();
  let current = sources;
  let most = Number.POSITIVE_INFINITY;
  let hasMended = false;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const context = fixContext(current, scope);
    const proposed = proposals(context, refused);
    if (proposed.length === 0) {
      if (!hasMended || refused.size === 0) return { sources: current, mends: made };
      // What was not sound before may be now.
      refused.clear();
      hasMended = false;
      continue;
    }
    const tried = proposed.slice(0, most);
    const after = applyMends(current, tried);
    if (await isSound({ before: current, after, context })) {
      current = after;
      made.push(...tried);
      hasMended = true;
      most = Number.POSITIVE_INFINITY;
    } else if (tried.length > 1) most = Math.ceil(tried.length / 2);
    else {
      for (const mend of tried) refused.add(keyOf(mend));
      most = Number.POSITIVE_INFINITY;
    }
  }
  throw new Error('The rules of fix come to no end.');
}

/** Those of the first rule that has any. */
function proposals(context: FixContext, refused: ReadonlySet<string>): readonly Mend[] {
  for (const rule of FIX_RULES) {
    const found = rule(context).filter(
      (mend) => !refused.has(keyOf(mend)) && mend.changes.every(({ file }) => isWhole(file)),
    );
    if (found.length > 0) return withoutOverlaps(found);
  }
  return [];
}

function keyOf({ rule, summary }: Mend): string {
  return `${rule}\n${summary}`;
}
