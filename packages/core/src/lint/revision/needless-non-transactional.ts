import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import { readStatement } from './read-statement.js';
import type { RevisionCheck } from './revision-check.js';

const FOLDER = 'prisma/migrations/20260101000000_create_posts';
const revision = (transactional: string): Readonly<Record<string, string>> => ({
  [`${FOLDER}/migration.sql`]:
    'CREATE TABLE "Post" ("id" INTEGER NOT NULL PRIMARY KEY);\nCREATE TABLE "Tag" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
  [`${FOLDER}/revision.json`]: `{ "message": "Create posts and tags", "parent": null, "requires": []${transactional} }\n`,
});

const rule: LintRule = {
  code: 'REVISION.NEEDLESS_NON_TRANSACTIONAL',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'A revision gives up its transaction, and no statement of it needs that.',
  why: 'Without a transaction a revision that fails leaves behind what it has done so far, and somebody has to look. That is the price of what cannot run in one, such as `CREATE INDEX CONCURRENTLY`, and orchestrate sees to those by itself. Changes of rows in batches may want to commit one by one, and do not count.',
  bad: { kind: 'workspace', files: revision(', "transactional": false') },
  good: { kind: 'workspace', files: revision('') },
};

/** Revisions that could be rolled back whole, and are not. */
export const NEEDLESS_NON_TRANSACTIONAL: RevisionCheck = {
  rule,
  check: ({ revision: { id, extension, transactional }, files, statements }) => {
    if (transactional !== 'no' || statements === null || statements.length < 2) return [];
    const needsIt = statements.some(({ kind, words }) => {
      const sense = readStatement(words);
      // A constraint is validated without a lock only where the lock of the statement before it is gone.
      const validates = words.some((word) => word.kind === 'word' && word.text.toUpperCase() === 'VALIDATE');
      return kind !== 'plain' || validates || sense.kind === 'data' || sense.kind === 'call';
    });
    if (needsIt) return [];
    return [
      ruleFinding(rule, {
        message: `${id} runs without a transaction, and every statement of it could run in one.`,
        extension,
        where: { file: files.manifest, line: 1, column: 1 },
        fix: 'Remove "transactional": false from revision.json.',
      }),
    ];
  },
};
