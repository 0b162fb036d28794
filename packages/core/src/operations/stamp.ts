import { CORE } from '../extension.js';
import { checkConsistency } from '../revisions/consistency.js';
import { explainHistoryProblem } from '../revisions/consistency-errors.js';
import type { StampGoal, UnrecordedRevision } from '../revisions/plan-stamp.js';
import { planStamp } from '../revisions/plan-stamp.js';
import type { RevisionId } from '../revisions/revision.js';
import type { RevisionGraph } from '../revisions/revision-graph.js';
import { resolveTarget } from '../revisions/target.js';
import { targetOfAll } from '../revisions/target-errors.js';
import type { Workspace } from '../workspace/workspace.js';
import { readAppliedState } from './run/applied-state.js';
import { OpenConnection } from './run/open-connection.js';
import { locateDatabase } from './run/open-database.js';
import { openOrCreate } from './run/open-or-create.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectExtension } from './run/select-extension.js';
import type { PlannedStamp } from './run/write-stamp.js';
import type { RunOptions } from './run-options.js';
import type { StatusProblem } from './status.js';
import type { Selection } from './upgrade.js';

/** What {@link stamp} takes. */
export interface StampOptions extends RunOptions {
  /** Whose history to write. */
  readonly selection: Selection;
  /** A revision's name or the start of it, `head`, or `base` for none; with all extensions `head` or `base`. */
  readonly target: string;
  /** Says what would be written and writes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** What {@link stamp} wrote, or would write. */
export interface StampResult {
  readonly dryRun: boolean;
  /** The database, without secrets. */
  readonly database: string;
  /** Now recorded as applied, in plan order. */
  readonly recorded: readonly { readonly revision: RevisionId; readonly message: string }[];
  /** No longer recorded, last first. */
  readonly unrecorded: readonly UnrecordedRevision[];
  /** What still contradicts the history of what was stamped: a stamp does not cure a revision that was edited. */
  readonly problems: readonly StatusProblem[];
}

/**
 * Makes the history of an extension say that a target and what it needs of that extension are applied and nothing else
 * of it is, without running anything. For a database that has what the revisions make but no record of it, and after
 * something was mended by hand.
 *
 * Rows are written as `prisma migrate resolve` does: those that count no longer are marked as rolled back, new ones are
 * finished and have no steps. Rows of revisions that stay applied are left alone, their checksums included.
 *
 * @throws OrchestrateError `STAMP.INCOMPLETE` or `STAMP.BLOCKED` naming revisions of other extensions that would
 * contradict the result, `STAMP.FAILED`, `TARGET.*`, `LOCK.TIMEOUT`, `DATABASE.*`, `CONFIG.*`
 *
 * @example
 * ```ts
 * const { recorded } = await stamp({ cwd: process.cwd(), selection: { kind: 'all' }, target: 'head' });
 * ```
 */
export async function stamp(options: StampOptions): Promise<StampResult> {
  const opened = await openSoundWorkspace(options, 'Cannot stamp');
  const { workspace, graph } = opened;
  const goals = goalsOf({ workspace, graph }, options);
  const command = options.command ?? 'orchestrate stamp';
  const { driver, url, target } = await locateDatabase(workspace, { ...options, command });
  const isOnlyAsked = options.dryRun === true;
  await using open = new OpenConnection(await openOrCreate({ driver, target, options, isOnlyAsked }));
  const decide = async (): Promise<PlannedStamp> => {
    const state = await readAppliedState({ database: open.database, open: opened });
    const plan = planStamp({ graph, history: state.rows, halfDone: state.halfDone, goals });
    if (plan.kind === 'plan') return { ...plan, rows: state.rows };
    const { stampBlocked, stampIncomplete } = await import('./run/stamp-errors.js');
    throw plan.kind === 'incomplete'
      ? stampIncomplete({ graph, applied: state.applied, missing: plan.missing })
      : stampBlocked(plan.dependents);
  };

  let planned = await decide();
  const { stampedRows, writeStamp } = await import('./run/write-stamp.js');
  if (!isOnlyAsked && planned.rolledBack.length + planned.recorded.length > 0) {
    await open.forWriting();
    planned = await writeStamp({ database: open.database, driver, workspace, decide, options, command });
  }
  const extensions = goals.map(({ extension }) => extension);
  const history = stampedRows(planned, new Date());
  return {
    dryRun: isOnlyAsked,
    database: url.display,
    recorded: planned.recorded.map(({ id, message }) => ({ revision: id, message })),
    unrecorded: planned.unrecorded,
    problems: checkConsistency({ graph, history, extensions }).map(explainHistoryProblem),
  };
}

function goalsOf(
  { workspace, graph }: { readonly workspace: Workspace; readonly graph: RevisionGraph },
  { selection, target }: StampOptions,
): readonly StampGoal[] {
  if (selection.kind === 'all') {
    if (target !== 'head' && target !== 'base') throw targetOfAll(target, 'give head or base');
    return workspace.extensions.map(({ name }) => ({
      extension: name,
      targets: target === 'head' ? graph.headsOf(name) : [],
    }));
  }
  const { name: extension } = selectExtension(workspace, selection.kind === 'core' ? CORE : selection.name);
  const resolved = resolveTarget({ graph, applied: new Set(), extension, target, isAbsolute: true });
  return [{ extension, targets: resolved.kind === 'base' ? [] : resolved.ids }];
}
