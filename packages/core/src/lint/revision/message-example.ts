import type { RuleExample } from '../lint-rule.js';

const FOLDER = 'prisma/migrations/20260101000000_posts';

/** A revision with a message, for rules about messages. */
export function messageExample(message: string): RuleExample {
  return {
    kind: 'workspace',
    files: {
      [`${FOLDER}/migration.sql`]: 'CREATE TABLE "Post" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
      [`${FOLDER}/revision.json`]: `${JSON.stringify({ message, parent: null, requires: [] }, null, 2)}\n`,
    },
  };
}

/** A revision by a name, for rules about names. */
export function nameExample(name: string): RuleExample {
  return {
    kind: 'workspace',
    files: {
      [`prisma/migrations/${name}/migration.sql`]: 'CREATE TABLE "Post" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
    },
  };
}
