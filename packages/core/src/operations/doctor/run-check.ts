import { setTimeout as delay } from 'node:timers/promises';
import type { DoctorCheck } from '../../database/doctor-checks.js';
import type { Diagnosis, DiagnosisGroup } from '../../diagnosis.js';
import { messageOf, OrchestrateError } from '../../errors.js';

/** A diagnosis with what it is about. */
export interface GroupedDiagnosis extends Diagnosis {
  readonly group: DiagnosisGroup;
}

/** How long a check may take, and who may end it. */
export interface RunCheckOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs one check. Whatever goes wrong with it is a diagnosis, so that the others are heard.
 *
 * @throws what the caller's signal says, and nothing else
 */
export async function runCheck<Subject>(
  { group, subject, run }: DoctorCheck<Subject>,
  given: Subject,
  options: RunCheckOptions,
): Promise<readonly GroupedDiagnosis[]> {
  const found = await diagnosed(subject, () => run(given), options);
  const diagnoses = 'failure' in found ? [found.failure] : found.value;
  return diagnoses.map((diagnosis) => ({ group, ...diagnosis }));
}

/** What timers can count to; later ones would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The value, or what kept us from it as a diagnosis. */
export type Diagnosed<Value> = { readonly value: Value } | { readonly failure: Diagnosis };

/** Does something that may fail, or never end. */
export async function diagnosed<Value>(
  subject: string,
  work: () => Value | Promise<Value>,
  { timeoutMs, signal }: RunCheckOptions,
): Promise<Diagnosed<Value>> {
  signal?.throwIfAborted();
  const ended = new AbortController();
  const stop = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  const late = delay(Math.min(timeoutMs, LONGEST_MS), { failure: timedOut(subject, timeoutMs) }, { signal: stop });
  // Where the check is faster, nobody waits for it any more.
  late.catch(() => {});
  try {
    return await Promise.race([
      Promise.resolve()
        .then(work)
        .then((value) => ({ value })),
      late,
    ]);
  } catch (error) {
    signal?.throwIfAborted();
    return { failure: explain(subject, error) };
  } finally {
    ended.abort();
  }
}

function explain(subject: string, error: unknown): Diagnosis {
  if (error instanceof OrchestrateError) {
    const { code, message, fix, kind } = error;
    // What only wants consent is no fault: `upgrade --create-database` makes the database.
    return { code, status: kind === 'consent' ? 'warning' : 'error', message, fix };
  }
  return {
    code: 'DOCTOR.CHECK_FAILED',
    status: 'error',
    message: `It could not be found out how it is with ${subject}: ${messageOf(error)}`,
    fix: 'Where the message does not say what to do, report it with the output of: orchestrate debug',
  };
}

function timedOut(subject: string, timeoutMs: number): Diagnosis {
  return {
    code: 'DOCTOR.TIMED_OUT',
    status: 'error',
    message: `The look at ${subject} was given up after ${timeoutMs / 1000} s.`,
    fix: `Where it only takes long: orchestrate doctor --timeout ${Math.ceil((timeoutMs / 1000) * 6)}`,
  };
}
