import type { LintRule, RuleExample } from '../lint-rule.js';

function blog(model: string, others: Readonly<Record<string, string>> = {}): RuleExample {
  return { kind: 'workspace', files: { 'extensions/blog/prisma/schema.prisma': model, ...others } };
}

const CORE_POSTGRESQL =
  'datasource db {\n  provider = "postgresql"\n}\n\nmodel User {\n  id Int @id\n\n  @@map("users")\n}\n';
const GOOD = blog('model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n');

/** Tables without the prefix of their extension. */
export const TABLE_PREFIX: LintRule = {
  code: 'NAMING.TABLE_PREFIX',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: "The name of a table or an enum does not begin with its extension's name.",
  why: `All extensions share one database. A prefix says whose a table is, to people who look at the database and to grants, backups and monitoring that go by patterns, and it keeps the names of extensions apart that do not know each other.

The prefix is the extension's name with underscores (\`audit_log\` for audit-log), however the words are joined: \`audit_log_entries\` and \`AuditLogEntry\` both carry it. \`lint.prefix\` of the configuration gives an extension another one, or null for none. Core needs none, and neither does an extension with a database schema of its own.`,
  bad: blog('model Article {\n  id Int @id\n\n  @@map("articles")\n}\n'),
  good: GOOD,
};

/** Names that several extensions would choose. */
export const GENERIC_NAME: LintRule = {
  code: 'NAMING.GENERIC_NAME',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'The name of a table is one that other extensions will choose, too.',
  why: 'Names such as `settings`, `tags` or `events` are what everyone thinks of first. The second extension that does cannot be composed with this one, and renaming a table that holds rows costs a migration. It stands in for `NAMING.TABLE_PREFIX` where both would apply, and holds where an extension has no prefix as well.',
  bad: blog('model BlogSetting {\n  id Int @id\n\n  @@map("settings")\n}\n'),
  good: blog('model BlogSetting {\n  id Int @id\n\n  @@map("blog_settings")\n}\n'),
};

/** Names of indexes and constraints in a form of their own. */
export const CONSTRAINT_NAME: LintRule = {
  code: 'NAMING.CONSTRAINT_NAME',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: 'The name of an index or a constraint tells neither its table nor its extension.',
  why: 'On SQLite all indexes of a database share one set of names, on PostgreSQL those of a schema, so two extensions can meet in `idx_created`. The name also stands in errors, where it is all that tells what was violated. Prisma’s own form (`blog_posts_authorId_idx`) will do, and so does any name that begins with the table or the prefix, `idx_`, `uq_`, `fk_` and the like before it or not.',
  bad: blog(
    'model Post {\n  id     Int    @id\n  title  String\n\n  @@index([title], map: "by_title")\n  @@map("blog_posts")\n}\n',
  ),
  good: blog(
    'model Post {\n  id     Int    @id\n  title  String\n\n  @@index([title], map: "idx_blog_posts_title")\n  @@map("blog_posts")\n}\n',
  ),
};

/** Names that are words of SQL. */
export const RESERVED_WORD: LintRule = {
  code: 'NAMING.RESERVED_WORD',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: 'The name of a table or an enum is a word of SQL.',
  why: 'Prisma quotes every name, so nothing breaks. Whoever writes SQL by hand has to think of the quotes, and does not always get an error without them: on PostgreSQL `SELECT * FROM user` gives the name of the current role.',
  bad: { kind: 'workspace', files: { 'prisma/schema.prisma': 'model Group {\n  id Int @id\n\n  @@map("group")\n}\n' } },
  good: {
    kind: 'workspace',
    files: { 'prisma/schema.prisma': 'model Group {\n  id Int @id\n\n  @@map("groups")\n}\n' },
  },
};

