import { OrchestrateError } from '../errors.js';
import { CORE } from '../extension.js';
import type { BlockingDependent } from '../revisions/plan-downgrade.js';
import { planDowngrade } from '../revisions/plan-downgrade.js';
import { extensionOf } from '../revisions/revision.js';
import { resolveTarget } from '../revisions/target.js';
import { shellWord } from '../shell-word.js';
import type { MigrationResult, Plan, PlanState } from './run/migrate.js';
import { migrate } from './run/migrate.js';
import type { TransactionMode } from './run/migration-step.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';

/** What {@link downgrade} takes. */
export interface DowngradeOptions extends RunOptions {
  /** `core` unless given. */
  readonly extension?: string | undefined;
  /** The revision to go back to (its name or the start of it), `-N` for N back, or `base` for the state before the first. */
  readonly target: string;
  /** As for an upgrade. */
  readonly tx?: TransactionMode | undefined;
  /** Plans and touches nothing. */
  readonly dryRun?: boolean | undefined;
  /** Gives the script of the plan instead of running it. */
  readonly sql?: boolean | undefined;
}

/**
 * Reverts what comes after a target in one extension, by running the `down.sql` of each revision in reverse plan order.
 * The history rows stay, marked as rolled back. Nothing is reverted when an applied revision of another extension
 * depends on what would go, or when a `down.sql` is missing.
 *
 * @throws OrchestrateError `DOWNGRADE.BLOCKED` naming the dependents, `DOWNGRADE.NO_DOWN_SCRIPT`,
 * `DOWNGRADE.REVISION_FAILED`, and what {@link upgrade} throws
 *
 * @example
 * ```ts
 * await downgrade({ cwd: process.cwd(), extension: 'blog', target: '-1' });
 * ```
 */
export function downgrade(options: DowngradeOptions): Promise<MigrationResult> {
  const extension = options.extension ?? CORE;
  return migrate({
    direction: 'downgrade',
    options,
    plan: (state) => planOf(state, extension, options.target),
  });
}

function planOf(state: PlanState, name: string, target: string): Plan {
  const { name: extension } = selectExtension(state.workspace, name);
  const resolved = resolveTarget({ ...state, extension, target });
  const plan = planDowngrade({
    ...state,
    extension,
    target: resolved.kind === 'base' ? null : resolved.ids,
    cascade: false,
  });
  if (plan.kind === 'blocked') throw blocked(extension, plan.dependents);
  // A relative target means something else after half of a plan, so the retry names the revision.
  const end = resolved.kind === 'base' ? 'base' : (resolved.ids[0]?.slice(extension.length + 1) ?? target);
  return {
    revisions: plan.revisions,
    retry: `orchestrate downgrade --extension ${extension} --target ${shellWord(end)}`,
  };
}

function blocked(extension: string, dependents: readonly BlockingDependent[]): OrchestrateError {
  const list = dependents.map(({ revision, requires }) => `${revision} needs ${requires}`).join('\n');
  const others = [...new Set(dependents.map(({ revision }) => extensionOf(revision)))];
  return new OrchestrateError({
    code: 'DOWNGRADE.BLOCKED',
    message: `${extension} cannot be downgraded, because applied revisions of other extensions depend on what would go:\n${list}`,
    fix: `Downgrade ${others.join(', ')} first, with \`orchestrate downgrade --extension ${others[0]} --target …\`.`,
    meta: { dependents },
  });
}
