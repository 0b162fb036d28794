import { OrchestrateError } from '../errors.js';
import { assertFoldedThere } from '../revisions/assert-folded-there.js';
import type { Goal } from '../revisions/goal.js';
import type { BlockingDependent } from '../revisions/plan-downgrade.js';
import { planDowngrade } from '../revisions/plan-downgrade.js';
import { extensionOf } from '../revisions/revision.js';
import { asOperation } from './run/as-operation.js';
import type { LossRequest } from './run/loss-consent.js';
import type { MigrationResult, Plan, PlanState } from './run/migrate.js';
import { migrate } from './run/migrate.js';
import type { TransactionMode } from './run/migration-step.js';
import { resolveGoals } from './run/resolve-goals.js';
import type { RunOptions } from './run-options.js';
import type { Selection } from './upgrade.js';

/** What {@link downgrade} takes. */
export interface DowngradeOptions extends RunOptions {
  /** Whose revisions to revert; core unless given. */
  readonly selection?: Selection | undefined;
  /**
   * The revision to go back to (its name or the start of it), `-N` for N back, or `base` for the state before the first;
   * of another extension after `extension@`; several, separated by commas. Of all extensions: `base`, or a point in time
   * (`2026-03-01`, `2026-03-01T12:00:00Z`), in UTC.
   */
  readonly target: string;
  /** Whether what depends on it in other extensions is reverted, too. */
  readonly cascade?: boolean | undefined;
  /** Consent to losing data, given beforehand. */
  readonly allowDestructive?: boolean | undefined;
  /** Asks for consent; not called where `allowDestructive` is set or nothing would be lost. */
  readonly confirm?: ((request: LossRequest) => Promise<boolean>) | undefined;
  /** As for an upgrade. */
  readonly tx?: TransactionMode | undefined;
  /** Plans, counts what would be lost, and touches nothing. */
  readonly dryRun?: boolean | undefined;
  /** Gives the script of the plan instead of running it. */
  readonly sql?: boolean | undefined;
}

/**
 * Reverts what comes after the targets, by running the `down.sql` of each revision in reverse plan order. The history rows
 * stay, marked as rolled back. Nothing is reverted when an applied revision of another extension depends on what would go
 * (unless `cascade` is set), when a `down.sql` is missing, or when rows would be lost without consent.
 *
 * @throws OrchestrateError `DOWNGRADE.BLOCKED` naming the dependents, `DOWNGRADE.NO_DOWN_SCRIPT`,
 * `DOWNGRADE.FOLDED_GONE`, `DOWNGRADE.DESTRUCTIVE` (kind `consent`), `DOWNGRADE.REVISION_FAILED`, and what {@link upgrade} throws
 *
 * @example
 * ```ts
 * const { revisions } = await downgrade({ cwd: process.cwd(), target: 'blog@-1' });
 * console.log(revisions.map(({ revision }) => revision)); // [ 'blog/20260102000000_init' ]
 * ```
 */
export function downgrade(options: DowngradeOptions): Promise<MigrationResult> {
  return asOperation(options, revertRevisions);
}

function revertRevisions(options: DowngradeOptions): Promise<MigrationResult> {
  const { allowDestructive = false, confirm } = options;
  return migrate({
    direction: 'downgrade',
    options,
    consent: { isGiven: allowDestructive, ask: confirm },
    plan: (state) => planOf(state, options),
  });
}

function planOf(state: PlanState, options: DowngradeOptions): Plan {
  const { selection = { kind: 'core' }, target, cascade = false, allowDestructive = false } = options;
  const { goals, flags } = resolveGoals({ selection, target, direction: 'downgrade' }, state);
  const { graph, applied, view } = state;
  assertFoldedThere({ graph, view, applied, goals });
  // A squash of which everything is applied can be gone back to before it is recorded.
  const plan = planDowngrade({ graph, applied, reachable: view.effective, goals, cascade });
  if (plan.kind === 'blocked') throw blocked(goals, plan.dependents);
  const more = `${cascade ? ' --cascade' : ''}${allowDestructive ? ' --allow-destructive' : ''}`;
  return { revisions: plan.revisions, because: plan.dependents, retry: `orchestrate downgrade${flags}${more}` };
}

function blocked(goals: readonly Goal[], dependents: readonly BlockingDependent[]): OrchestrateError {
  const list = dependents.map(({ revision, requires }) => `${revision} needs ${requires}`).join('\n');
  const others = [...new Set(dependents.map(({ revision }) => extensionOf(revision)))];
  return new OrchestrateError({
    code: 'DOWNGRADE.BLOCKED',
    message: `${goals.map(({ extension }) => extension).join(', ')} cannot be downgraded, because applied revisions of other extensions depend on what would go:\n${list}`,
    fix: `Add --cascade to revert them, too, or downgrade ${others.join(', ')} first, with \`orchestrate downgrade --extension ${others[0]} --target …\`.`,
    meta: { dependents },
  });
}
