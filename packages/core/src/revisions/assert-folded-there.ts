import { OrchestrateError } from '../errors.js';
import { ancestorsOf } from './closure.js';
import type { Goal } from './goal.js';
import type { RevisionId } from './revision.js';
import { extensionOf } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';
import type { SquashView } from './squash-view.js';

/** What {@link assertFoldedThere} looks at. */
export interface FoldedThereOptions {
  readonly graph: RevisionGraph;
  readonly view: Pick<SquashView, 'foldedInto' | 'effective'>;
  readonly applied: ReadonlySet<RevisionId>;
  readonly goals: readonly Goal[];
}

/**
 * Refuses to go back behind revisions that are applied and folded by a squash that is not recorded yet, when their
 * directories are gone: with them went what reverts them, and what is left would be taken for everything.
 *
 * @throws OrchestrateError `DOWNGRADE.FOLDED_GONE`
 */
export function assertFoldedThere({ graph, view, applied, goals }: FoldedThereOptions): void {
  for (const { extension, targets } of goals) {
    const kept = ancestorsOf(graph, targets);
    const gone = [...applied].filter((id) => {
      const squash = view.foldedInto.get(id);
      const isMissed = extensionOf(id) === extension && squash !== undefined && !applied.has(squash);
      return isMissed && !graph.byId.has(id) && !kept.has(squash);
    });
    const squash = view.foldedInto.get(gone[0] ?? '');
    if (squash !== undefined) throw foldedGone({ gone, squash, isThrough: view.effective.has(squash) });
  }
}

function foldedGone({
  gone,
  squash,
  isThrough,
}: {
  readonly gone: readonly RevisionId[];
  readonly squash: RevisionId;
  readonly isThrough: boolean;
}): OrchestrateError {
  const extension = extensionOf(squash);
  return new OrchestrateError({
    code: 'DOWNGRADE.FOLDED_GONE',
    message: `${gone.join(', ')} cannot be reverted: folded into ${squash}, which is not recorded yet, and without a directory; nothing was reverted.`,
    fix: isThrough
      ? `Run \`orchestrate upgrade --extension ${extension}\`, which records ${squash} and runs nothing for it; then the downgrade reverts that.`
      : `Run \`orchestrate upgrade --extension ${extension}\` first, so that ${squash} is through and can be reverted as one, or restore the directories from version control.`,
    meta: { revisions: gone, squash },
  });
}
