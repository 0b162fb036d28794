import type { MigrationList } from '../../../engine/schema-engine.js';
import { revisionId } from '../../../revisions/revision.js';
import type { RevisionGraph } from '../../../revisions/revision-graph.js';
import type { SquashView } from '../../../revisions/squash-view.js';

/** What {@link ownMigrations} goes by. */
export interface OwnMigrationsOptions {
  readonly extension: string;
  readonly graph: RevisionGraph;
  readonly view: Pick<SquashView, 'foldedInto'>;
}

/**
 * The migrations that Prisma's CLI has read, in the order of the plan (it sorts them by name), without what a squash
 * stands for. What is no revision stays at the end.
 */
export function ownMigrations(list: MigrationList, { extension, graph, view }: OwnMigrationsOptions): MigrationList {
  const last = graph.order.length;
  const positionOf = (name: string): number => graph.positions.get(revisionId(extension, name)) ?? last;
  const directories = list.migrationDirectories
    .filter(({ path }) => !view.foldedInto.has(revisionId(extension, path)))
    .toSorted((left, right) => positionOf(left.path) - positionOf(right.path));
  return { ...list, migrationDirectories: directories };
}
