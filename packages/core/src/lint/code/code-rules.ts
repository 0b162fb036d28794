import type { LintRule } from '../lint-rule.js';

const FRAGMENT = 'model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n';

/** Code that changes the schema itself. */
export const SCHEMA_STATEMENT: LintRule = {
  code: 'CODE.SCHEMA_STATEMENT',
  severity: 'error',
  since: 1,
  providers: null,
  summary: "An extension's code runs SQL that makes, changes or drops something of the schema.",
  why: `What no revision makes is in no history: a fresh database lacks it until that code has run, \`check\` reports it as drift, and nobody can revert it. Two processes that start at once both run it.

Code is read as a syntax tree: \`$executeRaw\`, \`$executeRawUnsafe\`, \`$queryRaw\`, \`$queryRawUnsafe\`, \`Prisma.sql\` and \`Prisma.raw\`, and clients of better-sqlite3, pg, mysql2 and the like that the same file makes. Texts are followed through constants, templates, \`+\` and lists of the file. Temporary tables are fine, and so is what cannot be told without running the code. Of installed packages only the revisions are looked at; tests have a rule of their own, \`CODE.SCHEMA_IN_TESTS\`.`,
  bad: {
    kind: 'workspace',
    files: {
      'extensions/blog/prisma/schema.prisma': FRAGMENT,
      'extensions/blog/src/setup.ts':
        'export async function setUp(db) {\n  await db.$executeRaw`CREATE INDEX blog_posts_title ON blog_posts (title)`;\n}\n',
    },
  },
  good: {
    kind: 'workspace',
    files: {
      'extensions/blog/prisma/schema.prisma': FRAGMENT,
      'extensions/blog/src/setup.ts':
        'export async function count(db) {\n  return db.$queryRaw`SELECT count(*) FROM blog_posts`;\n}\n',
    },
  },
};

/** Prisma's own ways to change a database. */
export const PRISMA_COMMAND: LintRule = {
  code: 'CODE.PRISMA_COMMAND',
  severity: 'error',
  since: 1,
  providers: null,
  summary: 'A script or code starts `prisma db push` or `prisma migrate`, which know nothing of the other extensions.',
  why: `Prisma's own commands see one history. \`prisma db push\` and \`prisma migrate dev\` take the tables of all extensions for leftovers and offer to drop them; \`prisma migrate deploy\` applies core's revisions alone, in an order that no fresh database would have.

Scripts of package.json are read as a shell would, behind \`npx\`, \`dotenv --\`, \`cross-env\`, \`sh -c\` and the like, with the small shell scripts that they name, and so are programs that code starts. \`prisma generate\`, \`validate\`, \`format\`, \`studio\`, \`migrate status\` and \`migrate diff\` change nothing and are fine.`,
  bad: {
    kind: 'workspace',
    files: {
      'extensions/blog/prisma/schema.prisma': FRAGMENT,
      'extensions/blog/package.json':
        '{\n  "name": "blog",\n  "scripts": { "predev": "dotenv -- prisma db push" }\n}\n',
    },
  },
  good: {
    kind: 'workspace',
    files: {
      'extensions/blog/prisma/schema.prisma': FRAGMENT,
      'extensions/blog/package.json':
        '{\n  "name": "blog",\n  "scripts": { "predev": "orchestrate upgrade --all" }\n}\n',
    },
  },
};

/** The same in tests. */
export const SCHEMA_IN_TESTS: LintRule = {
  code: 'CODE.SCHEMA_IN_TESTS',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: 'A test changes the schema of its database itself, or has Prisma do it.',
  why: `The database of a test is its own, so nothing breaks. But what it holds then is no longer what the revisions or the fragments of the extensions make, and a test that passes says less. A test database that holds what it should comes from \`orchestrate test-db\` or \`createTestDatabase()\` of @prisma-orchestrate/testing.

Tests are files called \`*.test.*\`, \`*.spec.*\` and the like, the set-up files of test runners, and what lies in \`test\`, \`tests\`, \`e2e\`, \`__tests__\` or \`__mocks__\`.`,
  bad: {
    kind: 'workspace',
    files: {
      'extensions/blog/prisma/schema.prisma': FRAGMENT,
      'extensions/blog/src/posts.test.ts':
        "import { execSync } from 'node:child_process';\n\nexecSync('npx prisma db push');\n",
    },
  },
  good: {
    kind: 'workspace',
    files: {
      'extensions/blog/prisma/schema.prisma': FRAGMENT,
      'extensions/blog/src/posts.test.ts':
        "import { createTestDatabase } from '@prisma-orchestrate/testing';\n\nawait createTestDatabase();\n",
    },
  },
};

/** Code that could not be read. */
export const NOT_READ: LintRule = {
  code: 'CODE.NOT_READ',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: 'A file of code was not looked into: it is too large, minified, or no TypeScript or JavaScript.',
  why: 'What is not looked into may change the schema unseen, so it is said. Output of a build is best listed in `.gitignore`, which lint goes by; a file that is meant to be there gets an entry in `lint.ignore`. Only files whose text has words that matter are looked into at all.',
  bad: {
    kind: 'workspace',
    files: {
      'extensions/blog/prisma/schema.prisma': FRAGMENT,
      'extensions/blog/src/broken.ts': 'export const run = (db) => db.$executeRaw`SELECT 1`) => ;\n',
    },
  },
  good: {
    kind: 'workspace',
    files: {
      'extensions/blog/prisma/schema.prisma': FRAGMENT,
      'extensions/blog/src/broken.ts': 'export const run = (db) => db.$executeRaw`SELECT 1`;\n',
    },
  },
};

/** The rules on the code of extensions. */
export const CODE_RULES: readonly LintRule[] = [SCHEMA_STATEMENT, PRISMA_COMMAND, SCHEMA_IN_TESTS, NOT_READ];
