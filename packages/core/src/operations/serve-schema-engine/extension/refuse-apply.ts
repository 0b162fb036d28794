import { EngineError } from '../../../engine/schema-engine.js';
import { type HistoryRow, historyRowState } from '../../../revisions/history-row.js';
import { extensionOf, type Revision, type RevisionId } from '../../../revisions/revision.js';
import type { RevisionGraph } from '../../../revisions/revision-graph.js';
import type { SquashView } from '../../../revisions/squash-view.js';

/** What {@link assertAppliable} decides from. */
export interface AppliableOptions {
  readonly extension: string;
  /** As the database sees the revisions. */
  readonly graph: RevisionGraph;
  readonly view: Pick<SquashView, 'effective' | 'recordOnly'>;
  /** What is recorded as applied. */
  readonly applied: ReadonlySet<RevisionId>;
  readonly rows: readonly HistoryRow[];
}

/**
 * Prisma applies whatever is missing. What it cannot know is said before anything runs: that others' revisions come
 * first, or that a squash is not to be run.
 *
 * @throws EngineError
 */
export function assertAppliable(options: AppliableOptions): void {
  const { extension, graph, view, rows } = options;
  // About those Prisma itself has something to say, and applies nothing.
  if (rows.some((row) => row.extension === extension && historyRowState(row) === 'failed')) return;
  assertNothingToRecord(options);
  const pending = graph.revisionsOf(extension).filter(({ id }) => !view.effective.has(id));
  const missing = pending.flatMap((revision) =>
    revision.requires
      .filter((id) => extensionOf(id) !== extension && !view.effective.has(id))
      .map((id) => ({ revision, requires: id })),
  );
  if (missing.length > 0) throw requirementsMissing(extension, missing);
}

/**
 * A database that has what a squash stands for needs no more than a record of it, which Prisma does not know to make.
 *
 * @throws EngineError
 */
export function assertNothingToRecord({
  extension,
  graph,
  view,
  applied,
}: Pick<AppliableOptions, 'extension' | 'graph' | 'view' | 'applied'>): void {
  const squashes = graph
    .revisionsOf(extension)
    .filter(({ id }) => view.recordOnly.has(id) && !applied.has(id))
    .map(({ name }) => name);
  if (squashes.length === 0) return;
  const [what, is] = squashes.length === 1 ? ['migration', 'stands'] : ['migrations', 'stand'];
  throw new EngineError(
    `The ${what} ${quoted(squashes)} of ${extension} ${is} for revisions that this database has, at least in part. Prisma would run ${squashes.length === 1 ? 'it' : 'them'} all the same; nothing was done.\nTo apply what is left of those and record the rest, run: orchestrate upgrade --extension ${extension}`,
  );
}

function requirementsMissing(
  extension: string,
  missing: readonly { readonly revision: Revision; readonly requires: RevisionId }[],
): EngineError {
  const lines = missing.map(({ revision, requires }) => `- ${revision.name} requires ${requires}`);
  return new EngineError(
    `Migrations of ${extension} require revisions of other extensions that are not applied; nothing was applied:\n${lines.join('\n')}\nTo apply those first and then these, run: orchestrate upgrade --extension ${extension}`,
  );
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
