import { groupBy } from '../group-by.js';
import type { HistoryRow } from '../revisions/history-row.js';
import { historyRowState } from '../revisions/history-row.js';
import type { Revision, RevisionId } from '../revisions/revision.js';
import { revisionId } from '../revisions/revision.js';
import type { AppliedState } from './run/applied-state.js';
import { readAppliedState } from './run/applied-state.js';
import { openDatabase } from './run/open-database.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectedExtensions } from './run/select-extension.js';
import type { DatabaseOptions } from './run-options.js';

/** What {@link history} takes. */
export interface HistoryOptions extends DatabaseOptions {
  /** Only this extension. */
  readonly extension?: string | undefined;
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
  /** In plan order, those without a directory last. */
  readonly entries: readonly HistoryEntry[];
}

/**
 * Lists all revisions of all extensions in the one order in which they apply, with what the database says of each.
 * Changes nothing.
 *
 * @example
 * ```ts
 * const { entries } = await history({ cwd: process.cwd() });
 * const pending = entries.filter(({ state }) => state === 'pending');
 * ```
 */
export async function history(options: HistoryOptions): Promise<HistoryResult> {
  const open = await openSoundWorkspace(options, 'Cannot list the revisions');
  const { workspace } = open;
  const names = new Set(selectedExtensions(workspace, options.extension).map(({ name }) => name));
  const { database } = await openDatabase(workspace, options, 'read');
  await using _open = database;
  const state = await readAppliedState({ database, open });
  const rows = groupBy(state.rows, ({ extension, name }) => revisionId(extension, name));
  const known = state.graph.order.filter(({ extension }) => names.has(extension));
  const missing = state.problems.flatMap((problem) => (problem.kind === 'missing-directory' ? [problem.row] : []));
  return {
    database: database.display,
    entries: [
      ...known.map((revision) => entryOf(revision, rows.get(revision.id) ?? [], state)),
      ...missing.filter(({ extension }) => names.has(extension)).map(missingEntry),
    ],
  };
}

function entryOf(revision: Revision, rows: readonly HistoryRow[], state: AppliedState): HistoryEntry {
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
    appliedAt: applied?.finishedAt ?? null,
    startedAt: row?.startedAt ?? null,
    logs: row?.logs ?? null,
    parents,
    requires,
  };
}

function missingEntry(row: HistoryRow): HistoryEntry {
  const { extension, name, finishedAt, startedAt, logs } = row;
  return {
    revision: revisionId(extension, name),
    extension,
    name,
    message: '',
    state: 'missing',
    edited: false,
    appliedAt: finishedAt,
    startedAt,
    logs,
    parents: [],
    requires: [],
  };
}
