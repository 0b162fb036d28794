import type { RevisionId } from './revision.js';

/** Where one extension is to go, or what its history is to say. */
export interface Goal {
  readonly extension: string;
  /** Several where the extension has diverged; none for the state before its first revision. */
  readonly targets: readonly RevisionId[];
}
