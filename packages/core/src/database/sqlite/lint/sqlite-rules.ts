import type { LintRule } from '../../../lint/lint-rule.js';
import { fileRules } from './file-rules.js';
import { rebuildRules } from './rebuild-rules.js';
import type { SqliteCheck } from './sqlite-view.js';
import { tableRules } from './table-rules.js';
import { valueRules } from './value-rules.js';

/** Everything that is looked for in a script for SQLite. */
export const SQLITE_CHECKS: readonly SqliteCheck[] = [fileRules, rebuildRules, tableRules, valueRules];

/** The rules of the migration standard for SQLite. */
export const SQLITE_RULES: readonly LintRule[] = SQLITE_CHECKS.flatMap(({ rules }) => rules);
