import type { HistoryRow } from './history-row.js';
import type { Revision, RevisionId } from './revision.js';

/** The version of a package in which an extension was installed. */
export interface InstalledVersion {
  /** `@acme/prisma-audit 1.2.0`. */
  readonly package: string;
  /** Its last revision by name, `base` where it has none; null where it has several heads. */
  readonly head: string | null;
}

/** Why a history contradicts the revisions on disk, or itself. */
export type HistoryProblem = Contradiction & {
  /** Where the extension's files are a package's, which nobody here can restore or edit. */
  readonly installed?: InstalledVersion;
};

type Contradiction =
  | {
      readonly kind: 'failed';
      readonly id: RevisionId;
      readonly row: HistoryRow;
      /** Whether it has no directory and is not folded either. */
      readonly isGone: boolean;
      /** What to stamp its extension with where all of it is in the database; null where no target says that. */
      readonly done: string | null;
    }
  | { readonly kind: 'edited'; readonly id: RevisionId; readonly row: HistoryRow; readonly revision: Revision }
  | {
      readonly kind: 'missing-directory';
      readonly id: RevisionId;
      readonly row: HistoryRow;
      /** What to stamp its extension with once it is undone by hand; null where no target says that. */
      readonly undone: string | null;
    }
  | {
      readonly kind: 'parent-not-applied';
      readonly id: RevisionId;
      readonly revision: Revision;
      readonly parent: RevisionId;
      /** What to stamp its extension with to record the parent; null where no target says that and no more. */
      readonly stamp: string | null;
    }
  | {
      readonly kind: 'requirement-not-applied';
      readonly id: RevisionId;
      readonly revision: Revision;
      readonly requirement: RevisionId;
      /** What to stamp the other extension with to record the requirement; null where no target says that and no more. */
      readonly stamp: string | null;
    }
  | {
      /** Some of what a squash folds is applied, and directories of the rest are gone. */
      readonly kind: 'squash-unfinished';
      readonly id: RevisionId;
      readonly squash: Revision;
      readonly missing: readonly RevisionId[];
      /** What to stamp its extension with where the database has all of it; null where no target says that and no more. */
      readonly done: string | null;
    };
