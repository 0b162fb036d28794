import type { Dialect } from '../../composition/dialect.js';
import type { Fragment } from '../../composition/fragment.js';
import type { RelationEnd } from '../../composition/relation-end.js';
import type { SchemaIndex } from '../../composition/schema-index.js';
import type { Revision } from '../../revisions/revision.js';
import type { LintFinding } from '../lint-finding.js';
import type { LintRule } from '../lint-rule.js';

/** What the rules for fragments look at. */
export interface LintedSchema {
  readonly index: SchemaIndex;
  readonly dialect: Dialect;
  /** The relation fields of all models. */
  readonly relations: readonly RelationEnd[];
  /** All revisions on disk. */
  readonly revisions: readonly Revision[];
  /** The names in the database of what each extension has there: tables, views, enums, functions and the like. */
  readonly objects: ReadonlyMap<string, readonly string[]>;
  /** The texts of the files that declare dependencies, by extension. */
  readonly manifests: ReadonlyMap<string, string>;
}

/** A rule for fragments with what finds it in one of them. */
export interface FragmentCheck {
  readonly rule: LintRule;
  readonly check: (fragment: Fragment, schema: LintedSchema) => readonly LintFinding[];
}
