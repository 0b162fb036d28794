import type { Composition } from '../../composition/composition.js';
import type { Database } from '../../database/database.js';
import type { BlockingDependent } from '../../revisions/plan-downgrade.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { RunOptions } from '../run-options.js';
import type { AppliedState } from './applied-state.js';
import { assertPlannable, historyTables, readAppliedState } from './applied-state.js';
import type { FinishedStep } from './apply-steps.js';
import type { DataLoss } from './data-losses.js';
import type { Consent } from './loss-consent.js';
import type { MigrationStep, RevisionAction, TransactionMode } from './migration-step.js';
import { actionOf } from './migration-step.js';
import { assertFitsOneTransaction } from './one-transaction.js';
import { OpenConnection } from './open-connection.js';
import type { LocatedDatabase } from './open-database.js';
import { locateDatabase } from './open-database.js';
import { openOrCreate } from './open-or-create.js';
import type { OpenWorkspace } from './open-workspace.js';
import { openSoundWorkspace } from './open-workspace.js';
import { warnOfBranches } from './warn-of-branches.js';

/** A revision of a plan, and how long it took where it ran. */
export interface MigratedRevision {
  readonly revision: RevisionId;
  readonly message: string;
  /** `recorded`: a squash of which the database has all that it folds; nothing runs for it. */
  readonly action: RevisionAction;
  /** Of a downgrade with `cascade`, what it is reverted for: the revision that it needs. */
  readonly because: RevisionId | null;
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
  /** What a downgrade takes out of the database, in its order. */
  readonly losses: readonly DataLoss[];
  /** The script that does the same by hand, where it was asked for. */
  readonly sql: string | null;
}

/** What a plan is made from. */
export interface PlanState extends Pick<AppliedState, 'graph' | 'view' | 'applied'> {
  readonly workspace: Workspace;
}

/** A decided plan, and the command that leads to the same end after a failure. */
export interface Plan {
  readonly revisions: readonly Revision[];
  /** Of a downgrade, those that are only reverted because of others. */
  readonly because?: readonly BlockingDependent[];
  readonly retry: string;
}

/** A plan with what it was made from. */
export interface DecidedPlan extends Plan, Pick<AppliedState, 'graph' | 'rows' | 'applied'> {
  /** Squashes among the revisions that are recorded without running. */
  readonly recordOnly: ReadonlySet<RevisionId>;
}

/** What a run works on, read by a caller that has several runs of the same workspace. */
export interface PreparedRun {
  /** As {@link openSoundWorkspace} gives it. */
  readonly opened: OpenWorkspace;
  readonly located: LocatedDatabase;
  /** The steps up that were read so far, for whoever comes next. */
  readonly steps: Map<RevisionId, Promise<MigrationStep>>;
  /** What the fragments make up, composed when it is first needed. */
  readonly compose?: () => Promise<Composition>;
  /** Whether a database that comes into being by itself (a file) is made only with the consent that others need. */
  readonly needsConsentToCreate: boolean;
}

/** One upgrade or downgrade. */
export interface MigrationRequest {
  readonly direction: 'upgrade' | 'downgrade';
  readonly options: RunOptions & {
    readonly tx?: TransactionMode | undefined;
    readonly dryRun?: boolean | undefined;
    readonly sql?: boolean | undefined;
  };
  /** For what loses data; without it, losses are not looked for. */
  readonly consent?: Consent;
  /** Decides; called again under the lock, as another run may have been faster. */
  readonly plan: (state: PlanState) => Plan;
  /** Without it, the workspace is read and its database located. */
  readonly prepared?: PreparedRun | undefined;
  /** Does what goes before, around and after the steps, under the lock, in place of the backup that the policy wants. */
  readonly attend?: ((run: AttendedRun) => Promise<readonly FinishedStep[]>) | undefined;
}

/** Steps that are about to run, under the lock. */
export interface AttendedRun {
  readonly database: Database;
  readonly steps: readonly MigrationStep[];
  /** The histories as they are. */
  readonly rows: DecidedPlan['rows'];
  /** Runs them; `atEnd` in the same transaction, where the mode has one for all. */
  readonly apply: (mode: TransactionMode, atEnd?: () => Promise<void>) => Promise<readonly FinishedStep[]>;
}

