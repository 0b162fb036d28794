import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { replaceInJsonList } from '../../json/edit-json.js';
import type { Revision } from '../../revisions/revision.js';
import { extensionOf, revisionId, revisionNameOf } from '../../revisions/revision.js';
import type { FileChange } from '../../workspace/write-changes.js';

/** The revision.json files that refer to revisions of the extension. No checksum covers them. */
export function renameInRevisions(
  { from, to }: { readonly from: string; readonly to: string },
  revisions: readonly Revision[],
): readonly FileChange[] {
  const renamed = (id: string): string | null => (extensionOf(id) === from ? revisionId(to, revisionNameOf(id)) : null);
  return revisions
    .filter(({ requires, replaces }) => [...requires, ...replaces].some((id) => extensionOf(id) === from))
    .flatMap(({ directory }): readonly FileChange[] => {
      const file = path.join(directory, 'revision.json');
      const before = readTextFile(file);
      if (before === null) return [];
      const lists = ['requires', 'replaces', 'foldedBefore'];
      return [{ file, before, after: lists.reduce((text, list) => replaceInJsonList(text, [list], renamed), before) }];
    });
}