/** Names that the database cuts off. */
export const NAME_TOO_LONG: LintRule = {
  code: 'NAMING.NAME_TOO_LONG',
  severity: 'warning',
  since: 1,
  providers: ['postgresql'],
  summary: 'A name is longer than the database keeps: PostgreSQL cuts names off behind 63 bytes.',
  why: 'The database takes such a name with no more than a notice and keeps its beginning. Two names that differ behind that become one, and what looks for the whole name, as Prisma’s engine does, finds nothing.',
  bad: blog(
    'model Post {\n  id Int @id\n\n  @@map("blog_posts_with_a_name_that_goes_on_and_on_until_nobody_can_read_it")\n}\n',
    { 'prisma/schema.prisma': CORE_POSTGRESQL },
  ),
  good: blog('model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n', { 'prisma/schema.prisma': CORE_POSTGRESQL }),
  equivalents: [{ tool: 'squawk', rule: 'identifier-too-long' }],
};

/** Names that only upper and lower case tell apart. */
export const CASE_ONLY: LintRule = {
  code: 'NAMING.CASE_ONLY',
  severity: 'warning',
  since: 1,
  providers: ['postgresql'],
  summary: 'Two tables have names that differ in upper and lower case only.',
  why: 'PostgreSQL keeps them apart, with quotes. Without quotes every name is in lower case, so SQL that is written by hand finds one of the two, whichever was meant; and the workspace cannot move to a database that does not tell them apart.',
  bad: blog(
    'model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n\nmodel Draft {\n  id Int @id\n\n  @@map("Blog_Posts")\n}\n',
    {
      'prisma/schema.prisma': CORE_POSTGRESQL,
    },
  ),
  good: blog(
    'model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n\nmodel Draft {\n  id Int @id\n\n  @@map("blog_drafts")\n}\n',
    {
      'prisma/schema.prisma': CORE_POSTGRESQL,
    },
  ),
};

/** Join tables that Prisma names. */
export const JOIN_TABLE: LintRule = {
  code: 'NAMING.JOIN_TABLE',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: "The join table of an implicit many-to-many relation does not carry its extension's prefix.",
  why: 'Prisma names the table of such a relation itself, `_PostToTag`, and no `@@map` changes that. It takes the name of the relation where that has one, so `@relation("blog_PostTags")` on both sides gives `_blog_PostTags`; or a model of its own for the pairs gives whatever name, and room for more columns.',
  bad: blog(
    'model Post {\n  id   Int   @id\n  tags Tag[]\n\n  @@map("blog_posts")\n}\n\nmodel Tag {\n  id    Int    @id\n  posts Post[]\n\n  @@map("blog_tags")\n}\n',
  ),
  good: blog(
    'model Post {\n  id   Int   @id\n  tags Tag[] @relation("blog_PostTags")\n\n  @@map("blog_posts")\n}\n\nmodel Tag {\n  id    Int    @id\n  posts Post[] @relation("blog_PostTags")\n\n  @@map("blog_tags")\n}\n',
  ),
};

const POSTS = 'CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY);\n';

/** Revisions whose name tells nothing. */
export const REVISION_SLUG: LintRule = {
  code: 'NAMING.REVISION_SLUG',
  severity: 'notice',
  since: 1,
  providers: null,
  summary:
    'The directory of a revision is called by a word that tells nothing, or by what not every file system and shell takes.',
  why: 'Plans, logs and the history tables of databases name a revision by its directory. `20260305101500_add_tags` is understood there at a glance, `20260305101500_update` is not. Letters a to z, digits and underscores are the same everywhere. Once a database has a revision its name has to stay: an entry in `lint.ignore` then.',
  bad: blog('model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n', {
    'extensions/blog/prisma/migrations/20260305101500_update/migration.sql': POSTS,
  }),
  good: blog('model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n', {
    'extensions/blog/prisma/migrations/20260305101500_add_posts/migration.sql': POSTS,
  }),
};

/** The rules on names. */
export const NAMING_RULES: readonly LintRule[] = [
  TABLE_PREFIX,
  GENERIC_NAME,
  CONSTRAINT_NAME,
  RESERVED_WORD,
  NAME_TOO_LONG,
  CASE_ONLY,
  JOIN_TABLE,
  REVISION_SLUG,
];
