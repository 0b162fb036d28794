import { rootRelative } from '../../config/root-relative.js';
import { lineDiff } from '../../fragment/line-diff.js';
import type { FileChange } from '../../workspace/write-changes.js';

/** A file of the workspace that was changed, or would be. */
export interface ChangedFile {
  /** Relative to the workspace root, with `/`. */
  readonly path: string;
  readonly state: 'created' | 'changed';
  /** The lines that changed, as `diff -u` shows them. */
  readonly diff: string;
}

/** A change for people. */
export function describeChange({ file, before, after }: FileChange, root: string): ChangedFile {
  return {
    path: rootRelative(root, file),
    state: before === null ? 'created' : 'changed',
    diff: lineDiff({ before, after }),
  };
}
