import type { RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { directDependencies } from '../../workspace/dependencies.js';
import type { Extension } from '../../workspace/workspace.js';

/** What a new revision requires: the heads of the extension's direct dependencies, on which it was made. */
export function requirementsOf(extension: Extension, graph: RevisionGraph): readonly RevisionId[] {
  return directDependencies(extension).flatMap((dependency) => graph.headsOf(dependency));
}
