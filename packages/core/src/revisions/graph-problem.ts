import type { Revision, RevisionId } from './revision.js';

/** Why a set of revisions is no graph that can be planned; each kind names both ends. */
export type GraphProblem =
  | { readonly kind: 'missing-parent'; readonly revision: Revision; readonly parent: RevisionId }
  | { readonly kind: 'missing-requirement'; readonly revision: Revision; readonly requirement: RevisionId }
  | { readonly kind: 'malformed-requirement'; readonly revision: Revision; readonly requirement: string }
  | { readonly kind: 'own-requirement'; readonly revision: Revision; readonly requirement: RevisionId }
  | {
      readonly kind: 'cycle';
      /** Each needs the one after it, the last needs the first. */
      readonly path: readonly CycleStep[];
    }
  | { readonly kind: 'duplicate'; readonly revision: Revision; readonly first: Revision };

/** One revision of a cycle, and how it needs the next. */
export interface CycleStep {
  readonly revision: Revision;
  readonly by: 'parent' | 'requires';
}
