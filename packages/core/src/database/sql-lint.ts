import type { LintRule } from '../lint/lint-rule.js';
import type { TableColumn } from './database.js';

/** What the rules for SQL know of a script beside its text. */
export interface SqlLintContext {
  /** The database schema that unqualified names mean; null where the files do not say it, or the database has none. */
  readonly defaultSchema: string | null;
  /** Whether revision.json says how the script runs; null where the SQL decides. */
  readonly isTransactional: boolean | null;
  /** `datasource.lockTimeoutMs` of the configuration. */
  readonly lockTimeoutMs: number | null;
  /** `datasource.statementTimeoutMs` of the configuration. */
  readonly statementTimeoutMs: number | null;
  /** The columns of all tables before the script, where a replay knows them. */
  readonly columnsBefore?: readonly TableColumn[] | undefined;
  /** migration.sql of the earlier revisions of the same extension, in their order, where they are at hand. */
  readonly scriptsBefore?: readonly string[] | undefined;
}

/** What a rule says of a script. */
export interface SqlRemark {
  /** That of the rule. */
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  /** 1-based, in the script. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  readonly endLine?: number | undefined;
  /** What to write in the place of a part of the script, in UTF-16 code units, where that is safe. */
  readonly edit?: SqlEdit | undefined;
}

/** The way to mend a script. */
export interface SqlEdit {
  readonly changes: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  /** What revision.json has to say for the changed script to run. */
  readonly transactional?: boolean | undefined;
}

/** What looks over scripts. */
export interface SqlLinter {
  /** The rules of the migration standard for SQL of this database. */
  sqlRules(): Promise<readonly LintRule[]>;
  /** What those rules say of a script; one that cannot be read gives nothing. */
  lintScript(script: string, context: SqlLintContext): Promise<readonly SqlRemark[]>;
  /** Tells whether a name has to be quoted because it is a word of SQL. */
  reservedWords(): Promise<(name: string) => boolean>;
}
