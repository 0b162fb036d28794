import { asOperation } from './run/as-operation.js';
import type { MigrationResult } from './run/migrate.js';
import { migrate } from './run/migrate.js';
import type { TransactionMode } from './run/migration-step.js';
import { planOfUpgrade } from './run/plan-of-upgrade.js';
import type { RunOptions } from './run-options.js';

/** Whose revisions to apply. What they require of other extensions comes along in any case. */
export type Selection =
  | { readonly kind: 'core' }
  | { readonly kind: 'extension'; readonly name: string }
  | { readonly kind: 'all' };

/** What {@link upgrade} takes. */
export interface UpgradeOptions extends RunOptions {
  readonly selection: Selection;
  /**
   * `head` unless given; a revision's name or the start of it, or `+N` for the next N; of another extension after
   * `extension@`; several, separated by commas. Of all extensions: `head`, or a point in time (`2026-03-01`,
   * `2026-03-01T12:00:00Z`), in UTC.
   */
  readonly target?: string | undefined;
  /**
   * `revision` (the default): each revision and its history row commit together. `all`: the whole plan does, or
   * nothing. `none`: statement by statement, with the progress recorded.
   */
  readonly tx?: TransactionMode | undefined;
  /** Plans and touches nothing. */
  readonly dryRun?: boolean | undefined;
  /** Gives the script of the plan instead of running it. */
  readonly sql?: boolean | undefined;
}

/**
 * Applies the pending revisions up to a target, in plan order, each recorded in its extension's history table.
 *
 * One run works on a database at a time; a second one waits for the first (see {@link RunOptions.lockTimeoutMs}) and
 * then does what is left.
 *
 * @throws OrchestrateError `UPGRADE.REVISION_FAILED` when a revision fails (it is rolled back and recorded with its log),
 * `HISTORY.*` when the history and the revisions do not fit together, `TARGET.*`, `LOCK.TIMEOUT`, `DATABASE.*`,
 * `CONFIG.*`, or of kind `interrupted` when the signal fires
 *
 * @example
 * ```ts
 * const { revisions } = await upgrade({ cwd: process.cwd(), selection: { kind: 'all' } });
 * for (const { revision, durationMs } of revisions) console.log(revision, durationMs);
 * ```
 */
export function upgrade(options: UpgradeOptions): Promise<MigrationResult> {
  return asOperation(options, applyRevisions);
}

function applyRevisions(options: UpgradeOptions): Promise<MigrationResult> {
  return migrate({ direction: 'upgrade', options, plan: planOfUpgrade(options) });
}
