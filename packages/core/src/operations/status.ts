import type { Database } from '../database/database.js';
import type { Finding } from '../findings.js';
import { hasErrors } from '../findings.js';
import { explainHistoryProblem } from '../revisions/consistency-errors.js';
import type { HistoryProblem } from '../revisions/history-problem.js';
import { findOutOfOrder } from '../revisions/out-of-order.js';
import type { RevisionId } from '../revisions/revision.js';
import { extensionOf } from '../revisions/revision.js';
import type { Extension, Workspace } from '../workspace/workspace.js';
import { appliedHeads } from './current.js';
import type { AppliedState } from './run/applied-state.js';
import { readAppliedState } from './run/applied-state.js';
import { asOperation } from './run/as-operation.js';
import { openDatabase } from './run/open-database.js';
import { type OpenWorkspace, openWorkspace } from './run/open-workspace.js';
import { halfDoneError } from './run/run-errors.js';
import { selectedExtensions } from './run/select-extension.js';
import type { FoundTable, StrayHistory } from './run/stray-histories.js';
import { findStrayHistories, isCalledAfter } from './run/stray-histories.js';
import type { DatabaseOptions } from './run-options.js';
import type { StatusOrder } from './status/sort-statuses.js';
import { sortStatuses } from './status/sort-statuses.js';

/** What {@link status} takes. */
export interface StatusOptions extends DatabaseOptions {
  /** Only this extension. */
  readonly extension?: string | undefined;
  /** `workspace` unless given. */
  readonly sort?: StatusOrder | undefined;
}

/** Where one extension stands. */
export interface ExtensionStatus {
  readonly name: string;
  /** The npm package that it comes from, null for a directory of the workspace. */
  readonly packageName: string | null;
  readonly packageVersion: string | null;
  /** Its last revisions; several when it has diverged. */
  readonly heads: readonly RevisionId[];
  /** The last applied ones. */
  readonly current: readonly RevisionId[];
  /** How many are applied. */
  readonly applied: number;
  /** In plan order. */
  readonly pending: readonly RevisionId[];
  /** Those of the pending ones that came late: something after them, or something that needs them, is applied. */
  readonly outOfOrder: readonly RevisionId[];
  readonly failed: readonly RevisionId[];
  readonly edited: readonly RevisionId[];
  /** Applied, but without a directory. */
  readonly missing: readonly RevisionId[];
  /** Applied, but not all that they need; squashes that cannot be finished too. */
  readonly inconsistent: readonly RevisionId[];
  readonly divergent: boolean;
  /** Squashes that the next upgrades only record, once what they fold is through. */
  readonly squashes: readonly BegunSquash[];
}

/** A squash of which a database has some, or all, but not the record. */
export interface BegunSquash {
  readonly revision: RevisionId;
  /** What it folds and is not applied yet, in plan order. */
  readonly left: readonly RevisionId[];
}

/** Something that has to be mended before anything is applied. */
export interface StatusProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** What {@link status} found. */
export interface StatusResult {
  /** The database, without secrets. */
  readonly database: string;
  /** Nothing is pending and there are no problems. */
  readonly isUpToDate: boolean;
  readonly extensions: readonly ExtensionStatus[];
  /** Histories in the database that no extension of the workspace owns; not looked for where one extension was asked for. */
  readonly strayHistories: readonly StrayHistory[];
  readonly problems: readonly StatusProblem[];
  /** What is wrong with the revisions on disk. */
  readonly findings: readonly Finding[];
}

/**
 * Compares the revisions of every extension with the database. Changes nothing, and shows whatever can be shown when
 * something is broken.
 *
 * @throws OrchestrateError for a workspace that cannot be read, `WORKSPACE.UNKNOWN_EXTENSION`, `DATABASE.*`
 *
 * @example
 * ```ts
 * const { isUpToDate, extensions } = await status({ cwd: process.cwd() });
 * console.log(isUpToDate); // false
 * for (const { name, pending } of extensions) console.log(name, pending.length); // blog 1
 * ```
 */
export function status(options: StatusOptions): Promise<StatusResult> {
  return asOperation(options, readStatus);
}

