import type { HistoryRow } from './history-row.js';
import type { Revision, RevisionId } from './revision.js';

/** Why a history contradicts the revisions on disk, or itself. */
export type HistoryProblem =
  | {
      readonly kind: 'failed';
      readonly id: RevisionId;
      readonly row: HistoryRow;
      /** Null where its directory is gone. */
      readonly revision: Revision | null;
    }
  | { readonly kind: 'edited'; readonly id: RevisionId; readonly row: HistoryRow; readonly revision: Revision }
  | { readonly kind: 'missing-directory'; readonly id: RevisionId; readonly row: HistoryRow }
  | {
      readonly kind: 'parent-not-applied';
      readonly id: RevisionId;
      readonly revision: Revision;
      readonly parent: RevisionId;
    }
  | {
      readonly kind: 'requirement-not-applied';
      readonly id: RevisionId;
      readonly revision: Revision;
      readonly requirement: RevisionId;
    };
