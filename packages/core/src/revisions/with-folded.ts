import type { Revision, RevisionId } from './revision.js';

/** These and what squashes among them fold, and what the squashes among that do. */
export function foldedBy(revisions: readonly Revision[], ids: Iterable<RevisionId>): ReadonlySet<RevisionId> {
  return closeOver(revisions, ids, false);
}

/** What is in a database together with these: what squashes among them fold, and squashes of which all is there. */
export function withFolded(revisions: readonly Revision[], ids: Iterable<RevisionId>): ReadonlySet<RevisionId> {
  return closeOver(revisions, ids, true);
}

function closeOver(
  revisions: readonly Revision[],
  ids: Iterable<RevisionId>,
  isUpwards: boolean,
): ReadonlySet<RevisionId> {
  const squashes = revisions.filter(({ replaces }) => replaces.length > 0);
  const found = new Set(ids);
  let before = -1;
  while (squashes.length > 0 && found.size > before) {
    before = found.size;
    for (const { id, replaces, foldedBefore = [] } of squashes) {
      if (found.has(id)) for (const folded of [...replaces, ...foldedBefore]) found.add(folded);
      else if (isUpwards && replaces.every((folded) => found.has(folded))) found.add(id);
    }
  }
  return found;
}

/** The squashes that fold a revision, those that fold these included. */
export function squashesOf(revisions: readonly Revision[], id: RevisionId): ReadonlySet<RevisionId> {
  const found = new Set<RevisionId>();
  const within = new Set([id]);
  // A set visits what is added while it is walked.
  for (const each of within) {
    for (const squash of revisions) {
      if (!squash.replaces.includes(each) && squash.foldedBefore?.includes(each) !== true) continue;
      within.add(squash.id);
      found.add(squash.id);
    }
  }
  return found;
}
