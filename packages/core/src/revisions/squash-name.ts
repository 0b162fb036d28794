import { compareCodeUnits } from '../compare.js';
import { revisionName } from './naming.js';
import { timestampOf } from './timestamp.js';

/** What {@link squashName} is made of. */
export interface SquashNameOptions {
  readonly message: string;
  /** Names of the folded revisions. */
  readonly folded: readonly string[];
  /** All names that the extension has. */
  readonly existing: readonly string[];
}

/**
 * The directory name of a squash: just after the last name that it folds and before the next one, so that Prisma, which
 * goes by names, finds the same order. A second later, or where the next one is as close or there is no timestamp, that
 * last name with more behind it.
 */
export function squashName({ message, folded, existing }: SquashNameOptions): string {
  const last = folded.toSorted(compareCodeUnits).at(-1) ?? '';
  const isFolded = new Set(folded);
  const later = existing.filter((name) => !isFolded.has(name) && name > last).toSorted(compareCodeUnits);
  const name = revisionName({ message, now: new Date(0), existing, after: [last] });
  const [next] = later;
  if (timestampOf(last) !== '' && name > last && (next === undefined || name < next)) return name;
  const slug = name.slice(timestampOf(name).length);
  const taken = new Set(existing);
  let candidate = `${last}${slug}`;
  for (let count = 2; taken.has(candidate); count += 1) candidate = `${last}${slug}_${count}`;
  return candidate;
}
