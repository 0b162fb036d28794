// Every rule of the tools that people come from has a rule here, or a reason why it has none.
import { expect, it } from 'vitest';
import { UNMATCHED_RULES } from '../../lint/unmatched-rules.js';
import { allRules } from './rules.js';

/** All rules of Squawk 2.66. */
const SQUAWK = [
  'adding-field-with-default',
  'adding-foreign-key-constraint',
  'adding-not-nullable-field',
  'adding-required-field',
  'adding-serial-primary-key-field',
  'ban-alter-domain-with-add-constraint',
  'ban-char-field',
  'ban-concurrent-index-creation-in-transaction',
  'ban-create-domain-with-constraint',
  'ban-drop-column',
  'ban-drop-database',
  'ban-drop-not-null',
  'ban-drop-table',
  'ban-duplicate-column-assignments',
  'ban-truncate-cascade',
  'ban-uncommitted-transaction',
  'changing-column-type',
  'constraint-missing-not-valid',
  'disallowed-unique-constraint',
  'identifier-too-long',
  'prefer-bigint-over-int',
  'prefer-bigint-over-smallint',
  'prefer-identity',
  'prefer-repack',
  'prefer-robust-stmts',
  'prefer-text-field',
  'prefer-timestamp-tz',
  'renaming-column',
  'renaming-table',
  'require-concurrent-index-creation',
  'require-concurrent-index-deletion',
  'require-concurrent-partition-detach',
  'require-concurrent-reindex',
  'require-enum-value-ordering',
  'require-lock-timeout',
  'require-statement-timeout',
  'require-table-schema',
  'require-timeout-settings',
  'syntax-error',
  'transaction-nesting',
  'unused-ignore',
];

/** All checks of strong_migrations 2, those for MySQL and MariaDB included. */
const STRONG_MIGRATIONS = [
  'add_check_constraint',
  'add_check_constraint_mysql',
  'add_column_auto_incrementing',
  'add_column_default',
  'add_column_default_callable',
  'add_column_default_null',
  'add_column_generated_stored',
  'add_column_json',
  'add_exclusion_constraint',
  'add_foreign_key',
  'add_index',
  'add_index_columns',
  'add_index_corruption',
  'add_reference',
  'add_unique_constraint',
  'change_column',
  'change_column_constraint',
  'change_column_default',
  'change_column_null',
  'change_column_null_mysql',
  'change_column_null_postgresql',
  'change_column_with_not_null',
  'change_table',
  'create_table',
  'execute',
  'remove_column',
  'remove_index',
  'rename_column',
  'rename_schema',
  'rename_table',
  'validate_check_constraint',
  'validate_foreign_key',
];

it.each([
  { tool: 'squawk', names: SQUAWK },
  { tool: 'strong_migrations', names: STRONG_MIGRATIONS },
])('knows what $tool looks for', async ({ tool, names }) => {
  const known = [...(await allRules()).flatMap(({ equivalents = [] }) => equivalents), ...UNMATCHED_RULES];
  const ours = known.filter((each) => each.tool === tool).map(({ rule }) => rule);
  expect([...new Set(ours)].sort()).toEqual(names);
});

it('gives a reason only where there is no rule', async () => {
  const matched = (await allRules()).flatMap(({ equivalents = [] }) => equivalents);
  expect(
    UNMATCHED_RULES.filter(({ tool, rule }) => matched.some((it) => it.tool === tool && it.rule === rule)),
  ).toEqual([]);
});
