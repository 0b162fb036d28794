import type { DatabaseKind } from './test-database.js';
import { datasource, TestWorkspace } from './test-workspace.js';

/** The revisions of {@link neighbours}, in the order of the plan. */
export const CORE_1 = 'core/20260101000000_users';
export const BLOG_1 = 'blog/20260102000000_posts';
export const CORE_2 = 'core/20260103000000_no_nick';
export const BLOG_2 = 'blog/20260104000000_titles';
export const SHOP_1 = 'shop/20260105000000_orders';

const USER = 'model User {\n  id    Int     @id\n  email String?\n';
const POST =
  'model Post {\n  id       Int     @id\n  title    String?\n  authorId Int?\n  author   User?   @relation(fields: [authorId], references: [id])\n}\n';
const ORDER =
  'model Order {\n  id     Int   @id\n  userId Int?\n  user   User? @relation(fields: [userId], references: [id])\n}\n';

/** What only one database has, of core: besides the tables that Prisma knows of. */
const BESIDES: Readonly<Record<DatabaseKind['provider'], { readonly up: string; readonly down: string }>> = {
  sqlite: {
    up: `CREATE TRIGGER "lower" AFTER UPDATE ON "User" BEGIN SELECT 1; END;`,
    down: 'DROP TRIGGER "lower";',
  },
  postgresql: {
    up: `CREATE SEQUENCE "numbers";\nCREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';\nCREATE TYPE "Size" AS ENUM ('S', 'L');`,
    down: 'DROP TYPE "Size";\nDROP FUNCTION one();\nDROP SEQUENCE "numbers";',
  },
};

/** The schema that Prisma's CLI gets for blog, with more in the model of posts. */
export function blogSchema({ provider }: DatabaseKind, more = ''): string {
  return `${datasource(provider)}${USER}  posts Post[]\n}\n\n${POST.replace('}\n', `${more}}\n`)}`;
}

/**
 * Three extensions in one database: blog and shop refer to core and not to each other. The revisions of core and blog
 * only run in the order in which they were made. Shop has a table that its fragment has left, core has what Prisma does
 * not know.
 */
export async function neighbours(
  on: DatabaseKind,
  files: Readonly<Record<string, string>> = {},
): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, { core: `${USER}}\n`, blog: POST, shop: ORDER }, files);
  const id = on.idColumn;
  const reference = (key: string, column: string): string =>
    `CONSTRAINT "${key}" FOREIGN KEY ("${column}") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE`;
  const besides = BESIDES[on.provider];
  workspace.revision(CORE_1, {
    up: `CREATE TABLE "User" (${id}, "nick" TEXT, "email" TEXT);\nINSERT INTO "User" ("id", "nick") VALUES (1, 'ann');\n`,
    down: 'DROP TABLE "User";',
  });
  workspace.revision(BLOG_1, {
    up: `CREATE TABLE "Post" (${id}, "authorId" INTEGER, ${reference('Post_authorId_fkey', 'authorId')});\nINSERT INTO "Post" SELECT "id", "id" FROM "User" WHERE "nick" = 'ann';\n`,
    down: 'DROP TABLE "Post";',
    requires: [CORE_1],
  });
  workspace.revision(CORE_2, {
    up: `ALTER TABLE "User" DROP COLUMN "nick";\nCREATE VIEW "Emails" AS SELECT "email" FROM "User";\n${besides.up}\n`,
    down: `${besides.down}\nDROP VIEW "Emails";\nALTER TABLE "User" ADD COLUMN "nick" TEXT;`,
  });
  workspace.revision(BLOG_2, {
    up: 'ALTER TABLE "Post" ADD COLUMN "title" TEXT;\nCREATE VIEW "Titles" AS SELECT "title" FROM "Post";\n',
    down: 'DROP VIEW "Titles";\nALTER TABLE "Post" DROP COLUMN "title";',
    requires: [CORE_2],
  });
  workspace.revision(SHOP_1, {
    up: `CREATE TABLE "Order" (${id}, "userId" INTEGER, ${reference('Order_userId_fkey', 'userId')});\nINSERT INTO "Order" VALUES (1, 1);\nCREATE TABLE "Coupon" (${id});\n`,
    down: 'DROP TABLE "Coupon";\nDROP TABLE "Order";',
    requires: [CORE_1],
  });
  return workspace;
}
