import type { FailureKind } from './failure.js';

/** What a run of the command ends with. */
export const EXIT = { done: 0, problems: 1, usage: 2, consent: 3, interrupted: 130 } as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_KIND: Readonly<Record<FailureKind, ExitCode>> = {
  failure: EXIT.problems,
  bug: EXIT.problems,
  usage: EXIT.usage,
  consent: EXIT.consent,
  interrupted: EXIT.interrupted,
};

/** The exit code of a run that could not do its job. */
export function exitCodeOf(kind: FailureKind): ExitCode {
  return BY_KIND[kind];
}
