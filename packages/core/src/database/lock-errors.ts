import { OrchestrateError } from '../errors.js';
import type { LockHolder } from '../events.js';

/** The caller's signal came while a run waited for its turn. */
export function lockInterrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted while waiting for the lock; nothing was changed.',
    fix: 'Run the same command again.',
  });
}

/** A revision released the lock of its own run, and another run has taken it. */
export function lockLost(): OrchestrateError {
  return new OrchestrateError({
    code: 'LOCK.LOST',
    message:
      'A revision released the lock of this run (DISCARD ALL, pg_advisory_unlock_all), and another run has taken it.',
    fix: 'Wait until the other one has finished and run the same command again; then take that statement out of the revision.',
  });
}

/** What a {@link lockTimeout} says. */
export interface LockTimeoutParts {
  readonly timeoutMs: number;
  /** What is locked, for people. */
  readonly what: string;
  readonly holder: LockHolder;
  /** Who that is, for people. */
  readonly who: string;
  /** What else there is to do than to wait. */
  readonly otherwise: string;
  /** Whether it is ours to say how long to wait. */
  readonly isBounded?: boolean;
}

/** Another run worked on the database for longer than this one was to wait. */
export function lockTimeout(parts: LockTimeoutParts): OrchestrateError {
  const { timeoutMs, what, holder, who, otherwise, isBounded = true } = parts;
  const longer = isBounded ? ', or wait longer with --lock-timeout SECONDS' : ', and run the same command again';
  return new OrchestrateError({
    code: 'LOCK.TIMEOUT',
    message: `Gave up after ${timeoutMs / 1000} s: ${who} holds the lock of ${what}.`,
    fix: `Wait until it has finished${longer}. ${otherwise}`,
    meta: { holder },
  });
}
