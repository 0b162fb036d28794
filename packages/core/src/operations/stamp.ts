import { explainHistoryProblem } from '../revisions/consistency-errors.js';
import type { UnrecordedRevision } from '../revisions/plan-stamp.js';
import type { RevisionId } from '../revisions/revision.js';
import { extensionOf } from '../revisions/revision.js';
import { appliedStateOf, readAppliedState } from './run/applied-state.js';
import { asOperation } from './run/as-operation.js';
import { decideStamp, stampGoals } from './run/decide-stamp.js';
import { OpenConnection } from './run/open-connection.js';
import { locateDatabase } from './run/open-database.js';
import { openOrCreate } from './run/open-or-create.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import type { PlannedStamp } from './run/write-stamp.js';
import type { RunOptions } from './run-options.js';
import type { StatusProblem } from './status.js';
import type { Selection } from './upgrade.js';

/** What {@link stamp} takes. */
export interface StampOptions extends RunOptions {
  /** Whose history to write. */
  readonly selection: Selection;
  /**
   * A revision's name or the start of it, `head`, or `base` for none; several, separated by commas, each
   * `extension@target`; with all extensions `head`, `base` or a point in time.
   */
  readonly target: string;
  /**
   * Only marks the failed rows of the target as rolled back, as after undoing it by hand; the target is then a
   * revision's name or the start of it, `extension/` before it where no extension is selected. It needs no directory.
   */
  readonly purge?: boolean | undefined;
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
 * contradict the result, `STAMP.FAILED`, `STAMP.NOT_FAILED`, `TARGET.*`, `LOCK.TIMEOUT`, `DATABASE.*`, `CONFIG.*`
 *
 * @example
 * ```ts
 * const { recorded } = await stamp({ cwd: process.cwd(), selection: { kind: 'all' }, target: 'head' });
 * console.log(recorded.length); // 2
 * ```
 */
export function stamp(options: StampOptions): Promise<StampResult> {
  return asOperation(options, stampRevisions);
}

async function stampRevisions(options: StampOptions): Promise<StampResult> {
  const opened = await openSoundWorkspace(options, 'Cannot stamp');
  const { workspace } = opened;
  // No database is needed to tell that a target makes no sense.
  if (options.purge !== true) stampGoals(options, opened, opened.graph);
  const command = options.command ?? 'orchestrate stamp';
  const { driver, url, target } = await locateDatabase(workspace, { ...options, command });
  const isOnlyAsked = options.dryRun === true;
  await using open = new OpenConnection(await openOrCreate({ driver, target, options, isOnlyAsked, command }));
  const decide = async (): Promise<PlannedStamp> =>
    decideStamp(options, opened, await readAppliedState({ database: open.database, open: opened }));

  let planned = await decide();
  const { stampedRows, writeStamp } = await import('./run/write-stamp.js');
  if (!isOnlyAsked && planned.rolledBack.length + planned.recorded.length > 0) {
    await open.forWriting();
    planned = await writeStamp({ database: open.database, driver, workspace, decide, options, command });
  }
  const { problems } = appliedStateOf(stampedRows(planned, new Date()), opened);
  const stamped = new Set(planned.extensions);
  return {
    dryRun: isOnlyAsked,
    database: url.display,
    recorded: planned.recorded.map(({ id, message }) => ({ revision: id, message })),
    unrecorded: planned.unrecorded,
    problems: problems.filter(({ id }) => stamped.has(extensionOf(id))).map(explainHistoryProblem),
  };
}
