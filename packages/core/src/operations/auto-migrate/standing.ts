import type { RevisionId } from '../../revisions/revision.js';
import { appliedHeads } from '../current.js';
import { historyTables, readAppliedState } from '../run/applied-state.js';
import type { LocatedDatabase } from '../run/open-database.js';
import type { OpenWorkspace } from '../run/open-workspace.js';

/** How a database stands to the code. */
export interface Standing {
  /** The last applied revisions of each extension. */
  readonly current: Readonly<Record<string, readonly RevisionId[]>>;
  /** In plan order. */
  readonly pending: readonly RevisionId[];
  /** What is applied, and unknown to the code. */
  readonly ahead: readonly RevisionId[];
  /** Whether there is no database yet. */
  readonly isMissing: boolean;
  /** Whether there is nothing to do: everything that the code knows is applied, and nothing contradicts it. */
  readonly isSettled: boolean;
}

/** Looks, without a lock and in one query. */
export async function readStanding(
  opened: OpenWorkspace,
  { driver, target }: Pick<LocatedDatabase, 'driver' | 'target'>,
): Promise<Standing> {
  await using database = await driver.open({ ...target, mode: 'read' });
  const { graph, applied, problems, halfDone } = await readAppliedState({ database, open: opened });
  const { workspace } = opened;
  const former = await database.listFormerTables(historyTables(workspace, database));
  const pending = graph.order.filter(({ id }) => !applied.has(id)).map(({ id }) => id);
  const isOnlyAhead = problems.every(({ kind }) => kind === 'missing-directory');
  return {
    current: Object.fromEntries(workspace.extensions.map(({ name }) => [name, appliedHeads(graph, name, applied)])),
    pending,
    ahead: problems.filter(({ kind }) => kind === 'missing-directory').map(({ id }) => id),
    isMissing: database.isMissing,
    isSettled: pending.length === 0 && former.length === 0 && halfDone.size === 0 && isOnlyAhead,
  };
}
