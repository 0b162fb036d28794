import { compareCodeUnits } from '../../compare.js';
import { driverFor } from '../../database/driver-for.js';
import { CODE_RULES } from '../../lint/code/code-rules.js';
import { FRAGMENT_RULES } from '../../lint/fragment/fragment-rules.js';
import type { LintRule } from '../../lint/lint-rule.js';
import { NAMING_RULES } from '../../lint/naming/naming-rules.js';
import { OWNERSHIP_RULES } from '../../lint/ownership/ownership-rules.js';
import { REVISION_RULES } from '../../lint/revision/revision-rules.js';
import { SUPPRESSION_RULES } from '../../lint/suppression-rules.js';

/** All rules of the migration standard, by code; those for SQL of every database among them. */
export async function allRules(): Promise<readonly LintRule[]> {
  const drivers = await Promise.all(['sqlite', 'postgresql'].map((provider) => driverFor(provider)));
  const sql = await Promise.all(drivers.map((driver) => driver.sqlRules()));
  const rules = [
    ...SUPPRESSION_RULES,
    ...FRAGMENT_RULES,
    ...REVISION_RULES,
    ...CODE_RULES,
    ...NAMING_RULES,
    ...OWNERSHIP_RULES,
    ...sql.flat(),
  ];
  // Several databases may have a rule by the same name; the first describes it.
  const byCode = new Map(rules.toReversed().map((rule) => [rule.code, rule]));
  return [...byCode.values()].sort((left, right) => compareCodeUnits(left.code, right.code));
}
