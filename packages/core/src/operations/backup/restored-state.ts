import type { Database } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import { explainHistoryProblem } from '../../revisions/consistency-errors.js';
import type { CurrentRevision } from '../current.js';
import { appliedHeads } from '../current.js';
import { readAppliedState } from '../run/applied-state.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { StatusProblem } from '../status.js';

/** How a restored database stands to the revisions of the workspace. */
export interface RestoredState {
  readonly extensions: readonly CurrentRevision[];
  /** Where the backup is newer than the code, or of other code. */
  readonly problems: readonly StatusProblem[];
}

/** Compares the history of a restored database with the revisions, whatever state both are in. */
export async function readRestoredState(database: Database, opened: OpenWorkspace): Promise<RestoredState> {
  try {
    const { graph, applied, problems } = await readAppliedState({ database, open: opened });
    const extensions = opened.workspace.extensions.map(({ name }) => {
      const pending = graph.revisionsOf(name).filter(({ id }) => !applied.has(id)).length;
      const revisions = appliedHeads(graph, name, applied);
      return { name, revisions, heads: graph.headsOf(name), pending, isHead: pending === 0 };
    });
    return { extensions, problems: problems.map(explainHistoryProblem) };
  } catch (error) {
    // Revisions that cannot be put in order are no reason to leave a database as it is.
    if (!(error instanceof OrchestrateError)) throw error;
    const { code, message, fix } = error;
    return { extensions: [], problems: [{ code, message, fix }] };
  }
}
