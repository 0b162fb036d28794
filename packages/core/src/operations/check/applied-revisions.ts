import type { Revision } from '../../revisions/revision.js';
import type { AppliedState } from '../run/applied-state.js';

/**
 * The revisions that a database has, in plan order, as they are to be replayed; null where the directories of folded ones
 * are gone that nothing on disk stands for.
 *
 * @param revisions all that are on disk
 */
export function appliedRevisions(
  { graph, view, applied }: Pick<AppliedState, 'graph' | 'view' | 'applied'>,
  revisions: readonly Revision[],
): readonly Revision[] | null {
  const found: Revision[] = [];
  for (const revision of graph.order) {
    const { id, replaces } = revision;
    if (!applied.has(id) && !view.effective.has(id)) continue;
    const isLeftToFolded = view.recordOnly.has(id);
    const left = replaces.filter((folded) => graph.byId.has(folded));
    // What it folds runs by itself where it is on disk; where it is not, the squash makes the same.
    if (!isLeftToFolded || left.length === replaces.length) found.push(revision);
    else if (left.length === 0) found.push(revisions.find((each) => each.id === id) ?? revision);
    else return null;
  }
  return found;
}
