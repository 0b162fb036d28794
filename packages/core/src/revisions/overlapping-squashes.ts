import type { Finding, SourcePosition } from '../findings.js';
import type { Revision, RevisionId } from './revision.js';
import { foldedBy } from './with-folded.js';

/** Revisions on disk, and where the revision.json of one is. */
export interface OverlappingSquashesOptions {
  readonly revisions: readonly Revision[];
  readonly locate: (revision: Revision) => SourcePosition | null;
}

/**
 * Squashes that fold the same and not each other, as two branches make them: a new database would run both, and with them
 * twice what both fold.
 */
export function overlappingSquashes({ revisions, locate }: OverlappingSquashesOptions): readonly Finding[] {
  const squashes = revisions.filter(({ replaces }) => replaces.length > 0);
  const folded = new Map(squashes.map((squash) => [squash, foldedBy(revisions, [squash.id])]));
  return squashes.flatMap((second, at) =>
    squashes.slice(0, at).flatMap((first): readonly Finding[] => {
      const [inFirst, inSecond] = [folded.get(first) as Folded, folded.get(second) as Folded];
      if (inFirst.has(second.id) || inSecond.has(first.id)) return [];
      const both = [...inFirst].find((id) => inSecond.has(id));
      return both === undefined ? [] : [overlap({ first, second, both, inFirst, inSecond, locate })];
    }),
  );
}

type Folded = ReadonlySet<RevisionId>;

interface Overlap extends Pick<OverlappingSquashesOptions, 'locate'> {
  readonly first: Revision;
  readonly second: Revision;
  readonly both: RevisionId;
  readonly inFirst: Folded;
  readonly inSecond: Folded;
}

function overlap({ first, second, both, inFirst, inSecond, locate }: Overlap): Finding {
  const isWithin = (inner: Revision, within: Folded, own: Folded): boolean =>
    [...own].every((id) => id === inner.id || within.has(id));
  const [inner, outer] = isWithin(first, inSecond, inFirst)
    ? [first, second]
    : isWithin(second, inFirst, inSecond)
      ? [second, first]
      : [null, second];
  const nested =
    inner === null
      ? ''
      : `; or, where databases have either, add "${inner.id}" to "replaces" in the revision.json of ${outer.id}, which folds all that it does`;
  const other = outer === second ? first : second;
  return {
    code: 'REVISION.SQUASHES_OVERLAP',
    severity: 'error',
    message: `Squashes ${first.id} and ${second.id} both fold ${both}, and neither folds the other, so a new database would run it twice`,
    fix: `Remove the directory of the one that no database has recorded${nested}.`,
    extension: outer.extension,
    where: locate(outer),
    related: [{ extension: other.extension, message: other.id, where: locate(other) }],
  };
}
