import type { Config } from '../../config/config.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import type { LintRule, LintSeverity } from '../../lint/lint-rule.js';
import { STANDARD_VERSION } from '../../lint/standard.js';

/** How the rules weigh in a workspace, by code. */
export function severitiesOf(
  { severities, standard }: Config['lint'],
  rules: readonly LintRule[],
): ReadonlyMap<string, LintSeverity> {
  const version = standard ?? STANDARD_VERSION;
  return new Map(
    rules.map(({ code, severity, since }) => [code, severities[code] ?? (since > version ? 'off' : severity)]),
  );
}

/** Findings of rules as the configuration weighs them; a check may weigh single ones less than their rule. */
export function weighFindings(
  findings: readonly LintFinding[],
  severities: ReadonlyMap<string, LintSeverity>,
  configured: Config['lint']['severities'],
): readonly LintFinding[] {
  return findings.flatMap((finding) => {
    // What is no rule's breaks something.
    if (!severities.has(finding.code)) return [finding];
    const severity = configured[finding.code] ?? finding.severity;
    return severities.get(finding.code) === 'off' || severity === 'off' ? [] : [{ ...finding, severity }];
  });
}
