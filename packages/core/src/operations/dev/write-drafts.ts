import type { RevisionId } from '../../revisions/revision.js';
import { type WrittenRevision, writeMadeRevision } from '../make-revision/write-made-revision.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { DraftedChange } from './draft-changes.js';

/** A change with its message, and what it says when it is written. */
export interface WrittenChange extends WrittenRevision {
  readonly change: DraftedChange;
  readonly message: string;
  readonly requires: readonly RevisionId[];
}

/**
 * Writes drafted revisions in the order in which they were drafted. What required one that was not written yet now requires it by its name.
 * Where one cannot be written, those before it stay: they are whole, and the next run makes the rest.
 */
export async function writeDrafts(
  open: OpenWorkspace,
  changes: readonly DraftedChange[],
  messageOf: (extension: string) => string,
): Promise<readonly WrittenChange[]> {
  const names = new Map<RevisionId, RevisionId>();
  const written: WrittenChange[] = [];
  for (const change of changes) {
    const { extension, draft, standIn } = change;
    const message = messageOf(extension.name);
    const requires = standIn.requires.map((id) => names.get(id) ?? id);
    const made = await writeMadeRevision(open, {
      extension,
      message,
      parents: standIn.parents,
      requires,
      migrationSql: draft.up,
      downSql: draft.down,
      adopts: standIn.adopts,
    });
    names.set(standIn.id, made.revision);
    written.push({ ...made, change, message, requires });
  }
  return written;
}
