import type { Database, Driver, HistoryTable } from '../../database/database.js';
import type { HistoryStore } from '../../history/history-store.js';
import { sqlHistory } from '../../history/sql-history.js';
import { appliedSet, checkConsistency } from '../../revisions/consistency.js';
import { assertConsistent } from '../../revisions/consistency-errors.js';
import type { HistoryProblem } from '../../revisions/history-problem.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import { historyRowState } from '../../revisions/history-row.js';
import type { RevisionId } from '../../revisions/revision.js';
import { extensionOf, revisionId, revisionNameOf } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { buildGraph } from '../../revisions/revision-graph.js';
import type { SquashView } from '../../revisions/squash-view.js';
import { viewFor } from '../../revisions/squash-view.js';
import { describePackage } from '../../workspace/describe-package.js';
import type { Workspace } from '../../workspace/workspace.js';
import { assertNoErrors } from './findings-error.js';
import type { OpenWorkspace } from './open-workspace.js';
import { findingsOf } from './open-workspace.js';
import { halfDoneError } from './run-errors.js';
import { parseStepProgress } from './step-progress.js';

/** What a database says of the revisions. */
export interface AppliedState {
  /** As this database sees the revisions; the same as the workspace's where nothing is folded. */
  readonly graph: RevisionGraph;
  readonly view: SquashView;
  readonly rows: readonly HistoryRow[];
  /** What is recorded as applied. */
  readonly applied: ReadonlySet<RevisionId>;
  /** What does not fit together. A revision that stopped half-way and can go on, its directory being there, is none of it. */
  readonly problems: readonly HistoryProblem[];
  /** Revisions that stopped half-way and go on with the next run (their directories are there), by what it was doing. */
  readonly halfDone: ReadonlyMap<RevisionId, 'up' | 'down'>;
}

/** Where to look. */
export interface AppliedStateOptions {
  readonly database: Database;
  readonly open: Pick<OpenWorkspace, 'workspace' | 'revisions' | 'graph'>;
}

/**
 * Reads all histories, in one query, and compares them with the revisions.
 *
 * @throws OrchestrateError the first finding, where the revisions cannot be ordered as this database has to see them
 */
export async function readAppliedState({ database, open }: AppliedStateOptions): Promise<AppliedState> {
  return appliedStateOf(await database.readHistory(historyTables(open.workspace, database)), open);
}

/**
 * What rows of histories say of the revisions.
 *
 * @throws OrchestrateError as {@link readAppliedState}
 */
export function appliedStateOf(rows: readonly HistoryRow[], open: AppliedStateOptions['open']): AppliedState {
  const { workspace } = open;
  const applied = appliedSet(rows);
  const tried = new Set(
    rows.filter((row) => historyRowState(row) !== 'rolled-back').map((row) => revisionId(row.extension, row.name)),
  );
  const view = viewFor(open.revisions, applied, tried);
  const graph = graphOf(view, open);
  const halfDone = new Map<RevisionId, 'up' | 'down'>();
  for (const row of rows) {
    const id = revisionId(row.extension, row.name);
    const progress = row.rolledBackAt === null && graph.byId.has(id) ? parseStepProgress(row.logs) : null;
    if (progress !== null) halfDone.set(id, progress.direction);
  }
  const extensions = workspace.extensions.map(({ name }) => name);
  const problems = checkConsistency({ graph, view, history: rows, extensions }).filter(
    (problem) => problem.kind !== 'failed' || !halfDone.has(problem.id),
  );
  return { graph, view, rows, applied, problems: problems.map(withPackage(workspace, graph)), halfDone };
}

/** A problem with the package that an extension was installed in, as what resolves it is another there. */
function withPackage({ extensions }: Workspace, graph: RevisionGraph): (problem: HistoryProblem) => HistoryProblem {
  const installed = new Map(extensions.filter(({ isInstalled }) => isInstalled).map((each) => [each.name, each]));
  return (problem) => {
    const owner = installed.get(extensionOf(problem.id));
    if (owner === undefined) return problem;
    const [head, ...others] = graph.headsOf(owner.name).map(revisionNameOf);
    return {
      ...problem,
      installed: { package: describePackage(owner), head: others.length > 0 ? null : (head ?? 'base') },
    };
  };
}

/**
 * The graph of a view.
 *
 * @throws OrchestrateError the first finding, where it has no order
 */
export function graphOf(view: SquashView, { workspace, revisions, graph }: AppliedStateOptions['open']): RevisionGraph {
  if (view.revisions === revisions) return graph;
  const seen = buildGraph(view.revisions);
  assertNoErrors(findingsOf(seen, workspace), 'Cannot order the revisions as the database has them');
  return seen;
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
  return workspace.extensions.map(({ name, historyTable, namespace, formerNames }) => ({
    extension: name,
    table: historyTable,
    schema: namespace ?? defaultSchema,
    formerNames,
  }));
}
