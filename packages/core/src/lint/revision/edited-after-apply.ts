import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { RevisionCheck } from './revision-check.js';

const FOLDER = 'prisma/migrations/20260101000000_add_users';
const FILES = {
  'prisma/schema.prisma':
    'datasource db {\n  provider = "sqlite"\n  url      = "file:./dev.db"\n}\n\nmodel User {\n  id Int @id\n}\n',
  [`${FOLDER}/migration.sql`]: 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
  [`${FOLDER}/down.sql`]: 'DROP TABLE "User";\n',
};

const rule: LintRule = {
  code: 'REVISION.EDITED_AFTER_APPLY',
  severity: 'error',
  since: 1,
  providers: null,
  summary: 'The database has applied migration.sql as another text.',
  why: 'A database that has applied a revision never runs it again, so an edit reaches new databases only, and from then on no two of them need be alike. `upgrade` refuses to go on. It is looked for with `--database`.',
  bad: {
    kind: 'applied',
    files: FILES,
    changes: { [`${FOLDER}/migration.sql`]: 'CREATE TABLE "User" ("id" BIGINT NOT NULL PRIMARY KEY);\n' },
  },
  good: {
    kind: 'applied',
    files: FILES,
    changes: {
      'prisma/migrations/20260102000000_widen_users/migration.sql': 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n',
      'prisma/migrations/20260102000000_widen_users/down.sql': 'ALTER TABLE "User" DROP COLUMN "name";\n',
    },
  },
};

/** Applied revisions whose text has changed since. */
export const EDITED_AFTER_APPLY: RevisionCheck = {
  rule,
  check: ({ revision, files, appliedChecksum }) =>
    appliedChecksum === null || appliedChecksum === revision.checksum
      ? []
      : [
          ruleFinding(rule, {
            message: `${revision.id} was applied to the database as another text than migration.sql is now.`,
            extension: revision.extension,
            where: { file: files.up, line: 1, column: 1 },
            fix: `Put ${files.up} back as it was and make a new revision for the change; if it was edited on purpose: orchestrate repair.`,
          }),
        ],
};
