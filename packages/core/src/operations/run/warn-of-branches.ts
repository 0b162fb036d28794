import type { OnEvent } from '../../events.js';
import { ancestorsOf } from '../../revisions/closure.js';
import { findDivergence } from '../../revisions/divergence.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import { revisionNameOf } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';

/** What {@link warnOfBranches} looks at. */
export interface PlannedUpgrade {
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<RevisionId>;
  /** What is to be applied. */
  readonly revisions: readonly Revision[];
}

/**
 * Warns where an upgrade brings branches together that nothing has compared: what the one makes may be undone by the
 * other (on SQLite, a rebuilt table has only the columns that its own branch knew).
 */
export function warnOfBranches({ graph, applied, revisions }: PlannedUpgrade, onEvent: OnEvent | undefined): void {
  if (revisions.length === 0) return;
  const planned = new Set(revisions.map(({ id }) => id));
  for (const { extension, heads } of findDivergence(graph)) {
    const branches = branchesOf(graph, { extension, heads });
    const met = branches.filter((branch) => branch.some((id) => applied.has(id) || planned.has(id)));
    if (met.length < 2 || !met.flat().some((id) => planned.has(id))) continue;
    onEvent?.({
      kind: 'warning',
      code: 'UPGRADE.DIVERGED',
      message: `${extension} has diverged (${heads.map(revisionNameOf).join(', ')}), and nothing says that its branches fit together.`,
      fix: `Find out before this reaches a database that matters: orchestrate merge --extension ${extension}`,
    });
  }
}

/** What each head has for itself. */
function branchesOf(
  graph: RevisionGraph,
  { extension, heads }: { readonly extension: string; readonly heads: readonly RevisionId[] },
): readonly (readonly RevisionId[])[] {
  const lineages = heads.map((head) => ancestorsOf(graph, [head]));
  return heads.map((_, index) =>
    graph
      .revisionsOf(extension)
      .map(({ id }) => id)
      .filter((id) => lineages.every((lineage, other) => lineage.has(id) === (other === index))),
  );
}
