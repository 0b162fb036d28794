import type { Goal } from '../../revisions/goal.js';
import type { RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { targetOfAll } from '../../revisions/target-errors.js';
import { parseTargetTime } from '../../revisions/target-time.js';
import type { Workspace } from '../../workspace/workspace.js';

/** What {@link goalsOfAll} decides from. */
export interface GoalsOfAllOptions {
  readonly target: string;
  readonly workspace: Pick<Workspace, 'extensions'>;
  readonly graph: RevisionGraph;
  /** The revisions that a point in time means, `YYYYMMDDHHMMSS`. */
  readonly asOf: (timestamp: string) => ReadonlySet<RevisionId>;
}

/**
 * What a target of all extensions means for each of them.
 *
 * @throws OrchestrateError `TARGET.NEEDS_EXTENSION`, `TARGET.INVALID_TIME`, `TARGET.FOLDED`
 */
export function goalsOfAll({ target, workspace, graph, asOf }: GoalsOfAllOptions): readonly Goal[] {
  const goalsOf = (targetsOf: (extension: string) => readonly RevisionId[]): readonly Goal[] =>
    workspace.extensions.map(({ name }) => ({ extension: name, targets: targetsOf(name) }));
  if (target === 'head') return goalsOf((name) => graph.headsOf(name));
  if (target === 'base') return goalsOf(() => []);
  const timestamp = parseTargetTime(target);
  if (timestamp === null) throw targetOfAll(target, 'give head, base or a point in time');
  const wanted = asOf(timestamp);
  return goalsOf((name) =>
    graph
      .revisionsOf(name)
      .map(({ id }) => id)
      .filter((id) => wanted.has(id)),
  );
}
