import type { Revision } from '../../revisions/revision.js';
import type { LintFinding } from '../lint-finding.js';
import type { LintRule } from '../lint-rule.js';
import type { Word } from './read-statement.js';

/** A statement of a script, as far as the rules for revisions look at it. */
export interface LintedStatement {
  /** 1-based. */
  readonly line: number;
  /** `outside` cannot run in a transaction. */
  readonly kind: 'plain' | 'outside' | 'begin' | 'end';
  /** Its tokens without blanks and comments. */
  readonly words: readonly Word[];
}

/** What the rules for revisions look at. */
export interface RevisionToLint {
  readonly revision: Revision;
  /** Relative to the workspace root. */
  readonly files: { readonly up: string; readonly down: string; readonly manifest: string };
  readonly downScript: string | null;
  /** Of migration.sql; null where nothing can read them. */
  readonly statements: readonly LintedStatement[] | null;
  /** Of down.sql; null where nothing can read them, or there is none. */
  readonly downStatements: readonly unknown[] | null;
  /** Where the message stands in revision.json; its migration.sql where it has none. */
  readonly messagePlace: { readonly file: string; readonly line: number; readonly column: number };
  /** The latest timestamp that is none of the future, `YYYYMMDDHHMMSS` in UTC. */
  readonly latest: string;
  /** What migration.sql was when a database applied it, as a checksum; null where that is not known. */
  readonly appliedChecksum: string | null;
}

/** A rule for revisions with what finds it in one of them. */
export interface RevisionCheck {
  readonly rule: LintRule;
  readonly check: (revision: RevisionToLint) => readonly LintFinding[];
}
