import type { Database } from '../../database/database.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { RunOptions } from '../run-options.js';
import type { AppliedState } from './applied-state.js';
import { assertPlannable, historyTables, readAppliedState } from './applied-state.js';
import type { TransactionMode } from './migration-step.js';
import { OpenConnection } from './open-connection.js';
import { locateDatabase } from './open-database.js';
import { openOrCreate } from './open-or-create.js';
import { openSoundWorkspace } from './open-workspace.js';

/** A revision of a plan, and how long it took where it ran. */
export interface MigratedRevision {
  readonly revision: RevisionId;
  readonly message: string;
  /** `recorded`: a squash of which the database has all that it folds; nothing runs for it. */
  readonly action: 'applied' | 'reverted' | 'recorded';
  /** Milliseconds; null where nothing ran. */
  readonly durationMs: number | null;
}

/** What an upgrade or a downgrade did, or would do. */
export interface MigrationResult {
  readonly direction: 'upgrade' | 'downgrade';
  /** Whether this is only the plan. */
  readonly dryRun: boolean;
  /** The database, without secrets. */
  readonly database: string;
  /** In the order in which they ran; empty where there was nothing to do. */
  readonly revisions: readonly MigratedRevision[];
  /** The script that does the same by hand, where it was asked for. */
  readonly sql: string | null;
}

/** What a plan is made from. */
export interface PlanState {
  readonly workspace: Workspace;
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<RevisionId>;
}

/** A decided plan, and the command that leads to the same end after a failure. */
export interface Plan {
  readonly revisions: readonly Revision[];
  readonly retry: string;
}

/** A plan with what it was made from. */
export interface DecidedPlan extends Plan, Pick<AppliedState, 'graph' | 'rows'> {
  /** Squashes among the revisions that are recorded without running. */
  readonly recordOnly: ReadonlySet<RevisionId>;
}

/** One upgrade or downgrade. */
export interface MigrationRequest {
  readonly direction: 'upgrade' | 'downgrade';
  readonly options: RunOptions & {
    readonly tx?: TransactionMode | undefined;
    readonly dryRun?: boolean | undefined;
    readonly sql?: boolean | undefined;
  };
  /** Decides; called again under the lock, as another run may have been faster. */
  readonly plan: (state: PlanState) => Plan;
}

/**
 * Plans, takes the lock, plans again and applies. A run that finds nothing to do takes no lock, makes no database where
 * there was none, and does not even load what applies revisions.
 */
export async function migrate(request: MigrationRequest): Promise<MigrationResult> {
  const { direction, options, plan } = request;
  const opened = await openSoundWorkspace(options, `Cannot ${direction}`);
  const { workspace } = opened;
  const command = options.command ?? `orchestrate ${direction}`;
  const { driver, url, target } = await locateDatabase(workspace, { ...options, command });
  const decide = async (database: Database): Promise<DecidedPlan> => {
    const state = await readAppliedState({ database, open: opened });
    assertPlannable(state, direction === 'upgrade' ? 'up' : 'down');
    const { graph, view, rows, applied } = state;
    return { ...plan({ workspace, graph, applied }), graph, rows, recordOnly: view.recordOnly };
  };
  const isOnlyAsked = options.dryRun === true || options.sql === true;
  const result = { direction, database: url.display, dryRun: isOnlyAsked };
  await using open = new OpenConnection(await openOrCreate({ driver, target, options, isOnlyAsked }));
  const { revisions, rows, recordOnly } = await decide(open.database);
  const planned = (revision: Revision): MigratedRevision => describeStep(revision, { direction, recordOnly });
  const tables = historyTables(workspace, open.database);
  if (isOnlyAsked) {
    const { readSteps } = await import('./read-steps.js');
    const { sqlScript } = await import('./sql-script.js');
    const steps = await readSteps(revisions, { direction, workspace, driver });
    const script = {
      steps,
      rows,
      driver,
      tables,
      former: await open.database.listFormerTables(tables),
      defaultSchema: open.database.defaultSchema,
      mode: options.tx ?? 'revision',
    };
    const sql = options.sql === true ? sqlScript(script) : null;
    return { ...result, revisions: revisions.map(planned), sql };
  }
  const former = await open.database.listFormerTables(tables);
  if (revisions.length === 0 && former.length === 0) return { ...result, revisions: [], sql: null };

  const { runPlan } = await import('./run-plan.js');
  const database = await open.forWriting();
  const finished = await runPlan(request, {
    workspace,
    driver,
    database,
    command,
    decide: () => decide(database),
  });
  const done = finished.map(({ step, durationMs }) => ({ ...planned(step.revision), durationMs }));
  return { ...result, revisions: done, sql: null };
}

function describeStep(
  { id, message }: Revision,
  { direction, recordOnly }: { direction: MigrationResult['direction']; recordOnly: ReadonlySet<RevisionId> },
): MigratedRevision {
  const action = direction === 'downgrade' ? 'reverted' : recordOnly.has(id) ? 'recorded' : 'applied';
  return { revision: id, message, action, durationMs: null };
}
