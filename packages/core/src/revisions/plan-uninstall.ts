import { compareCodeUnits } from '../compare.js';
import { matchesChecksum } from './checksum.js';
import type { HistoryRow } from './history-row.js';
import { historyRowState } from './history-row.js';
import type { KeptScript } from './kept-script.js';
import type { Revision, RevisionId } from './revision.js';
import { revisionId, revisionNameOf } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

/** A revision of the directories, with its down.sql; null where it has none. */
export interface RevisionOnDisk {
  readonly revision: Revision;
  readonly downScript: string | null;
}

/** What {@link planUninstall} decides from. */
export interface PlanUninstallOptions {
  readonly extension: string;
  /** All rows of its history. */
  readonly rows: readonly HistoryRow[];
  /** What they keep, by the ids of the rows. */
  readonly kept: ReadonlyMap<string, KeptScript>;
  /** Its revisions as far as there are directories, folded ones too. */
  readonly onDisk: readonly RevisionOnDisk[];
  /** As the database sees the revisions; null where they cannot be ordered. */
  readonly graph: Pick<RevisionGraph, 'positions'> | null;
}

/** A revision to revert, and what does it. */
export interface Undo {
  readonly revision: Revision;
  readonly script: string;
  /** `directory`: its down.sql; `history`: the copy that was kept when the revision was applied. */
  readonly source: 'directory' | 'history';
}

/** What {@link planUninstall} gives. */
export type UninstallPlan =
  /** In the order in which they run. */
  | { readonly kind: 'plan'; readonly undo: readonly Undo[] }
  /** Applied, and nothing says how to revert them. */
  | { readonly kind: 'no-script'; readonly revisions: readonly RevisionId[] }
  /** Applied with another text than they have now, of which nothing is kept. */
  | { readonly kind: 'edited'; readonly revisions: readonly EditedRevision[] };

/** A revision whose down.sql may not be the one that belongs to what was applied. */
export interface EditedRevision {
  readonly revision: Revision;
  readonly row: HistoryRow;
}

/** An applied revision. */
interface Part {
  readonly id: RevisionId;
  readonly undo: Undo | null;
  /** Where its down.sql is of another text than the one that was applied. */
  readonly edited: EditedRevision | null;
  readonly folds: readonly RevisionId[];
  /** When what it does was done. */
  readonly at: Moment;
}

interface Moment {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly name: string;
}

/**
 * How to take back everything that is applied of one extension. A revision that is as it was applied goes by its
 * down.sql, any other by the copy in the history. A squash and what it folds are taken back once: by the squash, or,
 * where that has no script, by what it folds.
 *
 * The order is that of the plan, last first, as long as all revisions have their directories; without them it is the
 * one in which they were applied.
 */
export function planUninstall({ extension, rows, kept, onDisk, graph }: PlanUninstallOptions): UninstallPlan {
  const directories = new Map(onDisk.map((each) => [each.revision.id, each]));
  const parts = new Map<RevisionId, Part>();
  for (const row of rows) {
    if (historyRowState(row) !== 'applied') continue;
    const part = partOf(row, { id: revisionId(extension, row.name), directories, kept: kept.get(row.id) ?? null });
    const known = parts.get(part.id);
    if (known === undefined || compareMoments(known.at, part.at) <= 0) parts.set(part.id, part);
  }
  for (const { revision, downScript } of onDisk) {
    const { id, replaces } = revision;
    const isThrough = replaces.length > 0 && replaces.every((folded) => parts.has(folded));
    // It would have been recorded by the next upgrade, and is the way back where the folded revisions have none.
    if (parts.has(id) || !isThrough || replaces.every((folded) => parts.get(folded)?.undo !== null)) continue;
    if (downScript === null) continue;
    const undo: Undo = { revision, script: downScript, source: 'directory' };
    parts.set(id, {
      id,
      undo,
      edited: null,
      folds: replaces,
      at: { startedAt: 0, finishedAt: 0, name: revision.name },
    });
  }
  const whole = takeEachOnce(parts);
  const without = whole.filter(({ undo }) => undo === null).map(({ id }) => id);
  if (without.length > 0) return { kind: 'no-script', revisions: without.sort(compareCodeUnits) };
  const edited = whole.flatMap((part) => part.edited ?? []);
  if (edited.length > 0) return { kind: 'edited', revisions: edited };
  const undo = inOrder(whole, graph).flatMap((part) => part.undo ?? []);
  return { kind: 'plan', undo: undo.reverse() };
}