async function readStatus(options: StatusOptions): Promise<StatusResult> {
  const open = await openWorkspace(options);
  selectedExtensions(open.workspace, options.extension);
  const { database } = await openDatabase(open.workspace, options, 'read');
  await using _open = database;
  return await statusOf(database, { ...options, open });
}

/** What {@link statusOf} goes by. */
export interface StatusOfOptions extends Pick<StatusOptions, 'extension' | 'sort'> {
  readonly open: OpenWorkspace;
}

/** Compares the revisions with a database that is open already. */
export async function statusOf(database: Database, { open, ...options }: StatusOfOptions): Promise<StatusResult> {
  const { workspace, findings } = open;
  const chosen = selectedExtensions(workspace, options.extension);
  const selected = chosen.map(({ name }) => name);
  const state = await readAppliedState({ database, open });
  const context = { state, outOfOrder: new Set(findOutOfOrder(state.graph, state.view.effective)) };
  const extensions = sortStatuses(
    chosen.map((extension) => standing(extension, context)),
    options.sort ?? 'workspace',
  );
  const isSelected = (id: RevisionId): boolean => selected.includes(extensionOf(id));
  const problems = [
    ...state.problems.filter(({ id }) => isSelected(id)).map(explainHistoryProblem),
    ...[...state.halfDone].filter(([id]) => isSelected(id)).map(explainHalfDone),
  ];
  return {
    database: database.display,
    isUpToDate:
      problems.length === 0 && extensions.every(({ pending }) => pending.length === 0) && !hasErrors(findings),
    extensions,
    strayHistories: options.extension === undefined ? await readStrayHistories(database, workspace) : [],
    problems,
    findings,
  };
}

async function readStrayHistories(database: Database, { extensions }: Workspace): Promise<readonly StrayHistory[]> {
  if (database.isMissing) return [];
  const { defaultSchema } = database;
  const tables = await database.listHistoryTables();
  const names = extensions.flatMap(({ name, formerNames }) => [name, ...formerNames]);
  // One that the extension was moved out of is no one else's either.
  const isOwned = (table: FoundTable): boolean => names.some((name) => isCalledAfter(name, table));
  return findStrayHistories({ tables, isOwned, defaultSchema });
}

function explainHalfDone([id, direction]: readonly [RevisionId, 'up' | 'down']): StatusProblem {
  const { code, message, fix } = halfDoneError(id, direction);
  return { code, message, fix };
}

interface StandingContext {
  readonly state: AppliedState;
  readonly outOfOrder: ReadonlySet<RevisionId>;
}

function standing(
  { name, packageName, packageVersion }: Extension,
  { state, outOfOrder }: StandingContext,
): ExtensionStatus {
  const { graph, view } = state;
  const revisions = graph.revisionsOf(name);
  const pending = revisions.filter(({ id }) => !state.applied.has(id)).map(({ id }) => id);
  const idsOf = (...kinds: readonly HistoryProblem['kind'][]): readonly RevisionId[] => [
    ...new Set(
      state.problems.filter(({ kind, id }) => kinds.includes(kind) && extensionOf(id) === name).map(({ id }) => id),
    ),
  ];
  const heads = graph.headsOf(name);
  return {
    name,
    packageName,
    packageVersion,
    heads,
    current: appliedHeads(graph, name, state.applied),
    applied: revisions.length - pending.length,
    pending,
    outOfOrder: pending.filter((id) => outOfOrder.has(id)),
    failed: [...idsOf('failed'), ...[...state.halfDone.keys()].filter((id) => extensionOf(id) === name)],
    edited: idsOf('edited'),
    missing: idsOf('missing-directory'),
    inconsistent: idsOf('parent-not-applied', 'requirement-not-applied', 'squash-unfinished'),
    divergent: heads.length > 1,
    squashes: revisions
      .filter(({ id }) => view.recordOnly.has(id) && !state.applied.has(id))
      .map(({ id, replaces }) => ({
        revision: id,
        left: pending.filter((folded) => replaces.includes(folded) && !view.recordOnly.has(folded)),
      })),
  };
}
