import { formatTimestamp, timestampAfter, timestampOf } from './timestamp.js';

/** What {@link revisionName} is made of. */
export interface RevisionNameOptions {
  readonly message: string;
  readonly now: Date;
  /** Names that the extension has already. */
  readonly existing: readonly string[];
  /** Names that the new one has to come after: its parents and what it requires. */
  readonly after: readonly string[];
}

const MAX_LENGTH = 100;
const SEPARATOR = '_';
const MAX_SLUG_LENGTH = MAX_LENGTH - 'YYYYMMDDHHMMSS'.length - SEPARATOR.length;

/** Letters that Unicode does not take apart into a Latin letter and an accent. */
const LATIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i' };

/**
 * The directory name of a new revision, `<YYYYMMDDHHMMSS>_<slug>` in UTC, at most 100 bytes of ASCII. The time is the
 * given one, or a second past the latest that it has to come after: clocks of two machines may differ.
 */
export function revisionName({ message, now, existing, after }: RevisionNameOptions): string {
  const slug = slugOf(message);
  const taken = new Set(existing.map((name) => name.toLowerCase()));
  let timestamp = formatTimestamp(now);
  for (const name of after) {
    const earlier = timestampOf(name);
    // A name in the last second of the year 9999 cannot be followed; its edge in the graph still orders the two.
    if (earlier >= timestamp) timestamp = timestampAfter(earlier) ?? timestamp;
  }
  while (taken.has(`${timestamp}${SEPARATOR}${slug}`)) timestamp = timestampAfter(timestamp) ?? formatTimestamp(now);
  return `${timestamp}${SEPARATOR}${slug}`;
}

/** `Añade "Posts" (v2)` becomes `anade_posts_v2`; a message without a Latin letter becomes `revision`. */
function slugOf(message: string): string {
  const slug = message
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøđłı]/g, (letter) => LATIN[letter] ?? '')
    .replaceAll(/[^a-z0-9]+/g, SEPARATOR)
    .replace(/^_/, '')
    .slice(0, MAX_SLUG_LENGTH)
    .replace(/_$/, '');
  if (/[a-z]/.test(slug)) return slug;
  return slug === '' ? 'revision' : `revision_${slug}`.slice(0, MAX_SLUG_LENGTH).replace(/_$/, '');
}
