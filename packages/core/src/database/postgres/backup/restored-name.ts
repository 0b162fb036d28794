import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { timeInName } from '../../../time-in-name.js';
import { withNameEnd } from '../truncate-identifier.js';

const HOUR_MS = 60 * 60 * 1000;
const MARK = 'Database of a restore of prisma-orchestrate, dropped unless it is swapped in: ';
const EARLIEST = Date.UTC(2026, 0, 1);

/** The name of a database to restore into: that of its target, and when it was made by the clock of the server. */
export function restoredName(target: string, now: Date): string {
  return withNameEnd(target, `_restore_${now.getTime().toString(36)}${randomBytes(3).toString('hex')}`);
}

/** The name under which the one that was replaced is kept. */
export function replacedName(target: string, now: Date): string {
  return withNameEnd(target, `_replaced_${timeInName(now)}`);
}

/** The comment of a database that its restore is connected to, or was. */
export function restoreMark(now: Date): string {
  return MARK + JSON.stringify({ host: hostname(), pid: process.pid, started: now.toISOString() });
}

/** A database that nobody is connected to, and what is known of it. */
export interface RestoreCandidate {
  readonly name: string;
  readonly comment: string | null;
  /** Milliseconds since 1970. */
  readonly serverTime: number;
}

/**
 * Whether a killed restore left a database that nobody is connected to. One with our comment had its restore connected
 * before that. One without may be waiting for its first connection: an hour is enough for that, and for those of our own
 * target, `claimed` are the ones that are.
 */
export function isLeftOver(
  { name, comment, serverTime }: RestoreCandidate,
  { target, claimed }: { readonly target: string; readonly claimed: ReadonlySet<string> },
): boolean {
  const stamp = /_restore_([0-9a-z]{8})[0-9a-f]{6}$/.exec(name)?.[1];
  if (stamp === undefined) return false;
  if (comment !== null) return comment.startsWith(MARK);
  const madeAt = Number.parseInt(stamp, 36);
  if (madeAt < EARLIEST) return false;
  return serverTime - madeAt > HOUR_MS || (isOf(target, name) && !claimed.has(name));
}

/** Whether a restore into this target could have given a database this name. */
function isOf(target: string, name: string): boolean {
  const start = (of: string): string => of.slice(0, of.lastIndexOf('_restore_'));
  return start(name) === start(restoredName(target, new Date(EARLIEST)));
}
