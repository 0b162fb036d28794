import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { RevisionCheck } from './revision-check.js';

/** What `orchestrate revision` leaves for people to replace. */
const TO_DO = 'Write the SQL that takes migration.sql back here.';

const CREATE = 'CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY);';

const rule: LintRule = {
  code: 'REVISION.EMPTY_DOWN_SCRIPT',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'An empty down.sql stands beside a migration.sql that is not empty.',
  why: 'An empty way back runs without a word and undoes nothing: the history says that the revision is gone, and what it made is still there. Where there is indeed nothing to undo (rows that were corrected, a statistic), a comment in down.sql says so and is enough.',
  bad: { kind: 'migration', provider: 'sqlite', sql: CREATE, down: '' },
  good: { kind: 'migration', provider: 'sqlite', sql: CREATE, down: 'DROP TABLE "blog_posts";' },
};

/** Ways back that undo nothing and do not say why. */
export const EMPTY_DOWN_SCRIPT: RevisionCheck = {
  rule,
  check: ({ revision, files, downScript, statements, downStatements }) => {
    if (downScript === null || statements === null || downStatements === null) return [];
    if (downStatements.length > 0 || statements.length === 0) return [];
    if (/--|\/\*/.test(downScript) && !downScript.includes(TO_DO)) return [];
    return [
      ruleFinding(rule, {
        message: `down.sql of ${revision.id} is empty, and migration.sql is not, so taking it back would undo nothing.`,
        extension: revision.extension,
        where: { file: files.down, line: 1, column: 1 },
        fix: `Write the statements that undo migration.sql into ${files.down}; where there is nothing to undo, a comment that says so.`,
      }),
    ];
  },
};
