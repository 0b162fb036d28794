import type { ErrorKind } from '../../errors.js';
import { messageOf, OrchestrateError } from '../../errors.js';
import type { FleetOutcome } from '../../events.js';
import type { RevisionId } from '../../revisions/revision.js';

/** Why the work on one database of a fleet was not done. */
export interface FleetError {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly fix: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** One database of a fleet after a run. */
export interface FleetEntry {
  readonly name: string;
  /** Its URL without secrets. */
  readonly database: string;
  readonly outcome: FleetOutcome;
  /** What was applied, in its order; in a dry run, what would be. */
  readonly revisions: readonly RevisionId[];
  /** Milliseconds; null where it was not started. */
  readonly durationMs: number | null;
  /** Of a database that has failed or was interrupted. */
  readonly error: FleetError | null;
}

/** An error as data. What nobody foresaw concerns one database only, too. */
export function fleetErrorOf(error: unknown): FleetError {
  if (error instanceof OrchestrateError) {
    const { code, kind, message, fix, meta } = error;
    return { code, kind, message, fix, meta };
  }
  return {
    code: 'FLEET.UNEXPECTED',
    kind: 'failure',
    message: `Something unforeseen happened: ${messageOf(error)}`,
    fix: 'This is a bug in orchestrate: run `orchestrate upgrade` with --database-url for this database and --verbose, and report what it prints.',
    meta: {},
  };
}
