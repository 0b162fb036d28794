import type { Finding } from '../findings.js';
import { hasErrors } from '../findings.js';
import { explainHistoryProblem } from '../revisions/consistency-errors.js';
import { findDivergence } from '../revisions/divergence.js';
import type { HistoryProblem } from '../revisions/history-problem.js';
import type { RevisionId } from '../revisions/revision.js';
import type { RevisionGraph } from '../revisions/revision-graph.js';
import { appliedHeads } from './current.js';
import type { AppliedState } from './run/applied-state.js';
import { readAppliedState } from './run/applied-state.js';
import { openDatabase } from './run/open-database.js';
import { openWorkspace } from './run/open-workspace.js';
import { halfDoneError } from './run/run-errors.js';
import { selectedExtensions } from './run/select-extension.js';
import type { DatabaseOptions } from './run-options.js';

/** What {@link status} takes. */
export interface StatusOptions extends DatabaseOptions {
  /** Only this extension. */
  readonly extension?: string | undefined;
}

/** Where one extension stands. */
export interface ExtensionStatus {
  readonly name: string;
  /** Its last revisions; several when it has diverged. */
  readonly heads: readonly RevisionId[];
  /** The last applied ones. */
  readonly current: readonly RevisionId[];
  /** How many are applied. */
  readonly applied: number;
  /** In plan order. */
  readonly pending: readonly RevisionId[];
  readonly failed: readonly RevisionId[];
  readonly edited: readonly RevisionId[];
  /** Applied, but without a directory. */
  readonly missing: readonly RevisionId[];
  readonly divergent: boolean;
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
  readonly problems: readonly StatusProblem[];
  /** What is wrong with the revisions on disk. */
  readonly findings: readonly Finding[];
}

/**
 * Compares the revisions of every extension with the database. Changes nothing, and shows whatever can be shown when
 * something is broken.
 *
 * @example
 * ```ts
 * const { isUpToDate, extensions } = await status({ cwd: process.cwd() });
 * ```
 */
export async function status(options: StatusOptions): Promise<StatusResult> {
  const open = await openWorkspace(options);
  const { workspace, findings } = open;
  const selected = selectedExtensions(workspace, options.extension).map(({ name }) => name);
  const { database } = await openDatabase(workspace, options, 'read');
  await using _open = database;
  const state = await readAppliedState({ database, open });
  const { graph } = state;
  const divergent = new Set(findDivergence(graph).map(({ extension }) => extension));
  const extensions = selected.map((name) => ({ ...standing(name, graph, state), divergent: divergent.has(name) }));
  const isSelected = (id: RevisionId): boolean => selected.some((name) => id.startsWith(`${name}/`));
  const problems = [
    ...state.problems.filter(({ id }) => isSelected(id)).map(explainHistoryProblem),
    ...halfReverted(state).filter(isSelected).map(explainHalfReverted),
  ];
  return {
    database: database.display,
    isUpToDate:
      problems.length === 0 && extensions.every(({ pending }) => pending.length === 0) && !hasErrors(findings),
    extensions,
    problems,
    findings,
  };
}

/** No upgrade goes past these; half-applied ones go on with the next. */
function halfReverted({ halfDone }: AppliedState): readonly RevisionId[] {
  return [...halfDone].filter(([, direction]) => direction === 'down').map(([id]) => id);
}

function explainHalfReverted(id: RevisionId): StatusProblem {
  const { code, message, fix } = halfDoneError(id, 'down');
  return { code, message, fix };
}

function standing(name: string, graph: RevisionGraph, state: AppliedState): Omit<ExtensionStatus, 'divergent'> {
  const revisions = graph.revisionsOf(name);
  const pending = revisions.filter(({ id }) => !state.applied.has(id)).map(({ id }) => id);
  const idsOf = (kind: HistoryProblem['kind']): readonly RevisionId[] =>
    state.problems.filter((problem) => problem.kind === kind && problem.id.startsWith(`${name}/`)).map(({ id }) => id);
  return {
    name,
    heads: graph.headsOf(name),
    current: appliedHeads(graph, name, state.applied),
    applied: revisions.length - pending.length,
    pending,
    failed: [...idsOf('failed'), ...[...state.halfDone.keys()].filter((id) => id.startsWith(`${name}/`))],
    edited: idsOf('edited'),
    missing: idsOf('missing-directory'),
  };
}
