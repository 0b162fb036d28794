import type { OrchestrateError } from '../../errors.js';

/** What became of the database when a run failed. */
export interface Recovery {
  /**
   * `unchanged`: the failure came before anything was changed. `rolled-back`: the transaction that held the whole plan was.
   * `restored`: the backup took the place of what was left. `kept`: it is as the last complete revision or statement left it.
   */
  readonly kind: 'unchanged' | 'rolled-back' | 'restored' | 'kept';
  /** Why it was kept as it was, and how to restore it by hand. */
  readonly why: string | null;
  /** Why the restore failed that was tried. */
  readonly restoreError: OrchestrateError | null;
}
