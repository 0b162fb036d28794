import { createHash } from 'node:crypto';
import type { Statement } from '../../database/database.js';

/**
 * How far a script got that runs statement by statement, kept in the `logs` column of its unfinished row: a run that
 * was killed, or that failed and whose file was corrected after the statement that failed, goes on from there.
 */
export interface StepProgress {
  readonly direction: 'up' | 'down';
  /** Statements that are through. */
  readonly done: number;
  readonly total: number;
  /** SHA-256 of those statements: they must not have changed since. */
  readonly hash: string;
}

const LINE = /^orchestrate: (applying|reverting), (\d+) of (\d+) statements done, sha256 ([0-9a-f]{64})$/m;

/** The progress after the first `done` statements. */
export function stepProgress(direction: 'up' | 'down', statements: readonly Statement[], done: number): StepProgress {
  const hash = createHash('sha256');
  for (const { sql } of statements.slice(0, done)) hash.update(sql).update('\0');
  return { direction, done, total: statements.length, hash: hash.digest('hex') };
}

/** One line for the `logs` column. */
export function renderStepProgress({ direction, done, total, hash }: StepProgress): string {
  return `orchestrate: ${direction === 'up' ? 'applying' : 'reverting'}, ${done} of ${total} statements done, sha256 ${hash}`;
}

/** Reads the line back; null where a log has none, as those that Prisma writes. */
export function parseStepProgress(logs: string | null): StepProgress | null {
  const match = LINE.exec(logs ?? '');
  if (match === null) return null;
  const [, verb, done, total, hash = ''] = match;
  return { direction: verb === 'applying' ? 'up' : 'down', done: Number(done), total: Number(total), hash };
}

/** Whether a script can go on where its record says: the statements that are through are the same. */
export function canResume(progress: StepProgress, statements: readonly Statement[]): boolean {
  return (
    progress.done <= statements.length &&
    stepProgress(progress.direction, statements, progress.done).hash === progress.hash
  );
}
