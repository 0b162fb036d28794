import { ancestorsOf } from './closure.js';
import type { RevisionId } from './revision.js';
import { extensionOf, revisionNameOf } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

/** What {@link stampTarget} decides from. */
export interface StampTargetOptions {
  readonly graph: RevisionGraph;
  readonly extension: string;
  /** What is to be applied; of other extensions it may hold anything. */
  readonly wanted: Iterable<RevisionId>;
}

/**
 * The target to stamp an extension with so that these of its revisions are applied and no other; null where no single
 * target means just them: a history with gaps, two branches half-way, a revision without a directory.
 */
export function stampTarget({ graph, extension, wanted }: StampTargetOptions): string | null {
  const own = new Set([...wanted].filter((id) => extensionOf(id) === extension));
  if (own.size === 0) return 'base';
  const heads = [...own].filter((id) => !graph.childrenOf(id).some((child) => own.has(child)));
  const reached = ownAncestorsOf({ graph, extension, targets: heads });
  if (reached.size !== own.size || heads.some((id) => !graph.byId.has(id))) return null;
  const [head, ...others] = heads;
  if (head !== undefined && others.length === 0) return revisionNameOf(head);
  return own.size === graph.revisionsOf(extension).length ? 'head' : null;
}

/** The targets and everything of the same extension that they need. */
export function ownAncestorsOf({
  graph,
  extension,
  targets,
}: {
  readonly graph: RevisionGraph;
  readonly extension: string;
  readonly targets: Iterable<RevisionId>;
}): ReadonlySet<RevisionId> {
  return new Set([...ancestorsOf(graph, targets)].filter((id) => extensionOf(id) === extension));
}
