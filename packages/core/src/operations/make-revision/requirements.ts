import type { RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { directDependencies } from '../../workspace/dependencies.js';
import type { Extension } from '../../workspace/workspace.js';
import type { MovedTable } from './managed-tables.js';

/** What {@link requirementsOf} decides from. */
export interface RequirementsOptions {
  readonly extension: Extension;
  readonly graph: RevisionGraph;
  /** The tables that change hands with the revision. */
  readonly moved: readonly MovedTable[];
}

/**
 * What a new revision requires: the heads of the extension's direct dependencies, on which it was made, and of those that
 * had a table before, which may be dependencies of dependencies.
 */
export function requirementsOf({ extension, graph, moved }: RequirementsOptions): readonly RevisionId[] {
  const needed = new Set([...directDependencies(extension), ...moved.map(({ formerOwner }) => formerOwner)]);
  return [...needed].flatMap((name) => graph.headsOf(name));
}
