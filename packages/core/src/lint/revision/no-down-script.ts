import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { RevisionCheck } from './revision-check.js';

const rule: LintRule = {
  code: 'REVISION.NO_DOWN_SCRIPT',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'A revision has no down.sql, so it cannot be taken back.',
  why: 'A release that goes wrong is rolled back under pressure; that is no time to write the way back. `orchestrate downgrade` refuses a revision without down.sql, and `uninstall` cannot remove its extension. Where there is nothing to undo, a down.sql with a comment says so.\n\nHistories that Prisma wrote have none. `lint.startAfter` leaves the revisions alone that were there before orchestrate was.',
  bad: {
    kind: 'migration',
    provider: 'sqlite',
    sql: 'CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY);',
    down: null,
  },
  good: {
    kind: 'migration',
    provider: 'sqlite',
    sql: 'CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY);',
    down: 'DROP TABLE "blog_posts";',
  },
};

/** Revisions without a way back. */
export const NO_DOWN_SCRIPT: RevisionCheck = {
  rule,
  check: ({ revision, files, downScript }) =>
    downScript !== null
      ? []
      : [
          ruleFinding(rule, {
            message: `${revision.id} has no down.sql, so it cannot be taken back.`,
            extension: revision.extension,
            where: { file: files.up, line: 1, column: 1 },
            fix: `Write ${files.down} with the statements that undo migration.sql; where there is nothing to undo, with a comment that says so.${revision.parentage === 'implied' ? ` Old revisions that Prisma made are left out, all up to this one, by { "lint": { "startAfter": { "${revision.extension}": "${revision.name}" } } } in the configuration.` : ''}`,
          }),
        ],
};
