import type { LintRule, RuleExample } from '../lint-rule.js';

const CORE_REVISION = 'prisma/migrations/20260101000000_init/migration.sql';
const FOLDER = 'extensions/blog/prisma/migrations/20260201000000_add_posts';

function withRevision(sql: string): RuleExample {
  return {
    kind: 'workspace',
    files: {
      'prisma/schema.prisma': 'model User {\n  id Int @id\n\n  @@map("users")\n}\n',
      [CORE_REVISION]: 'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
      'extensions/blog/prisma/schema.prisma': 'model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n',
      [`${FOLDER}/migration.sql`]: `CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY);\n${sql}\n`,
      [`${FOLDER}/down.sql`]: 'DROP TABLE "blog_posts";\n',
      [`${FOLDER}/revision.json`]:
        '{ "message": "Add posts", "parent": null, "requires": ["core/20260101000000_init"] }\n',
    },
  };
}

/** Revisions that change the schema of others. */
export const FOREIGN_OBJECT: LintRule = {
  code: 'OWNERSHIP.FOREIGN_OBJECT',
  severity: 'error',
  since: 1,
  providers: null,
  summary:
    'A revision makes, changes or drops a table, an enum, a view, an index, a trigger or a function of another extension.',
  why: `The owner's own revisions know nothing of it. Its next one may fail on a column that it did not make, or take it away again; \`check\` reports drift between its fragment and its revisions; and whoever reverts or uninstalls this extension changes a table that others still use.

What belongs to whom is what the revisions before tell: whoever made it owns it, until \`orchestrate transfer\` or \`adopts\` of a revision hands it over. What hangs on a table (indexes, triggers, policies, comments) belongs to its owner. A foreign key to another's table is fine, and so is a view or a query that reads it. What nobody has made, such as a table that was there before, may be changed by anyone.

Scripts are read, down.sql too, and revisions are run in a shadow database, where their catalogs before and after are compared: so SQL that is put together when it runs (\`DO\`, functions, triggers, \`CASCADE\`) is seen as well. What follows from a rename of one's own, such as the text of a view that reads the table, is no change. Revisions of installed packages are looked at like those of the workspace.`,
  bad: withRevision('CREATE INDEX "users_posts" ON "users" ("id");'),
  good: withRevision('CREATE INDEX "blog_posts_id" ON "blog_posts" ("id");'),
};

/** Revisions that write rows of others. */
export const FOREIGN_ROWS: LintRule = {
  code: 'OWNERSHIP.FOREIGN_ROWS',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'A revision inserts, updates or deletes rows in a table of another extension.',
  why: `What rows mean is up to the owner of the table. Its revisions may have changed that by the time this one runs, as the order between extensions is only as firm as \`requires\` makes it; and a downgrade of the owner does not know which rows came from elsewhere. Reading another's rows (\`INSERT INTO own SELECT … FROM other\`) is fine.

Sometimes it is meant: an extension registers itself in a table that core has for that. Then say so where it happens, with \`-- orchestrate-ignore OWNERSHIP.FOREIGN_ROWS: why\`.`,
  bad: withRevision('INSERT INTO "users" ("id") VALUES (1);'),
  good: withRevision('INSERT INTO "blog_posts" ("id") SELECT "id" FROM "users";'),
};

/** The rules on what belongs to whom. */
export const OWNERSHIP_RULES: readonly LintRule[] = [FOREIGN_OBJECT, FOREIGN_ROWS];
