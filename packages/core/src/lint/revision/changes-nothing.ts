import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { RevisionCheck } from './revision-check.js';

const rule: LintRule = {
  code: 'REVISION.CHANGES_NOTHING',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'A revision has no statement, and neither adopts, joins nor folds anything.',
  why: 'It is applied, recorded and replayed for ever, and everyone who reads it looks for what it does. Most often its SQL was forgotten. Revisions that `transfer`, `merge` and `squash` make need no SQL, and are not meant.',
  bad: { kind: 'migration', provider: 'sqlite', sql: '-- TODO\n', down: '' },
  good: {
    kind: 'migration',
    provider: 'sqlite',
    sql: 'CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY);',
    down: 'DROP TABLE "blog_posts";',
  },
};

/** Revisions without any effect. */
export const CHANGES_NOTHING: RevisionCheck = {
  rule,
  check: ({ revision, files, statements }) => {
    const { adopts, parents, replaces } = revision;
    if (statements === null || statements.length > 0) return [];
    if (adopts.length > 0 || parents.length > 1 || replaces.length > 0) return [];
    return [
      ruleFinding(rule, {
        message: `${revision.id} has no statement.`,
        extension: revision.extension,
        where: { file: files.up, line: 1, column: 1 },
        fix: 'Write its SQL; or, where no database has it and nothing follows it, remove the directory.',
      }),
    ];
  },
};