function partOf(
  row: HistoryRow,
  {
    id,
    directories,
    kept,
  }: {
    readonly id: RevisionId;
    readonly directories: ReadonlyMap<RevisionId, RevisionOnDisk>;
    readonly kept: KeptScript | null;
  },
): Part {
  const there = directories.get(id);
  const at = { startedAt: row.startedAt.getTime(), finishedAt: row.finishedAt?.getTime() ?? 0, name: row.name };
  const folds = foldsOf(row, { there: there?.revision, kept }).filter((folded) => folded !== id);
  const isAsApplied =
    there !== undefined &&
    (there.revision.checksum === row.checksum || matchesChecksum({ sql: there.revision.sql, recorded: row.checksum }));
  if (there !== undefined && there.downScript !== null && (isAsApplied || kept === null)) {
    const undo: Undo = { revision: there.revision, script: there.downScript, source: 'directory' };
    return { id, undo, edited: isAsApplied ? null : { revision: there.revision, row }, folds, at };
  }
  if (kept === null) return { id, undo: null, edited: null, folds, at };
  const revision = there?.revision ?? revisionOf(row, { id, kept });
  return { id, undo: { revision, script: kept.downScript, source: 'history' }, edited: null, folds, at };
}

/** What it stands for, by the name that the extension has now: rows that were written before it got that name say the former one. */
function foldsOf(
  { extension }: HistoryRow,
  { there, kept }: { readonly there: Revision | undefined; readonly kept: KeptScript | null },
): readonly RevisionId[] {
  if (there !== undefined) return [...there.replaces, ...(there.foldedBefore ?? [])];
  return (kept?.replaces ?? []).map((folded) => revisionId(extension, revisionNameOf(folded)));
}

/** As much of a revision as its row says. */
function revisionOf(row: HistoryRow, { id, kept }: { readonly id: RevisionId; readonly kept: KeptScript }): Revision {
  const { extension, name, checksum } = row;
  const { requires, replaces, adopts, transactional } = kept;
  const unknown = { parents: [], parentage: 'implied', sql: '', directory: '' } as const;
  return { id, extension, name, message: name, checksum, requires, replaces, adopts, transactional, ...unknown };
}

/** Either a squash or what it folds. */
function takeEachOnce(parts: ReadonlyMap<RevisionId, Part>): readonly Part[] {
  const left = new Map(parts);
  const isFolded = (id: RevisionId): boolean => [...left.values()].some((other) => foldedBy(other, parts).has(id));
  for (;;) {
    const squash = [...left.values()].find(({ id, folds }) => {
      const isOpen = folds.some((folded) => left.has(folded));
      return isOpen && !isFolded(id);
    });
    if (squash === undefined) return [...left.values()];
    const folded = [...foldedBy(squash, parts)].flatMap((id) => left.get(id) ?? []);
    const canGoSingly = folded.length > 0 && squash.folds.every((id) => left.get(id)?.undo != null);
    if (squash.undo === null && canGoSingly) {
      left.delete(squash.id);
      continue;
    }
    for (const { id } of folded) left.delete(id);
    // It was recorded when they were through, maybe long after, but what it does was done with the last of them.
    const at = folded
      .map((part) => part.at)
      .reduce((latest, moment) => laterOf(latest, moment), folded[0]?.at ?? squash.at);
    left.set(squash.id, { ...squash, at });
  }
}

/** What a squash folds, and what the squashes among it fold. */
function foldedBy({ id, folds }: Part, parts: ReadonlyMap<RevisionId, Part>): ReadonlySet<RevisionId> {
  const found = new Set(folds);
  // A set visits what is added while it is walked.
  for (const each of found) for (const inner of parts.get(each)?.folds ?? []) found.add(inner);
  found.delete(id);
  return found;
}

function inOrder(parts: readonly Part[], graph: PlanUninstallOptions['graph']): readonly Part[] {
  const places = parts.map(({ id }) => graph?.positions.get(id));
  if (places.every((place) => place !== undefined)) {
    const placeOf = new Map(parts.map(({ id }, at) => [id, places[at] ?? 0]));
    return [...parts].sort((left, right) => (placeOf.get(left.id) ?? 0) - (placeOf.get(right.id) ?? 0));
  }
  return [...parts].sort((left, right) => compareMoments(left.at, right.at));
}

function laterOf(left: Moment, right: Moment): Moment {
  return compareMoments(left, right) < 0 ? right : left;
}

function compareMoments(left: Moment, right: Moment): number {
  return (
    left.startedAt - right.startedAt || left.finishedAt - right.finishedAt || compareCodeUnits(left.name, right.name)
  );
}
