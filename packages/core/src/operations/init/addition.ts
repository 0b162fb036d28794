import type { FileChange } from '../../workspace/write-changes.js';

/** Something of the user's that has the name of what init would have added, and says something else. */
export interface KeptSetting {
  /** Relative to the root. */
  readonly file: string;
  /** What it is, `script db:upgrade`. */
  readonly what: string;
  /** What it says. */
  readonly found: string;
  /** What init would have written. */
  readonly wanted: string;
}

/** What init adds to one file. */
export interface Addition {
  /** Null where nothing is missing. */
  readonly change: FileChange | null;
  readonly kept: readonly KeptSetting[];
}

/** An addition of a file's new text. */
export function additionOf(change: FileChange, kept: readonly KeptSetting[] = []): Addition {
  return { change: change.before === change.after ? null : change, kept };
}
