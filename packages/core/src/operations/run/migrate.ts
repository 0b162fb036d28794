import path from 'node:path';
import type { Database, Driver, OpenOptions } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { readDownScript } from '../../workspace/read-down-script.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { RunOptions } from '../run-options.js';
import type { AppliedState } from './applied-state.js';
import { assertPlannable, openHistory, readAppliedState } from './applied-state.js';
import { applySteps } from './apply-steps.js';
import { backUp } from './back-up.js';
import type { MigrationStep, TransactionMode } from './migration-step.js';
import { migrationStep } from './migration-step.js';
import { locateDatabase } from './open-database.js';
import { openSoundWorkspace } from './open-workspace.js';
import { runHook } from './run-hook.js';
import { sqlScript } from './sql-script.js';

const LOCK_TIMEOUT_MS = 60_000;

/** A revision of a plan, and how long it took where it ran. */
export interface MigratedRevision {
  readonly revision: RevisionId;
  readonly message: string;
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
 * Plans, takes the lock, plans again and applies. A run that finds nothing to do takes no lock, and does not make a
 * database where there was none.
 */
export async function migrate(request: MigrationRequest): Promise<MigrationResult> {
  const { direction, options, plan } = request;
  const { workspace, graph } = await openSoundWorkspace(options, `Cannot ${direction}`);
  const { driver, url } = await locateDatabase(workspace, options);
  const open = (mode: OpenOptions['mode']): Promise<Database> =>
    driver.open({ url: url.url, display: url.display, root: url.base, mode });
  const decide = async (database: Database): Promise<Plan & Pick<AppliedState, 'rows'>> => {
    const state = await readAppliedState({ database, workspace, graph });
    assertPlannable(state, direction === 'upgrade' ? 'up' : 'down');
    return { ...plan({ workspace, graph, applied: state.applied }), rows: state.rows };
  };
  const mode = options.tx ?? 'revision';
  const isOnlyAsked = options.dryRun === true || options.sql === true;
  const result = { direction, database: url.display, dryRun: isOnlyAsked };
  {
    await using database = await open('read');
    const { revisions, rows } = await decide(database);
    if (isOnlyAsked || revisions.length === 0) {
      const steps = isOnlyAsked ? await readSteps(revisions, { direction, workspace, driver }) : [];
      const sql = options.sql === true ? sqlScript({ steps, rows, driver, mode }) : null;
      return { ...result, revisions: revisions.map(planned), sql };
    }
  }

  await using database = await open('write');
  await using _lock = await lockForRun(database, options, direction);
  const { revisions, retry, rows } = await decide(database);
  options.onEvent?.({ kind: 'plan', direction, revisions: revisions.map(({ id }) => id) });
  const steps = await readSteps(revisions, { direction, workspace, driver });
  if (steps.length > 0) await prepareRun(request, { workspace, database, revisions });
  const finished = await applySteps(steps, {
    database,
    history: openHistory({ database, driver, workspace }),
    rows,
    mode,
    retry,
    onEvent: options.onEvent,
    signal: options.signal,
  });
  if (steps.length > 0 && direction === 'upgrade') {
    await runUpgradeHook('afterUpgrade', { workspace, revisions, options });
  }
  return {
    ...result,
    sql: null,
    revisions: finished.map(({ step, durationMs }) => ({ ...planned(step.revision), durationMs })),
  };
}

/** What goes before the first statement, under the lock: the hook, then the backup, so that the hook is in it. */
async function prepareRun(
  { direction, options }: MigrationRequest,
  { workspace, database, revisions }: { workspace: Workspace; database: Database; revisions: readonly Revision[] },
): Promise<void> {
  if (direction === 'upgrade') await runUpgradeHook('beforeUpgrade', { workspace, revisions, options });
  const policy = workspace.config.backup;
  if (!policy.beforeMigrate) return;
  options.onEvent?.({ kind: 'step', message: 'Backing up the database' });
  const file = await backUp({ database, root: workspace.root, policy, now: new Date() });
  options.onEvent?.({ kind: 'step', message: `Backed up to ${path.relative(workspace.root, file)}` });
}

async function runUpgradeHook(
  name: 'beforeUpgrade' | 'afterUpgrade',
  { workspace, revisions, options }: { workspace: Workspace; revisions: readonly Revision[]; options: RunOptions },
): Promise<void> {
  const command = workspace.config.hooks[name];
  if (command === null) return;
  const variables = { ORCHESTRATE_REVISIONS: revisions.map(({ id }) => id).join(',') };
  await runHook({ name, command, root: workspace.root, variables, onEvent: options.onEvent, signal: options.signal });
}

function lockForRun(database: Database, options: RunOptions, direction: string): Promise<AsyncDisposable> {
  return database.lock({
    timeoutMs: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
    command: options.command ?? `orchestrate ${direction}`,
    signal: options.signal,
    onWaiting: (holder) =>
      options.onEvent?.({ kind: 'lock-waiting', holder, timeoutMs: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS }),
  });
}

function planned({ id, message }: Revision): MigratedRevision {
  return { revision: id, message, durationMs: null };
}

async function readSteps(
  revisions: readonly Revision[],
  { direction, workspace, driver }: { direction: 'upgrade' | 'downgrade'; workspace: Workspace; driver: Driver },
): Promise<readonly MigrationStep[]> {
  const { root } = workspace;
  if (direction === 'upgrade') {
    return revisions.map((revision) =>
      migrationStep({ direction: 'up', revision, script: revision.sql, root, driver }),
    );
  }
  const steps: MigrationStep[] = [];
  const without: Revision[] = [];
  for (const revision of revisions) {
    const script = await readDownScript(revision);
    if (script === null) without.push(revision);
    else steps.push(migrationStep({ direction: 'down', revision, script, root, driver }));
  }
  if (without.length > 0) throw noDownScript(without, root);
  return steps;
}

function noDownScript(revisions: readonly Revision[], root: string): OrchestrateError {
  const files = revisions.map(({ directory }) =>
    path.relative(root, path.join(directory, 'down.sql')).replaceAll(path.sep, '/'),
  );
  return new OrchestrateError({
    code: 'DOWNGRADE.NO_DOWN_SCRIPT',
    message: `There is no down.sql for ${revisions.map(({ id }) => id).join(', ')}; nothing was reverted.`,
    fix: `Write ${files.join(', ')}, with the statements that undo migration.sql (an empty file, where there is nothing to undo).`,
    meta: { revisions: revisions.map(({ id }) => id), files },
  });
}
