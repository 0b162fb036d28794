import { sorted } from '../compare.js';
import type { Revision, RevisionId } from './revision.js';

/**
 * The revisions as one database has to see them. A squash and the revisions that it folds say the same twice; which of
 * the two counts depends on what the database has: nothing of it (the squash is run), some (the folded revisions go on
 * until they are through), or all (the squash is only recorded).
 */
export interface SquashView {
  /** What the graph of this database is made of: without what is folded, references to it led to the squash. */
  readonly revisions: readonly Revision[];
  /** Folded revisions that do not count by themselves, on disk or not, by the squash that stands for them. */
  readonly foldedInto: ReadonlyMap<RevisionId, RevisionId>;
  /**
   * Squashes to be recorded as applied without running once what they fold is through. They follow it in the graph,
   * with an empty script.
   */
  readonly recordOnly: ReadonlySet<RevisionId>;
  /** What is applied, and the squashes of which all is applied that they fold. */
  readonly effective: ReadonlySet<RevisionId>;
  /** Squashes of which some is applied, with folded revisions that are neither applied nor on disk. */
  readonly unfinished: readonly { readonly squash: Revision; readonly missing: readonly RevisionId[] }[];
}

/**
 * The view of a database in which these revisions are recorded as applied; of none for a fresh one.
 *
 * @param tried those that are recorded in any way but rolled back: where a folded one failed or stopped half-way, the
 * database goes on with what it has begun
 */
export function viewFor(
  revisions: readonly Revision[],
  applied: ReadonlySet<RevisionId>,
  tried: ReadonlySet<RevisionId> = applied,
): SquashView {
  const squashes = innerFirst(revisions.filter(({ replaces }) => replaces.length > 0));
  if (squashes.length === 0) {
    return { revisions, foldedInto: new Map(), recordOnly: new Set(), effective: applied, unfinished: [] };
  }
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));
  const effective = new Set(applied);
  /** What those stand for: another squash may name it beside them. */
  const covered = new Set<RevisionId>();
  const isThere = (id: RevisionId): boolean => effective.has(id) || covered.has(id);
  const begun = new Set<RevisionId>();
  for (const { id, replaces, foldedBefore = [] } of squashes) {
    if (!effective.has(id) && replaces.every(isThere)) effective.add(id);
    if (effective.has(id)) for (const folded of [...replaces, ...foldedBefore]) covered.add(folded);
    const parts = [...replaces, ...foldedBefore];
    if (parts.some((folded) => effective.has(folded) || tried.has(folded) || begun.has(folded))) begun.add(id);
  }
  const standsFor = (id: RevisionId): boolean => applied.has(id) || !begun.has(id);

  const foldedInto = new Map<RevisionId, RevisionId>();
  // Outer ones first, as what folds a squash folds what that one folds.
  for (const squash of squashes.toReversed()) {
    const outer = foldedInto.get(squash.id);
    if (outer === undefined && !standsFor(squash.id)) continue;
    for (const folded of allFolded(squash)) if (folded !== squash.id) foldedInto.set(folded, outer ?? squash.id);
  }
  const recordOnly = new Set<RevisionId>();
  const unfinished: { squash: Revision; missing: readonly RevisionId[] }[] = [];
  /** Of a squash that is only recorded: what it folds is there by itself, if it is on disk. */
  const recordedFor = new Map<RevisionId, RevisionId>();
  /** The last ones among those, after which the squash comes. */
  const last = new Set<RevisionId>();
  for (const squash of squashes) {
    if (foldedInto.has(squash.id) || standsFor(squash.id)) continue;
    recordOnly.add(squash.id);
    for (const folded of squash.foldedBefore ?? []) if (!recordedFor.has(folded)) recordedFor.set(folded, squash.id);
    for (const folded of squash.replaces) recordedFor.set(folded, squash.id);
    for (const folded of lastOf(squash, byId)) last.add(folded);
    const missing = squash.replaces.filter((folded) => !isThere(folded) && !byId.has(folded));
    if (missing.length > 0) unfinished.push({ squash, missing });
  }
  // A history that is through needs no directories of what was folded; of one that is not, the squash is the problem.
  const settled = new Set<RevisionId>();
  for (const [folded, squash] of recordedFor) {
    // An earlier squash that counts by itself says more.
    if (byId.has(folded) || foldedInto.has(folded)) continue;
    foldedInto.set(folded, squash);
    // What needs it has it, and need not wait for a squash that has others to wait for.
    if (isThere(folded) && !effective.has(squash)) settled.add(folded);
  }

  const squashOf = new Map(squashes.map((squash) => [squash.id, squash]));
  const leadTo = (id: RevisionId): RevisionId => foldedInto.get(id) ?? id;
  /** What a reference to a revision means; none where it is of no consequence. */
  const referTo = (id: RevisionId, from: RevisionId): readonly RevisionId[] => {
    const target = leadTo(id);
    const isFollowedByIt = target !== id && recordedFor.get(from) === target;
    return settled.has(id) || isFollowedByIt ? [] : [target];
  };
  const view = revisions
    .filter(({ id }) => !foldedInto.has(id))
    .map((revision): Revision => {
      const { id, extension, parents, requires, replaces } = revision;
      // What follows the last folded revision from outside follows the squash that is recorded after it; a branch from
      // the middle stays one, as it may be applied already.
      const parentsOf = (parent: RevisionId): readonly RevisionId[] => {
        const squash = last.has(parent) ? recordedFor.get(parent) : undefined;
        const isOutside = squash !== undefined && squash !== id && recordedFor.get(id) !== squash;
        return isOutside && !foldedInto.has(parent) ? [squash] : referTo(parent, id);
      };
      // Some of these may be folded by an earlier squash that counts, too.
      const own = recordOnly.has(id) ? replaces.filter((folded) => byId.has(folded)).map(leadTo) : [];
      return {
        ...revision,
        parents: without(id, [
          ...parents.flatMap(parentsOf),
          ...own.filter((folded) => folded.startsWith(`${extension}/`)),
        ]),
        requires: without(
          id,
          requires.flatMap((required) => referTo(required, id)),
        ),
        replaces: replaces.length === 0 ? replaces : sorted(allFolded(revision, squashOf)),
        // Nothing runs for it, so nothing keeps it out of a transaction.
        ...(recordOnly.has(id) ? { sql: '', transactional: 'auto' as const } : {}),
      };
    });
  return { revisions: view, foldedInto, recordOnly, effective, unfinished };
}

