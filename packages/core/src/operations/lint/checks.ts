import { checkFragments } from './check-fragments.js';
import { checkNaming } from './check-naming.js';
import { checkRevisions } from './check-revisions.js';
import { checkSql } from './check-sql.js';
import { checkValidity } from './check-validity.js';
import { checkCode } from './code/check-code.js';
import type { LintCheck } from './lint-context.js';
import { checkOwnership } from './ownership/check-ownership.js';

/** Everything that lint looks for. */
export const LINT_CHECKS: Readonly<Record<string, LintCheck>> = {
  validity: checkValidity,
  fragments: checkFragments,
  revisions: checkRevisions,
  sql: checkSql,
  code: checkCode,
  naming: checkNaming,
  ownership: checkOwnership,
};
