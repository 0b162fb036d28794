import { sorted } from '../../../compare.js';
import { ancestorsOf } from '../../../revisions/closure.js';
import { freshGraph } from '../../../revisions/fresh-graph.js';
import type { Revision, RevisionId } from '../../../revisions/revision.js';
import { buildGraph } from '../../../revisions/revision-graph.js';
import type { Extension } from '../../../workspace/workspace.js';
import { requirementsOf } from '../../make-revision/requirements.js';

/** What {@link placeNewDirectories} decides from. */
export interface PlaceNewDirectoriesOptions {
  readonly extension: Extension;
  /** Names of directories that Prisma has made in this session. */
  readonly made: ReadonlySet<string>;
}

/**
 * Directories that Prisma has just made have no revision.json yet. They come last, each after the one before it, and need
 * what a new revision needs: the heads of the extension's dependencies.
 */
export function placeNewDirectories(
  revisions: readonly Revision[],
  { extension, made }: PlaceNewDirectoriesOptions,
): readonly Revision[] {
  const own = revisions.filter((revision) => revision.extension === extension.name);
  const declared = revisions.filter(({ parentage }) => parentage === 'declared');
  const needed = ancestorsOf(
    buildGraph(revisions),
    declared.flatMap(({ id, replaces }) => [id, ...replaces]),
  );
  // A history that Prisma has written alone has no others; there they come last by their names.
  const isBesideDeclared = own.some(({ parentage }) => parentage === 'declared');
  const added = own.filter(
    ({ id, name, parentage }) => parentage === 'implied' && !needed.has(id) && (isBesideDeclared || made.has(name)),
  );
  if (added.length === 0) return revisions;
  const others = revisions.filter((revision) => !added.includes(revision));
  const graph = freshGraph(others);
  const requires = requirementsOf({ extension, graph, moved: [] });
  let parents: readonly RevisionId[] = graph.headsOf(extension.name);
  const placed = sorted(added.map(({ name }) => name)).flatMap((name) => {
    const revision = added.find((each) => each.name === name);
    if (revision === undefined) return [];
    const own = { ...revision, parents, requires };
    parents = [revision.id];
    return [own];
  });
  return [...others, ...placed];
}