/** Of what a squash folds those that no other follows. */
function lastOf({ replaces }: Revision, byId: ReadonlyMap<RevisionId, Revision>): readonly RevisionId[] {
  const followed = new Set(replaces.flatMap((id) => byId.get(id)?.parents ?? []));
  return replaces.filter((id) => {
    const inner = byId.get(id)?.replaces ?? [];
    return !followed.has(id) && !inner.some((folded) => followed.has(folded));
  });
}

const NO_SQUASHES: ReadonlyMap<RevisionId, Revision> = new Map();

/** What a squash folds, and what the squashes among it fold. */
function allFolded(squash: Revision, squashOf = NO_SQUASHES): ReadonlySet<RevisionId> {
  const found = new Set([...squash.replaces, ...(squash.foldedBefore ?? [])]);
  // A set visits what is added while it is walked.
  for (const id of found) for (const folded of squashOf.get(id)?.replaces ?? []) found.add(folded);
  return found;
}

/** Each after those that it folds. */
function innerFirst(squashes: readonly Revision[]): readonly Revision[] {
  const byId = new Map(squashes.map((squash) => [squash.id, squash]));
  const ordered = new Set<Revision>();
  const visiting = new Set<RevisionId>();
  const visit = (squash: Revision): void => {
    if (visiting.has(squash.id)) return;
    visiting.add(squash.id);
    for (const folded of squash.replaces) {
      const inner = byId.get(folded);
      if (inner !== undefined) visit(inner);
    }
    ordered.add(squash);
  };
  for (const squash of squashes) visit(squash);
  return [...ordered];
}

function without(self: RevisionId, ids: readonly RevisionId[]): readonly RevisionId[] {
  return [...new Set(ids)].filter((id) => id !== self);
}
