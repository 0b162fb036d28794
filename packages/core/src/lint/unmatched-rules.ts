import type { EquivalentRule } from './lint-rule.js';

/** A rule of another tool that has no equivalent here. */
export interface UnmatchedRule extends EquivalentRule {
  /** Why it needs none. */
  readonly why: string;
}

/** What Squawk and strong_migrations look for, and no rule here does. */
export const UNMATCHED_RULES: readonly UnmatchedRule[] = [
  {
    tool: 'squawk',
    rule: 'ban-duplicate-column-assignments',
    why: 'PostgreSQL refuses such a statement itself: `orchestrate check`, which replays every revision, names it.',
  },
  {
    tool: 'squawk',
    rule: 'syntax-error',
    why: 'What PostgreSQL cannot read it refuses: `orchestrate check` replays every revision, and names the line.',
  },
  {
    tool: 'strong_migrations',
    rule: 'add_check_constraint_mysql',
    why: 'About MySQL.',
  },
  {
    tool: 'strong_migrations',
    rule: 'add_column_default_null',
    why: 'A NULL default cost something before PostgreSQL 11 only.',
  },
  {
    tool: 'strong_migrations',
    rule: 'add_index_corruption',
    why: 'About a fault of PostgreSQL 14.0 to 14.3, whatever the script says.',
  },
  {
    tool: 'strong_migrations',
    rule: 'change_column_default',
    why: 'About partial writes of Active Record; the SQL is harmless.',
  },
  {
    tool: 'strong_migrations',
    rule: 'change_column_null_mysql',
    why: 'About MySQL.',
  },
  {
    tool: 'strong_migrations',
    rule: 'change_table',
    why: 'A block of Ruby that cannot be looked into. Scripts here are SQL, which is.',
  },
  {
    tool: 'strong_migrations',
    rule: 'execute',
    why: 'SQL that cannot be looked into there. Here it is what is linted.',
  },
];
