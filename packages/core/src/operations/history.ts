import { groupBy } from '../group-by.js';
import type { HistoryRow } from '../revisions/history-row.js';
import { historyRowState } from '../revisions/history-row.js';
import { findOutOfOrder } from '../revisions/out-of-order.js';
import type { Revision, RevisionId } from '../revisions/revision.js';
import { revisionId } from '../revisions/revision.js';
import type { AppliedState } from './run/applied-state.js';
import { readAppliedState } from './run/applied-state.js';
import { asOperation } from './run/as-operation.js';
import { openDatabase } from './run/open-database.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectedExtensions } from './run/select-extension.js';
import type { DatabaseOptions } from './run-options.js';

/** What {@link history} takes. */
export interface HistoryOptions extends DatabaseOptions {
  /** Only this extension. */
  readonly extension?: string | undefined;
  /** `plan`, the order in which a fresh database gets them, unless given; `applied`: as they were applied, pending ones last. */
  readonly sort?: 'plan' | 'applied' | undefined;
  /** Last first. */
  readonly reverse?: boolean | undefined;
}

/** One revision and what the database says of it. */
export interface HistoryEntry {
  readonly revision: RevisionId;
  readonly extension: string;
  readonly name: string;
  readonly message: string;
  /** `missing`: recorded as applied, but there is no directory. */
  readonly state: 'applied' | 'pending' | 'failed' | 'missing';
  /** Whether `migration.sql` changed after it was applied. */
  readonly edited: boolean;
  /** Whether it is not applied, though something after it in its extension is, or something that needs it. */
  readonly outOfOrder: boolean;
  readonly appliedAt: Date | null;
  readonly startedAt: Date | null;
  /** What the last attempt left behind, where it failed. */
  readonly logs: string | null;
  readonly parents: readonly RevisionId[];
  readonly requires: readonly RevisionId[];
}

/** What {@link history} found. */
export interface HistoryResult {
  /** The database, without secrets. */
  readonly database: string;
  /** In the order that was asked for; of those without a directory nobody knows the plan order, they come last in it. */
  readonly entries: readonly HistoryEntry[];
}

/**
 * Lists all revisions of all extensions, in the one order in which they apply, with what the database says of each.
 * Changes nothing.
 *
 * @throws OrchestrateError for a workspace that cannot be read, `WORKSPACE.UNKNOWN_EXTENSION`, `HISTORY.*`, `DATABASE.*`
 *
 * @example
 * ```ts
 * const { entries } = await history({ cwd: process.cwd() });
 * const pending = entries.filter(({ state }) => state === 'pending');
 * console.log(pending.map(({ revision }) => revision)); // [ 'core/20260101000000_init', 'blog/20260102000000_init' ]
 * ```
 */
export function history(options: HistoryOptions): Promise<HistoryResult> {
  return asOperation(options, readHistory);
}

async function readHistory(options: HistoryOptions): Promise<HistoryResult> {
  const open = await openSoundWorkspace(options, 'Cannot list the revisions');
  const { workspace } = open;
  const names = new Set(selectedExtensions(workspace, options.extension).map(({ name }) => name));
  const { database } = await openDatabase(workspace, options, 'read');
  await using _open = database;
  const state = await readAppliedState({ database, open });
  const rows = groupBy(state.rows, ({ extension, name }) => revisionId(extension, name));
  const known = state.graph.order.filter(({ extension }) => names.has(extension));
  const late = new Set(findOutOfOrder(state.graph, state.view.effective));
  const gone = state.problems.flatMap((problem) => {
    const isGone = problem.kind === 'missing-directory' || (problem.kind === 'failed' && problem.isGone);
    return isGone ? [problem.row] : [];
  });
  const entries = [
    ...known.map((revision) => entryOf(revision, { rows: rows.get(revision.id) ?? [], state, late })),
    ...gone.filter(({ extension }) => names.has(extension)).map(goneEntry),
  ];
  const ordered = options.sort === 'applied' ? entries.toSorted(byTimeApplied) : entries;
  return { database: database.display, entries: options.reverse === true ? ordered.toReversed() : ordered };
}

/** What is not applied comes last, and stays in plan order. */
function byTimeApplied(left: HistoryEntry, right: HistoryEntry): number {
  const [first, second] = [left, right].map(({ appliedAt }) => appliedAt?.getTime() ?? Number.MAX_SAFE_INTEGER) as [
    number,
    number,
  ];
  return first - second;
}

interface EntryContext {
  readonly rows: readonly HistoryRow[];
  readonly state: AppliedState;
  readonly late: ReadonlySet<RevisionId>;
}

function entryOf(revision: Revision, { rows, state, late }: EntryContext): HistoryEntry {
  const applied = rows.findLast((row) => historyRowState(row) === 'applied');
  const failed = rows.findLast((row) => historyRowState(row) === 'failed');
  const row = applied ?? failed ?? rows.at(-1);
  const { id, extension, name, message, parents, requires } = revision;
  return {
    revision: id,
    extension,
    name,
    message,
    state: applied !== undefined ? 'applied' : failed !== undefined ? 'failed' : 'pending',
    edited: state.problems.some((problem) => problem.kind === 'edited' && problem.id === id),
    outOfOrder: late.has(id),
    appliedAt: applied?.finishedAt ?? null,
    startedAt: row?.startedAt ?? null,
    logs: row?.logs ?? null,
    parents,
    requires,
  };
}

function goneEntry(row: HistoryRow): HistoryEntry {
  const { extension, name, finishedAt, startedAt, logs } = row;
  return {
    revision: revisionId(extension, name),
    extension,
    name,
    message: '',
    state: finishedAt === null ? 'failed' : 'missing',
    edited: false,
    outOfOrder: false,
    appliedAt: finishedAt,
    startedAt,
    logs,
    parents: [],
    requires: [],
  };
}
