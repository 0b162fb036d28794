import type { EquivalentRule, LintRule, LintSeverity } from '../../lint/lint-rule.js';
import { rulePage } from '../../lint/rule-page.js';

/** A rule as a workspace has it. */
export interface WeighedRule {
  readonly code: string;
  /** As configured. */
  readonly severity: LintSeverity;
  readonly since: number;
  readonly isFixable: boolean;
  readonly summary: string;
  /** Its page, in Markdown. */
  readonly page: string;
  /** What other tools call it. */
  readonly equivalents: readonly EquivalentRule[];
}

/** Rules for people. */
export function weighedRules(
  rules: readonly LintRule[],
  severities: ReadonlyMap<string, LintSeverity>,
  heading?: string,
): readonly WeighedRule[] {
  return rules.map((rule) => {
    const { code, severity, since, isFixable = false, summary, equivalents = [] } = rule;
    return {
      code,
      severity: severities.get(code) ?? severity,
      since,
      isFixable,
      summary,
      page: rulePage(rule, heading),
      equivalents,
    };
  });
}
