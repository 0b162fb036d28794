/** How much a rule weighs; `off` leaves it out. */
export type LintSeverity = 'off' | 'notice' | 'warning' | 'error';

/** The kinds of database that rules tell apart. */
export type LintProvider = 'sqlite' | 'postgresql';

/** What shows a rule at work; a test lints it and sees whether the rule fires. */
export type RuleExample =
  | {
      readonly kind: 'migration';
      readonly provider: LintProvider;
      /** migration.sql of an earlier revision. */
      readonly before?: string;
      readonly sql: string;
      readonly down?: string | null;
    }
  | {
      readonly kind: 'workspace';
      /** Fragments, code, package.json, by path with `/`; what is not given of core is made. */
      readonly files: Readonly<Record<string, string>>;
    }
  | {
      /** A workspace whose revisions a database has, and what was changed after that. */
      readonly kind: 'applied';
      readonly files: Readonly<Record<string, string>>;
      readonly changes: Readonly<Record<string, string>>;
    };

/** A rule of another tool that finds the same. */
export interface EquivalentRule {
  readonly tool: 'squawk' | 'strong_migrations';
  readonly rule: string;
}

/** One rule of the migration standard. */
export interface LintRule {
  /** `AREA.WHAT`, also its name in the configuration and in suppressions. */
  readonly code: string;
  /** Unless configured. */
  readonly severity: LintSeverity;
  /** The version of the standard that brought it. */
  readonly since: number;
  /** The databases that it is about; null for all. */
  readonly providers: readonly LintProvider[] | null;
  /** Whether `--fix` can mend some of what it finds. */
  readonly isFixable?: boolean;
  /** One sentence. */
  readonly summary: string;
  /** Markdown paragraphs. */
  readonly why: string;
  readonly bad: RuleExample;
  readonly good: RuleExample;
  readonly equivalents?: readonly EquivalentRule[];
}
