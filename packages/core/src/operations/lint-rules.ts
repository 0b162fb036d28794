import { noSuchRule } from './lint/lint-errors.js';
import { allRules } from './lint/rules.js';
import { severitiesOf } from './lint/weigh-findings.js';
import { type WeighedRule, weighedRules } from './lint/weighed-rules.js';
import type { WorkspaceOptions } from './run-options.js';

export { UNMATCHED_RULES } from '../lint/unmatched-rules.js';

/** What {@link lintRules} takes. */
export interface LintRulesOptions {
  /** Only this one. */
  readonly rule?: string | undefined;
  /** How the heading of a page begins; `#` unless given. */
  readonly heading?: string | undefined;
  /** Whose configuration says how much rules weigh; without one they weigh what the standard says. */
  readonly workspace?: WorkspaceOptions | undefined;
}

/**
 * The rules of the migration standard, by code, each with its page.
 *
 * @throws OrchestrateError `LINT.NO_SUCH_RULE`, with the nearest names; with `workspace` as reading its configuration does
 *
 * @example
 * ```ts
 * for (const { code, summary } of await lintRules()) console.log(code, summary);
 * ```
 */
export async function lintRules({ rule, heading, workspace }: LintRulesOptions = {}): Promise<readonly WeighedRule[]> {
  const rules = await allRules();
  const chosen = rule === undefined ? rules : rules.filter(({ code }) => code === rule.toUpperCase());
  if (rule !== undefined && chosen.length === 0)
    throw noSuchRule(
      rule,
      rules.map(({ code }) => code),
    );
  if (workspace === undefined) return weighedRules(chosen, new Map(), heading);
  const { readWorkspace } = await import('../workspace/read-workspace.js');
  const { config } = await readWorkspace(workspace);
  return weighedRules(chosen, severitiesOf(config.lint, rules), heading);
}