/**
 * Plans, takes the lock, plans again and applies. A run that finds nothing to do takes no lock, makes no database where
 * there was none, and does not even load what applies revisions.
 */
export async function migrate(request: MigrationRequest): Promise<MigrationResult> {
  const { direction, options, consent, plan, prepared } = request;
  const opened = prepared?.opened ?? (await openSoundWorkspace(options, `Cannot ${direction}`));
  const { workspace } = opened;
  const command = options.command ?? `orchestrate ${direction}`;
  const located = prepared?.located ?? (await locateDatabase(workspace, { ...options, command }));
  const { driver, url, target } = located;
  const decide = async (database: Database): Promise<DecidedPlan> => {
    const state = await readAppliedState({ database, open: opened });
    assertPlannable(state, direction === 'upgrade' ? 'up' : 'down');
    const { graph, view, rows, applied } = state;
    return { ...plan({ workspace, graph, view, applied }), graph, rows, applied, recordOnly: view.recordOnly };
  };
  const isOnlyAsked = options.dryRun === true || options.sql === true;
  const result = { direction, database: url.display, dryRun: isOnlyAsked, sql: null };
  await using open = new OpenConnection(
    await openOrCreate({
      driver,
      target,
      options,
      isOnlyAsked,
      command: direction === 'upgrade' ? command : null,
      mustExist: prepared?.needsConsentToCreate === true,
    }),
  );
  const decided = await decide(open.database);
  const { revisions, rows } = decided;
  if (direction === 'upgrade') warnOfBranches(decided, options.onEvent);
  const tables = historyTables(workspace, open.database);
  const former = isOnlyAsked || revisions.length === 0 ? await open.database.listFormerTables(tables) : [];
  if (revisions.length === 0 && former.length === 0 && !isOnlyAsked) return { ...result, revisions: [], losses: [] };

  let losses: readonly DataLoss[] = [];
  if (isOnlyAsked || consent !== undefined || options.tx === 'all') {
    const { readSteps } = await import('./read-steps.js');
    const steps = await readSteps(revisions, { direction, workspace, driver, known: prepared?.steps });
    // Here and not only when it runs, so that a dry run says so and a refused run has not made a database.
    if (options.tx === 'all') assertFitsOneTransaction(steps, rows);
    if (consent !== undefined) {
      const { findLosses } = await import('./data-losses.js');
      losses = await findLosses(steps, { database: open.database, driver });
    }
    if (isOnlyAsked) {
      const planned = revisions.map((revision) => describeStep(revision, direction, decided));
      if (options.sql !== true) return { ...result, revisions: planned, losses };
      const { sqlScript } = await import('./sql-script.js');
      const { defaultSchema } = open.database;
      const script = { steps, rows, driver, tables, former, defaultSchema, mode: options.tx ?? 'revision' };
      const sql = sqlScript(script);
      return { ...result, revisions: planned, losses, sql };
    }
  }
  if (consent !== undefined && losses.length > 0) {
    const { assertConsent } = await import('./loss-consent.js');
    await assertConsent(consent, { direction, database: url.display, losses });
  }

  const { runPlan } = await import('./run-plan.js');
  const database = await open.forWriting();
  const done = await runPlan(request, {
    workspace,
    driver,
    database,
    command,
    agreed: losses,
    decide: () => decide(database),
  });
  const finished = done.finished.map(({ step, durationMs }) => ({
    ...describeStep(step.revision, direction, done.plan),
    durationMs,
  }));
  return { ...result, revisions: finished, losses: done.losses };
}

function describeStep(
  { id, message }: Revision,
  direction: MigrationResult['direction'],
  { recordOnly, because = [] }: Pick<DecidedPlan, 'recordOnly' | 'because'>,
): MigratedRevision {
  const action = actionOf(direction === 'upgrade' ? 'up' : 'down', { id }, recordOnly);
  const reason = because.find(({ revision }) => revision === id)?.requires ?? null;
  return { revision: id, message, action, because: reason, durationMs: null };
}
