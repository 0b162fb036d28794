import type { RelatedPlace, SourcePosition } from '../findings.js';
import type { FileEdit, LintFinding } from './lint-finding.js';
import type { LintRule } from './lint-rule.js';

/** What a finding of a rule says beside what the rule itself knows. */
export interface RuleFindingParts {
  readonly message: string;
  readonly extension: string | null;
  readonly where: SourcePosition | null;
  readonly fix: string;
  readonly related?: readonly RelatedPlace[];
  readonly edits?: readonly FileEdit[];
}

/** A finding of a rule, weighed as the rule is unless the configuration says otherwise. */
export function ruleFinding({ code, severity }: LintRule, parts: RuleFindingParts): LintFinding {
  const { related = [], ...others } = parts;
  // What is off by itself is found only where the configuration wants it, and then weighs what that says.
  return { code, severity: severity === 'off' ? 'notice' : severity, ...others, related };
}
