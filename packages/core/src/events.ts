import type { RevisionId } from './revisions/revision.js';

/** Who holds a lock that a run waits for. */
export interface LockHolder {
  readonly pid: number | null;
  readonly host: string | null;
  readonly command: string | null;
  readonly since: Date | null;
}

/** How far a run over many databases has come. */
export interface FleetProgress {
  readonly total: number;
  readonly running: number;
  /** Upgraded, or with nothing to do. */
  readonly done: number;
  readonly failed: number;
}

/**
 * How a run over many databases ended for one of them. `pending`: a dry run found something to apply. `interrupted`: the
 * signal ended it after a revision. `not-started`: the run was stopped before it.
 */
export type FleetOutcome = 'upgraded' | 'up-to-date' | 'pending' | 'failed' | 'interrupted' | 'not-started';

/** What a long operation tells while it works; the CLI turns these into a progress line. */
export type OrchestrateEvent =
  | { readonly kind: 'step'; readonly message: string }
  | { readonly kind: 'warning'; readonly code: string; readonly message: string; readonly fix: string }
  | { readonly kind: 'hook-output'; readonly hook: string; readonly line: string }
  | { readonly kind: 'lock-waiting'; readonly holder: LockHolder; readonly timeoutMs: number }
  | { readonly kind: 'client-waiting'; readonly holder: LockHolder; readonly timeoutMs: number }
  | { readonly kind: 'replaying'; readonly extension: string; readonly done: number; readonly total: number }
  | { readonly kind: 'proving'; readonly revision: RevisionId; readonly index: number; readonly total: number }
  /** In bytes; `comparing` in tables. The total is null where nobody knows it. */
  | {
      readonly kind: 'backing-up' | 'restoring';
      readonly phase: 'copying' | 'hashing' | 'comparing' | 'swapping';
      readonly done: number;
      readonly total: number | null;
    }
  | { readonly kind: 'plan'; readonly direction: 'upgrade' | 'downgrade'; readonly revisions: readonly RevisionId[] }
  | { readonly kind: 'revision-started'; readonly revision: RevisionId; readonly index: number; readonly total: number }
  | {
      readonly kind: 'revision-finished';
      readonly revision: RevisionId;
      readonly action: 'applied' | 'reverted' | 'recorded';
      readonly index: number;
      readonly total: number;
      readonly durationMs: number;
    }
  | { readonly kind: 'database-started'; readonly database: string; readonly fleet: FleetProgress }
  /** What the run on one of many databases tells, with that one's name. */
  | { readonly kind: 'in-database'; readonly database: string; readonly event: OrchestrateEvent }
  | {
      readonly kind: 'database-finished';
      readonly database: string;
      readonly outcome: FleetOutcome;
      /** How many were applied; in a dry run, would be. */
      readonly revisions: number;
      readonly durationMs: number;
      readonly failure: { readonly code: string; readonly message: string } | null;
      readonly fleet: FleetProgress;
    };

/** Receives events; must not throw. */
export type OnEvent = (event: OrchestrateEvent) => void;
