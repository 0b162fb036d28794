import { randomBytes } from 'node:crypto';
import type { ProcessClaim } from '../../process-claim.js';
import type { TestMark } from '../../test-ground.js';

/** How every database begins that nobody but us has named. */
export const TEST_PREFIX = 'orchestrate_test_';
const COMMENT = 'Test database of prisma-orchestrate: ';

/** What the comment of a test database says: it has a name and stays, others are copied from it, or it is of a process. */
export type TestNote =
  | ({ readonly kind: 'named' } & TestMark)
  /** `usedAt` is in milliseconds since 1970, by the clock of the server. */
  | ({ readonly kind: 'original'; readonly usedAt: number } & TestMark)
  | { readonly kind: 'copy'; readonly process: ProcessClaim };

const SUFFIX = '_test';
/** How many bytes PostgreSQL keeps of a name. */
const LONGEST_NAME = 63;

/** What the test database beside a database is called. */
export function defaultTestName(database: string): string {
  const characters = [...database];
  while (Buffer.byteLength(characters.join('') + SUFFIX) > LONGEST_NAME) characters.pop();
  return characters.join('') + SUFFIX;
}

/** The name of the original for a mark. */
export function originalName({ workspace, digest }: TestMark): string {
  return `${TEST_PREFIX}original_${workspace.slice(0, 8)}_${digest.slice(0, 24)}`;
}

/** A name that no other database has; it says when it was given. */
export function newTestName(serverTime: number): string {
  return `${TEST_PREFIX}${Math.round(serverTime).toString(36)}${randomBytes(5).toString('hex')}`;
}

/** When {@link newTestName} gave a name, in milliseconds since 1970; NaN for other names. */
export function timeOfName(name: string): number {
  const [, time = ''] = /^orchestrate_test_([0-9a-z]+)[0-9a-f]{10}$/.exec(name) ?? [];
  return Number.parseInt(time, 36);
}

export function writeNote(note: TestNote): string {
  return COMMENT + JSON.stringify(note);
}

/** Null for a comment that is not ours. */
export function readNote(comment: string | null): TestNote | null {
  if (comment === null || !comment.startsWith(COMMENT)) return null;
  try {
    const note = JSON.parse(comment.slice(COMMENT.length)) as TestNote;
    return ['named', 'original', 'copy'].includes(note.kind) ? note : null;
  } catch {
    return null;
  }
}
