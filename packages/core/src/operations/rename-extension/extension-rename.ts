import type { Extension } from '../../workspace/workspace.js';

/** A decided change of name. */
export interface ExtensionRename {
  readonly extension: Extension;
  readonly to: string;
  /** Absolute; null where the directory is not called as the extension, and stays. */
  readonly directory: { readonly from: string; readonly to: string } | null;
}
