import { checkFragments } from './check-fragments.js';
import { checkRevisions } from './check-revisions.js';
import { checkSql } from './check-sql.js';
import { checkCode } from './code/check-code.js';
import type { LintCheck } from './lint-context.js';

/** Everything that lint looks for. */
export const LINT_CHECKS: Readonly<Record<string, LintCheck>> = {
  fragments: checkFragments,
  revisions: checkRevisions,
  sql: checkSql,
  code: checkCode,
};
