import { randomBytes } from 'node:crypto';
import type { ProcessClaim } from '../../process-claim.js';
import type { TestMark } from '../../test-ground.js';
import { withNameEnd } from '../truncate-identifier.js';

/** How every database begins that nobody but us has named. */
export const TEST_PREFIX = 'orchestrate_test_';
const COMMENT = 'Test database of prisma-orchestrate: ';

/** What the comment of a test database says that stays: it has a name, or others are copied from it. */
export type TestNote =
  | ({ readonly kind: 'named' } & TestMark)
  /** `usedAt` is in milliseconds since 1970, by the clock of the server. */
  | ({ readonly kind: 'original'; readonly usedAt: number } & TestMark);

/** What the name of a copy says. */
export interface CopyName {
  readonly process: ProcessClaim;
  /** In milliseconds since 1970, by the clock of the server. */
  readonly madeAt: number;
}

const SUFFIX = '_test';

/** What the test database beside a database is called. */
export function defaultTestName(database: string): string {
  return withNameEnd(database, SUFFIX);
}

/** The name of the original for a mark. */
export function originalName({ workspace, digest }: TestMark): string {
  return `${TEST_PREFIX}original_${workspace.slice(0, 8)}_${digest.slice(0, 24)}`;
}

/**
 * A name that no other database has, and that says whose it is: a comment would come too late where the process is killed.
 *
 * @param now by the clock of the server
 */
export function copyName({ host, pid, start }: ProcessClaim, now: number): string {
  const owner = [host, pid.toString(36), Number(start).toString(36)].join('_');
  return `${TEST_PREFIX}${owner}_${Math.round(now).toString(36)}${randomBytes(4).toString('hex')}`;
}

const COPY_NAME = /^orchestrate_test_([0-9a-f]{8})_([0-9a-z]+)_([0-9a-z]+)_([0-9a-z]+)[0-9a-f]{8}$/;

/** Null for what is called otherwise than {@link copyName} does. */
export function readCopyName(name: string): CopyName | null {
  const [, host, pid = '', start = '', time = ''] = COPY_NAME.exec(name) ?? [];
  if (host === undefined) return null;
  const began = Number.parseInt(start, 36);
  const process = { host, pid: Number.parseInt(pid, 36), start: began === 0 ? '' : String(began) };
  return { process, madeAt: Number.parseInt(time, 36) };
}

export function writeNote(note: TestNote): string {
  return COMMENT + JSON.stringify(note);
}

/** Null for a comment that is not ours. */
export function readNote(comment: string | null): TestNote | null {
  if (comment === null || !comment.startsWith(COMMENT)) return null;
  try {
    const note = JSON.parse(comment.slice(COMMENT.length)) as TestNote;
    return ['named', 'original'].includes(note.kind) ? note : null;
  } catch {
    return null;
  }
}
