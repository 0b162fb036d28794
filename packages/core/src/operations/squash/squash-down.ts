import type { Driver } from '../../database/database.js';
import type { ShadowDiff } from '../../engine/diff-shadow.js';
import { destructiveSteps } from '../make-revision/destructive-steps.js';
import { labelDown } from '../make-revision/label-down.js';
import type { FoldedDiff } from './diff-folded.js';
import type { FoldedScripts } from './folded-scripts.js';
import { findSetting, joinScripts } from './folded-scripts.js';

/** A way back that is to be tried. */
export interface DownCandidate {
  readonly script: string;
  /** The file's text, as far as the way back was seen to work or not. */
  label(reversible: boolean): string;
}

/** The folded down scripts, last first, with the labels they have; null where one is missing, or changes the session of the next. */
export async function joinedDown(scripts: readonly FoldedScripts[], driver: Driver): Promise<DownCandidate | null> {
  const downs = scripts.flatMap(({ down }) => (down === null ? [] : [down])).reverse();
  if (downs.length < scripts.length || findSetting(downs) !== null) return null;
  const script = await joinScripts(downs, driver);
  return { script, label: (reversible) => labelDown(script, { lost: [], destructive: [], reversible }) };
}

/** A way back that Prisma's engine has written. */
export function writtenDown(
  { down: script }: ShadowDiff,
  { before, after, driver }: Pick<FoldedDiff, 'before' | 'after'> & { readonly driver: Driver },
): DownCandidate {
  const lost = destructiveSteps({ before: after.columns, after: before.columns }, driver);
  const destructive = destructiveSteps({ before: before.columns, after: after.columns }, driver);
  return { script, label: (reversible) => labelDown(script, { lost, destructive, reversible }) };
}
