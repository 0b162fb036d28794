import type { LintRule } from '../../../lint/lint-rule.js';
import type { SqlEdit, SqlLintContext } from '../../sql-lint.js';
import type { PlacedStatement } from '../parse-script.js';
import type { Rebuild } from './find-rebuilds.js';
import { type KnownSchema, keyOf } from './known-schema.js';
import type { PlacedToken, SqliteAction } from './read-action.js';

/** What a rule says of a statement; `at` is a place in the script, in UTF-16 code units. */
export interface SqliteRemark {
  readonly code: string;
  readonly at: number;
  readonly message: string;
  readonly fix: string;
  readonly edit?: SqlEdit | undefined;
}

/** A tight family of rules and what finds that they are broken. */
export interface SqliteCheck {
  readonly rules: readonly LintRule[];
  readonly check: (view: SqliteView) => readonly SqliteRemark[];
}

/** One statement of a script, as rules look at it. */
export interface SqliteView {
  readonly statement: PlacedStatement;
  readonly action: SqliteAction;
  readonly tokens: readonly PlacedToken[];
  /** Where it stands among the statements, and what these do. */
  readonly position: number;
  readonly actions: readonly SqliteAction[];
  /** Where each of them begins in the script. */
  readonly starts: readonly number[];
  readonly rebuilds: readonly Rebuild[];
  /** Tables that the script has made before this statement. */
  readonly made: ReadonlySet<string>;
  /** Tables that the script has made anew before this statement. */
  readonly remade: ReadonlySet<string>;
  /** What was there before this statement. */
  readonly known: KnownSchema;
  readonly context: SqlLintContext;
}

/** Whether a table has been there before the script, so that it may have rows. */
export function isLive({ made }: SqliteView, table: string): boolean {
  return !made.has(keyOf(table));
}
