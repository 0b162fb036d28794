import type { RevisionId } from '../revisions/revision.js';
import type { RevisionGraph } from '../revisions/revision-graph.js';
import { readAppliedState } from './run/applied-state.js';
import { asOperation } from './run/as-operation.js';
import { openDatabase } from './run/open-database.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectedExtensions } from './run/select-extension.js';
import type { DatabaseOptions } from './run-options.js';

/** What {@link current} takes. */
export interface CurrentOptions extends DatabaseOptions {
  /** Only this extension. */
  readonly extension?: string | undefined;
}

/** Where one extension stands. */
export interface CurrentRevision {
  readonly name: string;
  /** The last applied revisions: none before the first, several where branches are applied that nothing joins. */
  readonly revisions: readonly RevisionId[];
  /** The last revisions that there are; several where the extension has diverged. */
  readonly heads: readonly RevisionId[];
  /** How many are not applied. */
  readonly pending: number;
  /** Whether all are. */
  readonly isHead: boolean;
}

/** What {@link current} found. */
export interface CurrentResult {
  /** The database, without secrets. */
  readonly database: string;
  readonly extensions: readonly CurrentRevision[];
}

/**
 * Tells the last applied revision of each extension. Changes nothing.
 *
 * @throws OrchestrateError for a workspace that cannot be read, `WORKSPACE.UNKNOWN_EXTENSION`, `HISTORY.*`, `DATABASE.*`
 *
 * @example
 * ```ts
 * const { extensions } = await current({ cwd: process.cwd(), extension: 'blog' });
 * for (const { name, revisions, pending } of extensions) console.log(name, revisions, pending); // blog [] 1
 * ```
 */
export function current(options: CurrentOptions): Promise<CurrentResult> {
  return asOperation(options, readCurrent);
}

async function readCurrent(options: CurrentOptions): Promise<CurrentResult> {
  const open = await openSoundWorkspace(options, 'Cannot tell what is applied');
  const { workspace } = open;
  const { database } = await openDatabase(workspace, options, 'read');
  await using _open = database;
  const { graph, applied } = await readAppliedState({ database, open });
  const extensions = selectedExtensions(workspace, options.extension).map(({ name }) => {
    const pending = graph.revisionsOf(name).filter(({ id }) => !applied.has(id)).length;
    const heads = graph.headsOf(name);
    return { name, revisions: appliedHeads(graph, name, applied), heads, pending, isHead: pending === 0 };
  });
  return { database: database.display, extensions };
}

/** The applied revisions of an extension that no applied revision of it follows, in plan order. */
export function appliedHeads(
  graph: RevisionGraph,
  extension: string,
  applied: ReadonlySet<RevisionId>,
): readonly RevisionId[] {
  return graph
    .revisionsOf(extension)
    .map(({ id }) => id)
    .filter((id) => applied.has(id) && !graph.childrenOf(id).some((child) => applied.has(child)));
}
