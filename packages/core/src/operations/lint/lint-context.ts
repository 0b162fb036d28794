import type { Dialect } from '../../composition/dialect.js';
import type { RelationEnd } from '../../composition/relation-end.js';
import type { SchemaIndex } from '../../composition/schema-index.js';
import type { Driver, Statement } from '../../database/database.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import type { LintSeverity } from '../../lint/lint-rule.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import type { Extension } from '../../workspace/workspace.js';
import type { LintOptions } from '../lint.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { LintScope } from './lint-scope.js';

/** A revision of the workspace's own that is linted. */
export interface LintedRevision {
  readonly revision: Revision;
  /** Relative to the workspace root, whether it is there or not. */
  readonly files: { readonly up: string; readonly down: string; readonly manifest: string };
  readonly downScript: string | null;
  /** Those of migration.sql; empty where no driver can read them. */
  readonly statements: readonly Statement[];
}

/** What the checks of a lint run look at. */
export interface LintContext {
  readonly open: OpenWorkspace;
  /** All fragments. */
  readonly sources: readonly ExtensionSource[];
  /** All fragments, read as one schema. */
  readonly index: SchemaIndex;
  readonly dialect: Dialect;
  /** The relation fields of all models. */
  readonly relations: readonly RelationEnd[];
  /** Null where nothing is known of the database's SQL. */
  readonly driver: Driver | null;
  /** What is looked at. Findings outside of it are dropped; a check may ask it to save work. */
  readonly scope: LintScope;
  /** The extensions in scope whose files are the workspace's own: installed packages are their authors' to mend. */
  readonly extensions: readonly Extension[];
  /** Their revisions in scope, by extension and name, without those before `lint.startAfter`. */
  readonly revisions: readonly LintedRevision[];
  /** Revisions that the database has; null where it is not looked at. */
  readonly applied: ReadonlyMap<RevisionId, AppliedRevision> | null;
  /** The files of code that speak of suppressions, by path relative to the root: who reads code puts them here. */
  readonly suppressingCode: Map<string, string>;
  /** Whether revisions may be replayed in a shadow database. */
  readonly mayReplay: boolean;
  /** As the configuration weighs a rule, so that what is off need not be looked for. */
  readonly severityOf: (code: string) => LintSeverity;
  readonly options: LintOptions;
}

/** A revision that a database has. */
export interface AppliedRevision {
  /** Of migration.sql as it was applied. */
  readonly checksum: string;
}

/** One thing that lint looks for: a tight family of rules. Findings weigh what their rule does; what is configured comes after. */
export type LintCheck = (context: LintContext) => Promise<readonly LintFinding[]>;
