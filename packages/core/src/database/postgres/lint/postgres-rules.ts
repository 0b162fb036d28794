import type { LintRule } from '../../../lint/lint-rule.js';
import { columnRules } from './column-rules.js';
import { constraintRules } from './constraint-rules.js';
import { domainRules } from './domain-rules.js';
import { enumRules } from './enum-rules.js';
import { indexRules } from './index-rules.js';
import { lockRules } from './lock-rules.js';
import { partitionRules } from './partition-rules.js';
import type { PostgresCheck } from './postgres-check.js';
import { rewriteRules } from './rewrite-rules.js';
import { sessionRules } from './session-rules.js';
import { tableRules } from './table-rules.js';
import { triggerRules } from './trigger-rules.js';
import { typeRules } from './type-rules.js';

/** Everything that is looked for in a script for PostgreSQL. */
export const POSTGRES_CHECKS: readonly PostgresCheck[] = [
  columnRules,
  constraintRules,
  domainRules,
  enumRules,
  indexRules,
  lockRules,
  partitionRules,
  rewriteRules,
  sessionRules,
  tableRules,
  triggerRules,
  typeRules,
];

/** The rules of the migration standard for PostgreSQL. */
export const POSTGRES_RULES: readonly LintRule[] = POSTGRES_CHECKS.flatMap(({ rules }) => rules);
