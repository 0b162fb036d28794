import type { Database, Driver, HistoryTable } from '../../database/database.js';
import type { HistoryStore } from '../../history/history-store.js';
import { sqlHistory } from '../../history/sql-history.js';
import { appliedSet, checkConsistency } from '../../revisions/consistency.js';
import { assertConsistent } from '../../revisions/consistency-errors.js';
import type { HistoryProblem } from '../../revisions/history-problem.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { RevisionId } from '../../revisions/revision.js';
import { revisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import type { Workspace } from '../../workspace/workspace.js';
import { halfDoneError } from './run-errors.js';
import { parseStepProgress } from './step-progress.js';

/** What a database says of the revisions. */
export interface AppliedState {
  readonly rows: readonly HistoryRow[];
  readonly applied: ReadonlySet<RevisionId>;
  /** What does not fit together. A revision that stopped half-way and can go on, its directory being there, is none of it. */
  readonly problems: readonly HistoryProblem[];
  /** Revisions that stopped half-way and go on with the next run (their directories are there), by what it was doing. */
  readonly halfDone: ReadonlyMap<RevisionId, 'up' | 'down'>;
}

/** Where to look. */
export interface AppliedStateOptions {
  readonly database: Database;
  readonly workspace: Workspace;
  readonly graph: RevisionGraph;
}

/** Reads all histories, in one query, and compares them with the revisions. */
export async function readAppliedState({ database, workspace, graph }: AppliedStateOptions): Promise<AppliedState> {
  const rows = await database.readHistory(historyTables(workspace, database));
  const halfDone = new Map<RevisionId, 'up' | 'down'>();
  for (const row of rows) {
    const id = revisionId(row.extension, row.name);
    const progress = row.rolledBackAt === null && graph.byId.has(id) ? parseStepProgress(row.logs) : null;
    if (progress !== null) halfDone.set(id, progress.direction);
  }
  const extensions = workspace.extensions.map(({ name }) => name);
  const problems = checkConsistency({ graph, history: rows, extensions }).filter(
    (problem) => problem.kind !== 'failed' || !halfDone.has(problem.id),
  );
  return { rows, applied: appliedSet(rows), problems, halfDone };
}

/**
 * @throws OrchestrateError when the history contradicts the revisions, or when a revision stopped half-way in the other
 * direction and has to be brought to its end first
 */
export function assertPlannable(state: AppliedState, direction: 'up' | 'down'): void {
  assertConsistent(state.problems);
  for (const [id, other] of state.halfDone) if (other !== direction) throw halfDoneError(id, other);
}

/** The history tables of a workspace, ready to be written to. */
export function openHistory(options: { database: Database; driver: Driver; workspace: Workspace }): HistoryStore {
  return sqlHistory({ ...options, tables: historyTables(options.workspace, options.database) });
}

/**
 * The history tables of a workspace, by extension in the workspace's order; each with its database schema, where the
 * database has such, as a revision may change what unqualified names mean.
 */
export function historyTables(
  workspace: Workspace,
  { defaultSchema }: Pick<Database, 'defaultSchema'>,
): readonly HistoryTable[] {
  return workspace.extensions.map(({ name, historyTable, namespace }) => ({
    extension: name,
    table: historyTable,
    schema: namespace ?? defaultSchema,
  }));
}
