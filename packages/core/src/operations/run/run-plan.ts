import type { Database, Driver } from '../../database/database.js';
import type { Revision } from '../../revisions/revision.js';
import type { Workspace } from '../../workspace/workspace.js';
import { backUpByPolicy } from '../backup/back-up-by-policy.js';
import { openHistory } from './applied-state.js';
import type { FinishedStep } from './apply-steps.js';
import { applySteps } from './apply-steps.js';
import { assertHistoryMoved } from './assert-history-moved.js';
import { assertTablesAbsent } from './assert-tables-absent.js';
import type { DataLoss } from './data-losses.js';
import { findLosses } from './data-losses.js';
import { lockForRun } from './lock-for-run.js';
import { assertNotMore } from './loss-consent.js';
import type { AttendedRun, DecidedPlan, MigrationRequest } from './migrate.js';
import { readSteps } from './read-steps.js';
import { renameFormerTables } from './rename-former-tables.js';
import { runHooks } from './run-hooks.js';

/** What a run works with. */
export interface RunPlanParts {
  readonly workspace: Workspace;
  readonly driver: Driver;
  /** Open for writing. */
  readonly database: Database;
  /** What others are told who wait. */
  readonly command: string;
  /** What it was agreed to lose. */
  readonly agreed: readonly DataLoss[];
  /** Decides anew, now that no other run can come between. */
  readonly decide: () => Promise<DecidedPlan>;
}

/** A plan that was carried out. */
export interface FinishedPlan {
  readonly plan: DecidedPlan;
  readonly finished: readonly FinishedStep[];
  readonly losses: readonly DataLoss[];
}

/** Takes the lock, decides and applies. */
export async function runPlan(
  request: MigrationRequest,
  { workspace, driver, database, command, agreed, decide }: RunPlanParts,
): Promise<FinishedPlan> {
  const { direction, options, consent } = request;
  await using _lock = await lockForRun(database, options, command);
  await renameFormerTables({ database, driver, workspace });
  const plan = await decide();
  const { graph, revisions, retry, rows } = plan;
  options.onEvent?.({ kind: 'plan', direction, revisions: revisions.map(({ id }) => id) });
  if (revisions.length === 0) return { plan, finished: [], losses: [] };
  const steps = await readSteps(revisions, { direction, workspace, driver, known: request.prepared?.steps });
  if (direction === 'upgrade') {
    await assertHistoryMoved(steps, { database, workspace, rows });
    await assertTablesAbsent(steps, { database, workspace, graph, rows, compose: request.prepared?.compose });
  }
  const losses = consent === undefined ? [] : await findLosses(steps, { database, driver });
  if (consent?.isGiven === false) assertNotMore(losses, agreed, direction);
  await prepareRun(request, { workspace, database, revisions });
  const apply: AttendedRun['apply'] = (mode, atEnd) =>
    applySteps(steps, {
      database,
      history: openHistory({ database, driver, workspace }),
      rows,
      recordOnly: plan.recordOnly,
      mode,
      retry,
      around: atEnd && { begin: async () => {}, end: atEnd },
      onEvent: options.onEvent,
      signal: options.signal,
    });
  const finished =
    request.attend === undefined
      ? await apply(options.tx ?? 'revision')
      : await request.attend({ database, steps, rows, apply });
  if (direction === 'upgrade') {
    await runHooks('afterUpgrade', {
      workspace,
      options,
      revisions: revisions.map(({ id }) => id),
      database: database.display,
    });
  }
  return { plan, finished, losses };
}

/** What goes before the first statement, under the lock: the hook, then the backup, so that the hook is in it. */
async function prepareRun(
  { direction, options, attend }: MigrationRequest,
  { workspace, database, revisions }: { workspace: Workspace; database: Database; revisions: readonly Revision[] },
): Promise<void> {
  if (direction === 'upgrade') {
    const { display } = database;
    await runHooks('beforeUpgrade', {
      workspace,
      options,
      revisions: revisions.map(({ id }) => id),
      database: display,
    });
  }
  if (attend === undefined) await backUpByPolicy(database, workspace, options);
}
