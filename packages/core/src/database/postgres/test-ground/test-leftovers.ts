import { compareCodeUnits } from '../../../compare.js';
import { fateOf } from '../../process-claim.js';
import { readCopyName, readNote } from './test-names.js';

/** How many originals of one workspace are kept: for those who go to and fro between branches. */
const KEPT_ORIGINALS = 5;
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** How long an original stays that nobody has copied. */
const UNUSED_MS = 7 * DAY_MS;

/** A database of a server that is called like one of ours. */
export interface TestCandidate {
  readonly name: string;
  readonly comment: string | null;
  readonly isInUse: boolean;
}

/**
 * The databases that nobody needs any more: of processes that are gone, and originals of long ago or one too many.
 *
 * @param now by the clock of the server, in milliseconds since 1970
 */
export function leftovers(candidates: readonly TestCandidate[], now: number): readonly string[] {
  const free = candidates.filter(({ isInUse }) => !isInUse);
  // Its comment comes before the name that it is for; one of somebody else means that it is theirs now.
  const isOurs = (comment: string | null): boolean => comment === null || readNote(comment) !== null;
  const copies = free.filter(({ name, comment }) => isOurs(comment) && isOver(name, now));
  const originals = free
    .map(({ name, comment }) => ({ name, note: readNote(comment) }))
    .flatMap(({ name, note }) => (note?.kind === 'original' ? [{ name, note }] : []))
    .sort((left, right) => right.note.usedAt - left.note.usedAt || compareCodeUnits(left.name, right.name));
  const surplus = originals.filter(({ note }, at) => {
    const newer = originals.slice(0, at).filter((other) => other.note.workspace === note.workspace);
    return newer.length >= KEPT_ORIGINALS || now - note.usedAt > UNUSED_MS;
  });
  return [...copies, ...surplus].map(({ name }) => name);
}

function isOver(name: string, now: number): boolean {
  const copy = readCopyName(name);
  if (copy === null) return false;
  const fate = fateOf(copy.process);
  return fate === 'gone' || (fate === 'unknown' && now - copy.madeAt > DAY_MS);
}
