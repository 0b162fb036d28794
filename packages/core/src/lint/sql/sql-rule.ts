import type { EquivalentRule, LintProvider, LintRule, RuleExample } from '../lint-rule.js';

/** A rule about SQL, shown at work by scripts. */
export interface SqlRuleParts extends Pick<LintRule, 'code' | 'severity' | 'summary' | 'why' | 'isFixable'> {
  /** migration.sql of the revision before both examples. */
  readonly before?: string;
  readonly bad: string;
  readonly good: string;
  readonly squawk?: readonly string[];
  readonly strongMigrations?: readonly string[];
}

/** A rule about the SQL of PostgreSQL. */
export function postgresRule(parts: SqlRuleParts): LintRule {
  return sqlRule(parts, 'postgresql', ['postgresql']);
}

/** A rule about the SQL of SQLite. */
export function sqliteRule(parts: SqlRuleParts): LintRule {
  return sqlRule(parts, 'sqlite', ['sqlite']);
}

/** A rule about SQL that every database has, with examples that PostgreSQL understands. */
export function commonSqlRule(parts: SqlRuleParts): LintRule {
  return sqlRule(parts, 'postgresql', null);
}

function sqlRule(
  { before, bad, good, squawk = [], strongMigrations = [], ...rest }: SqlRuleParts,
  provider: LintProvider,
  providers: LintRule['providers'],
): LintRule {
  const example = (sql: string): RuleExample => ({
    kind: 'migration',
    provider,
    ...(before === undefined ? {} : { before }),
    sql,
  });
  const equivalents: readonly EquivalentRule[] = [
    ...squawk.map((rule) => ({ tool: 'squawk' as const, rule })),
    ...strongMigrations.map((rule) => ({ tool: 'strong_migrations' as const, rule })),
  ];
  return {
    ...rest,
    since: 1,
    providers,
    bad: example(bad),
    good: example(good),
    ...(equivalents.length === 0 ? {} : { equivalents }),
  };
}
