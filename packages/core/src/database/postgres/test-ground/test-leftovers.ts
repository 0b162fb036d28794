import { compareCodeUnits } from '../../../compare.js';
import { fateOf } from '../../process-claim.js';
import { readNote, type TestNote, timeOfName } from './test-names.js';

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
  const noted = free.map((candidate) => ({ ...candidate, note: readNote(candidate.comment) }));
  const copies = noted.filter((candidate) => isOver(candidate, now));
  const originals = noted
    .flatMap(({ name, note }) => (note?.kind === 'original' ? [{ name, note }] : []))
    .sort((left, right) => right.note.usedAt - left.note.usedAt || compareCodeUnits(left.name, right.name));
  const surplus = originals.filter(({ note }, at) => {
    const newer = originals.slice(0, at).filter((other) => other.note.workspace === note.workspace);
    return newer.length >= KEPT_ORIGINALS || now - note.usedAt > UNUSED_MS;
  });
  return [...copies, ...surplus].map(({ name }) => name);
}

interface NotedCandidate extends TestCandidate {
  readonly note: TestNote | null;
}

function isOver({ name, comment, note }: NotedCandidate, now: number): boolean {
  const age = now - timeOfName(name);
  // Its process was killed before it could say whose it is.
  if (comment === null) return age > HOUR_MS;
  if (note?.kind !== 'copy') return false;
  const fate = fateOf(note.process);
  return fate === 'gone' || (fate === 'unknown' && age > DAY_MS);
}
