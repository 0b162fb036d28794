import type { Finding } from '../findings.js';
import type { TextChange } from '../fragment/text-change.js';

/** What `--fix` changes in one file. */
export interface FileEdit {
  /** Relative to the workspace root. */
  readonly file: string;
  readonly changes: readonly TextChange[];
  /** Of a revision.json: what it has to say from now on. */
  readonly transactional?: boolean;
  /** Of a manifest: the dependency that it no longer declares. */
  readonly dropsDependency?: string;
}

/** A finding of a rule. */
export interface LintFinding extends Finding {
  /** What mends it, where that is safe: all of it, or nothing. */
  readonly edits?: readonly FileEdit[];
}
