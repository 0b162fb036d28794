import path from 'node:path';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { FileChange } from '../../workspace/write-changes.js';

/** The files of fragments that have another text now; both lists have the same extensions and files. */
export function fragmentChanges({
  root,
  before,
  after,
}: {
  readonly root: string;
  readonly before: readonly ExtensionSource[];
  readonly after: readonly ExtensionSource[];
}): readonly FileChange[] {
  return after.flatMap(({ files }, at) =>
    files.flatMap((file, index): readonly FileChange[] => {
      const old = before[at]?.files[index];
      if (old === undefined || old.text === file.text) return [];
      return [{ file: path.resolve(root, file.path), before: old.text, after: file.text }];
    }),
  );
}
