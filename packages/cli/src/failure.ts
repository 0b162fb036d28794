import type { ErrorKind, OrchestrateError } from '@prisma-orchestrate/core';
import { InterruptedError } from './interruption.js';
import { UsageError } from './usage-error.js';

/** As the library's kinds, and `bug` for what no one foresaw. */
export type FailureKind = ErrorKind | 'bug';

/** Why a command could not do its job, in the form in which it is printed. */
export interface Failure {
  readonly code: string;
  readonly kind: FailureKind;
  readonly message: string;
  readonly fix: string;
  readonly meta: Readonly<Record<string, unknown>>;
  /** What was thrown, for `--verbose`. */
  readonly thrown: unknown;
}

const BUG_FIX =
  'This is a bug in orchestrate, not something you did wrong. Please report it with the lines above, the command you ran and the output of `orchestrate debug` (it holds no secrets).';

/** Tells an expected error from a bug; anything can be thrown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof UsageError) {
    const { code, message, fix, meta } = thrown;
    return { code, kind: 'usage', message, fix, meta, thrown };
  }
  if (isOrchestrateError(thrown)) {
    const { code, kind, message, fix, meta } = thrown;
    return { code, kind, message, fix, meta, thrown };
  }
  if (thrown instanceof InterruptedError) {
    const fix = 'Run the same command again.';
    return { code: 'CLI.INTERRUPTED', kind: 'interrupted', message: thrown.message, fix, meta: {}, thrown };
  }
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { code: 'CLI.BUG', kind: 'bug', message, fix: BUG_FIX, meta: {}, thrown };
}

/** By name, so that the library need not be loaded to ask. */
function isOrchestrateError(thrown: unknown): thrown is OrchestrateError {
  return thrown instanceof Error && thrown.name === 'OrchestrateError' && 'code' in thrown && 'fix' in thrown;
}
