import { commonSqlRule } from './sql-rule.js';

const USERS = 'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT, "name" TEXT);\n';

/** A table goes with all its rows. */
export const TABLE_DROPPED = commonSqlRule({
  code: 'SQL.TABLE_DROPPED',
  severity: 'error',
  summary: 'A table is dropped, with all its rows.',
  why: `The rows are gone with the commit, and the code of the last release, which still runs while the new one is
deployed, fails with its next query.

First release code that does not use the table any more; drop it in a later revision, with a backup, and say so in a suppression.
A table that the same revision has made may go again: nobody has seen it.`,
  before: USERS,
  bad: 'DROP TABLE "users";\n',
  good: 'CREATE TABLE "scratch" ("id" INTEGER NOT NULL PRIMARY KEY);\nDROP TABLE "scratch";\n',
  squawk: ['ban-drop-table'],
  strongMigrations: ['create_table'],
});

/** A column goes with all its values. */
export const COLUMN_DROPPED = commonSqlRule({
  code: 'SQL.COLUMN_DROPPED',
  severity: 'error',
  summary: 'A column is dropped, with all its values.',
  why: `The values are gone with the commit. A client that was generated before names every column in its queries, so the
running release fails with "column does not exist" until it is replaced.

Take the field out of the fragment of a release that still has the column (\`@ignore\`), deploy that, and drop the column in a later revision.`,
  before: USERS,
  bad: 'ALTER TABLE "users" DROP COLUMN "email";\n',
  good: 'ALTER TABLE "users" ADD COLUMN "phone" TEXT;\n',
  squawk: ['ban-drop-column'],
  strongMigrations: ['remove_column'],
});

/** Queries of the running release name the table as it was. */
export const TABLE_RENAMED = commonSqlRule({
  code: 'SQL.TABLE_RENAMED',
  severity: 'warning',
  summary: 'A table gets another name or another schema while code that uses the old one is running.',
  why: `Between the commit and the end of the deployment every query of the old release fails, and after a rollback of the
code every query of the new one.

\`@@map("old_name")\` gives the model another name and leaves the table alone. Where the table has to be renamed, put a
view with the old name in its place in the same revision (\`CREATE VIEW "old" AS SELECT * FROM "new"\`), and drop it later.`,
  before: USERS,
  bad: 'ALTER TABLE "users" RENAME TO "members";\n',
  good: 'ALTER TABLE "users" RENAME TO "members";\nCREATE VIEW "users" AS SELECT * FROM "members";\n',
  squawk: ['renaming-table'],
  strongMigrations: ['rename_table'],
});

/** Queries of the running release name the column as it was. */
export const COLUMN_RENAMED = commonSqlRule({
  code: 'SQL.COLUMN_RENAMED',
  severity: 'warning',
  summary: 'A column gets another name while code that uses the old one is running.',
  why: `Between the commit and the end of the deployment every query of the old release that names the column fails.

\`@map("old_name")\` gives the field another name and leaves the column alone. Otherwise: add the new column, write both,
copy the values, read the new one, and drop the old one, a release apart.`,
  before: USERS,
  bad: 'ALTER TABLE "users" RENAME COLUMN "name" TO "fullName";\n',
  good: 'ALTER TABLE "users" ADD COLUMN "fullName" TEXT;\n',
  squawk: ['renaming-column'],
  strongMigrations: ['rename_column'],
});

/** Rows that are there have no value for it. */
export const REQUIRED_COLUMN_ADDED = commonSqlRule({
  code: 'SQL.REQUIRED_COLUMN_ADDED',
  severity: 'error',
  summary: 'A required column without a default is added to a table that may have rows.',
  why: `It works on an empty table of a developer and fails in production, where the rows have no value for it. Code that
does not know the column yet cannot insert rows any more.

Add the column as optional, or with a default; fill it; make it required in a later revision.`,
  before: USERS,
  bad: 'ALTER TABLE "users" ADD COLUMN "handle" TEXT NOT NULL;\n',
  good: `ALTER TABLE "users" ADD COLUMN "handle" TEXT NOT NULL DEFAULT '';\n`,
  squawk: ['adding-required-field'],
});

/** Every row is written anew, in one go. */
export const UPDATE_WITHOUT_WHERE = commonSqlRule({
  code: 'SQL.UPDATE_WITHOUT_WHERE',
  severity: 'warning',
  summary: 'One statement changes every row of a table.',
  why: `All rows stay locked against other writers until the revision commits. PostgreSQL writes each of them anew, so that the
table doubles its size; SQLite lets nobody else write to the whole database meanwhile.

Fill in batches, in a script beside the migrations or in a revision that does nothing else, with a condition that leaves out what is done.`,
  before: USERS,
  bad: `UPDATE "users" SET "name" = 'none';\n`,
  good: `UPDATE "users" SET "name" = 'none' WHERE "name" IS NULL AND "id" BETWEEN 1 AND 1000;\n`,
  strongMigrations: ['change_column_null'],
});

/** Every row goes. */
export const ROWS_DELETED = commonSqlRule({
  code: 'SQL.ROWS_DELETED',
  severity: 'error',
  summary: 'All rows of a table are deleted.',
  why: `\`DELETE\` without a condition and \`TRUNCATE\` leave nothing, and rows of other tables go along where a foreign key
cascades. \`TRUNCATE\` also locks out every reader until the commit.

Say which rows go, and take a backup before.`,
  before: USERS,
  bad: 'DELETE FROM "users";\n',
  good: 'DELETE FROM "users" WHERE "email" IS NULL;\n',
});

/** The revision is no unit any more. */
export const OWN_TRANSACTION = commonSqlRule({
  code: 'SQL.OWN_TRANSACTION',
  severity: 'warning',
  summary: 'The script has transactions of its own.',
  why: `A revision and its history row commit together. A script that commits by itself runs statement by
statement instead: when it fails half-way, the first half stays, and somebody has to look. A \`BEGIN\` inside the
transaction of orchestrate does nothing at all.

Pairs that are around everything, as Prisma's engine writes them, are harmless and not meant.`,
  before: USERS,
  bad: 'BEGIN;\nUPDATE "users" SET "name" = NULL WHERE "id" = 1;\nROLLBACK;\n',
  good: 'UPDATE "users" SET "name" = NULL WHERE "id" = 1;\n',
  squawk: ['transaction-nesting', 'ban-uncommitted-transaction'],
});

/** What a row needs cannot be missing in any. */
export const NOT_NULL_SET = commonSqlRule({
  code: 'SQL.NOT_NULL_SET',
  severity: 'warning',
  summary: 'An optional column of a table that may have rows becomes required.',
  why: `It fails where a row has no value. PostgreSQL locks the table against readers and writers while it looks at every
row; SQLite copies the table, and the copy fails.

On PostgreSQL: add \`CHECK ("column" IS NOT NULL) NOT VALID\`, validate it in a later revision, which blocks nobody, and then
\`SET NOT NULL\`, which finds the proof and does not look at the rows (since 12); drop the constraint. Since 18
\`ADD CONSTRAINT … NOT NULL "column" NOT VALID\` does it in one. On SQLite: fill the column first, or copy with \`coalesce()\`.`,
  before: USERS,
  bad: 'ALTER TABLE "users" ALTER COLUMN "email" SET NOT NULL;\n',
  good: 'ALTER TABLE "users" ADD CONSTRAINT "users_email_there" CHECK ("email" IS NOT NULL) NOT VALID;\n',
  squawk: ['adding-not-nullable-field'],
  strongMigrations: ['change_column_null_postgresql', 'change_column_with_not_null'],
});
