import { compareCodeUnits } from '../compare.js';
import { matchesChecksum } from './checksum.js';
import type { HistoryProblem } from './history-problem.js';
import { type HistoryRow, historyRowState } from './history-row.js';
import { extensionOf, type Revision, type RevisionId, revisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';
import type { SquashView } from './squash-view.js';
import { ownAncestorsOf, stampTarget } from './stamp-target.js';

/** What {@link checkConsistency} compares. */
export interface CheckConsistencyOptions {
  readonly graph: RevisionGraph;
  /** What the graph was made from, where revisions may be folded. */
  readonly view?: Pick<SquashView, 'foldedInto' | 'effective' | 'unfinished'>;
  readonly history: readonly HistoryRow[];
  /** Only rows of these extensions are looked at. */
  readonly extensions: readonly string[];
}

/** The revisions that are applied: those with a row that finished and was not rolled back. */
export function appliedSet(history: readonly HistoryRow[]): ReadonlySet<RevisionId> {
  const applied = new Set<RevisionId>();
  for (const row of history) if (historyRowState(row) === 'applied') applied.add(idOf(row));
  return applied;
}

/**
 * Compares the history with the revisions on disk. Rows that were rolled back count for nothing, and of several rows
 * of one revision the last applied one counts, as in Prisma. Revisions come in plan order, those without a directory
 * last.
 */
export function checkConsistency({
  graph,
  view,
  history,
  extensions,
}: CheckConsistencyOptions): readonly HistoryProblem[] {
  const checked = new Set(extensions);
  const applied = view?.effective ?? appliedSet(history);
  const lastApplied = new Map<RevisionId, HistoryRow>();
  const failed = new Map<RevisionId, HistoryRow>();
  for (const row of history) {
    if (!checked.has(row.extension)) continue;
    const state = historyRowState(row);
    if (state === 'applied') keepLater(lastApplied, row);
    else if (state === 'failed') keepLater(failed, row);
  }

  // A stamp settles every failed revision of its extension, so it speaks for none while there are several.
  const targetFor: TargetFor = (extension, wanted, id) => {
    const others = [...failed.keys()].filter((other) => other !== id && extensionOf(other) === extension);
    return others.length > 0 ? null : stampTarget({ graph, extension, wanted });
  };
  const problems: HistoryProblem[] = [];
  for (const [id, row] of failed) {
    const done = targetFor(row.extension, [...applied, id], id);
    problems.push({ kind: 'failed', id, row, isGone: !graph.byId.has(id) && view?.foldedInto.has(id) !== true, done });
  }
  for (const [id, row] of lastApplied) {
    const revision = graph.byId.get(id);
    if (revision !== undefined) problems.push(...checkApplied({ graph, revision, row, applied, targetFor }));
    else if (view?.foldedInto.has(id) !== true) {
      const others = [...applied].filter((other) => other !== id);
      problems.push({ kind: 'missing-directory', id, row, undone: targetFor(row.extension, others, id) });
    }
  }
  for (const { squash, missing } of view?.unfinished ?? []) {
    const { id, extension } = squash;
    if (!checked.has(extension)) continue;
    const done = targetFor(extension, [...applied, ...ownAncestorsOf({ graph, extension, targets: [id] })], id);
    problems.push({ kind: 'squash-unfinished', id, squash, missing, done });
  }
  return problems.sort((left, right) => comparePlace(graph, left, right));
}

/** What to stamp an extension with so that just these are applied, as far as nothing but `id` stands in the way. */
type TargetFor = (extension: string, wanted: Iterable<RevisionId>, id: RevisionId) => string | null;

interface AppliedRevision {
  readonly graph: RevisionGraph;
  readonly revision: Revision;
  readonly row: HistoryRow;
  readonly applied: ReadonlySet<RevisionId>;
  readonly targetFor: TargetFor;
}

function checkApplied({ graph, revision, row, applied, targetFor }: AppliedRevision): readonly HistoryProblem[] {
  const { id } = revision;
  const problems: HistoryProblem[] = [];
  const targetWith = (other: RevisionId): string | null => {
    const extension = extensionOf(other);
    return targetFor(extension, [...applied, ...ownAncestorsOf({ graph, extension, targets: [other] })], other);
  };
  const recorded = row.checksum;
  if (revision.checksum !== recorded && !matchesChecksum({ sql: revision.sql, recorded })) {
    problems.push({ kind: 'edited', id, row, revision });
  }
  if (revision.parentage === 'declared') {
    for (const parent of new Set(revision.parents)) {
      if (applied.has(parent)) continue;
      problems.push({ kind: 'parent-not-applied', id, revision, parent, stamp: targetWith(parent) });
    }
  }
  for (const requirement of new Set(revision.requires)) {
    if (applied.has(requirement)) continue;
    problems.push({ kind: 'requirement-not-applied', id, revision, requirement, stamp: targetWith(requirement) });
  }
  return problems;
}

function keepLater(rows: Map<RevisionId, HistoryRow>, row: HistoryRow): void {
  const id = idOf(row);
  const known = rows.get(id);
  if (known === undefined || known.startedAt.getTime() <= row.startedAt.getTime()) rows.set(id, row);
}

/** A stable sort keeps the order in which the problems of one revision were found. */
function comparePlace(graph: RevisionGraph, left: HistoryProblem, right: HistoryProblem): number {
  const [first, second] = [left, right].map(({ id }) => graph.positions.get(id) ?? Number.MAX_SAFE_INTEGER) as [
    number,
    number,
  ];
  return first - second || compareCodeUnits(left.id, right.id);
}

function idOf(row: HistoryRow): RevisionId {
  return revisionId(row.extension, row.name);
}
