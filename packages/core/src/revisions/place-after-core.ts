import type { Revision, RevisionId } from './revision.js';

/**
 * The timestamps by which revisions are ordered. One that comes after core takes over that of the first revision that
 * needs it, as that is when it was there at the latest; where nothing needs it, it comes last. Its own timestamp tells when
 * its author made it, which may be years before this workspace began.
 */
export function placeAfterCore(
  revisions: readonly Revision[],
  ownTimestamp: (revision: Revision) => number,
): (revision: Revision) => number {
  if (revisions.every(({ afterCore }) => afterCore !== true)) return ownTimestamp;
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));
  const latest = new Map<RevisionId, number>();
  const lower = (id: RevisionId, timestamp: number): void => {
    const revision = byId.get(id);
    if (revision === undefined || (latest.get(id) ?? Number.POSITIVE_INFINITY) <= timestamp) return;
    latest.set(id, timestamp);
    if (revision.afterCore === true) lowerPrerequisites(revision, timestamp);
  };
  const lowerPrerequisites = ({ parents, requires }: Revision, timestamp: number): void => {
    for (const id of [...parents, ...requires]) lower(id, timestamp);
  };
  for (const revision of revisions)
    if (revision.afterCore !== true) lowerPrerequisites(revision, ownTimestamp(revision));
  return (revision) =>
    revision.afterCore === true ? (latest.get(revision.id) ?? Number.MAX_SAFE_INTEGER) : ownTimestamp(revision);
}
