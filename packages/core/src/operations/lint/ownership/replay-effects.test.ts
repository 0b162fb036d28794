import { expect, it } from 'vitest';
import { addEntries, testdir } from '../../../testdir.test-support.js';
import { lint } from '../../lint.js';

const FOLDER = 'extensions/blog/prisma/migrations';

/** Runs lint on SQLite and tells what ran of revisions, and what was found of ownership. */
async function looked(root: string): Promise<{ readonly ran: number; readonly found: readonly string[] }> {
  let ran = 0;
  const { findings } = await lint({
    cwd: root,
    environment: {},
    onEvent: ({ kind }) => {
      if (kind === 'proving') ran += 1;
    },
  });
  const found = findings.filter(({ code }) => code.startsWith('OWNERSHIP.'));
  return { ran, found: found.map(({ where }) => `${where?.file.split('/').at(-2)}:${where?.line}`) };
}

it('keeps what it has found until a revision changes', async () => {
  const trigger = 'CREATE TRIGGER "t" AFTER INSERT ON "posts" BEGIN UPDATE "users" SET "id" = 2; END;\n';
  const root = testdir({
    'package.json': '{ "name": "example" }\n',
    'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
    'prisma/migrations/20260101000000_users/migration.sql':
      'CREATE TABLE "users" ("id" INT);\nINSERT INTO "users" VALUES (1);',
    'extensions/blog/prisma/schema.prisma': '',
    [`${FOLDER}/20260201000000_posts/migration.sql`]: `CREATE TABLE "posts" ("id" INT);\n${trigger}INSERT INTO "posts" VALUES (1);`,
    [`${FOLDER}/20260301000000_more/migration.sql`]: 'SELECT 1;',
  });
  const first = { found: ['20260201000000_posts:3'], ran: 3 };
  expect(await looked(root)).toEqual(first);
  expect(await looked(root)).toEqual({ ...first, ran: 0 });
  addEntries(root, { [`${FOLDER}/20260301000000_more/migration.sql`]: 'INSERT INTO "posts" SELECT 2;' });
  expect(await looked(root)).toEqual({ ran: 3, found: ['20260201000000_posts:3'] });
  addEntries(root, { 'node_modules/.cache/prisma-orchestrate/ownership-1.json': '{' });
  expect(await looked(root)).toEqual({ ran: 3, found: ['20260201000000_posts:3'] });
});

it('leaves to check what a revision fails with', async () => {
  const root = testdir({
    'package.json': '{ "name": "example" }\n',
    'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
    'prisma/migrations/20260101000000_users/migration.sql': 'CREATE TABLE "users" ("id" INT);\nSELECT nothing;',
    'extensions/blog/prisma/schema.prisma': '',
    [`${FOLDER}/20260201000000_posts/migration.sql`]: 'DROP TABLE "users";',
  });
  expect((await looked(root)).found).toEqual(['20260201000000_posts:1']);
});
