import type { LintRule } from '../../../lint/lint-rule.js';
import type { PostgresRemark, StatementView } from './statement-view.js';

/** A tight family of rules and what finds that they are broken. */
export interface PostgresCheck {
  readonly rules: readonly LintRule[];
  readonly check: (statement: StatementView) => readonly PostgresRemark[];
}
