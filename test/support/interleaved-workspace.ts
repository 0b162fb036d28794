import type { DatabaseKind } from './test-database.js';
import { TestWorkspace } from './test-workspace.js';

/** The revisions of {@link interleaved}, in the order in which they were made. */
export const CORE_1 = 'core/20260101000000_users';
export const BLOG_1 = 'blog/20260102000000_posts';
export const CORE_2 = 'core/20260103000000_no_nick';
export const BLOG_2 = 'blog/20260104000000_titles';

/**
 * Two extensions whose revisions only run in the order in which they were made: the first of blog reads a column that
 * the second of core drops.
 */
export async function interleaved(on: DatabaseKind, config: object = {}): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, { blog: '' }, { 'orchestrate.config.json': JSON.stringify(config) });
  workspace.revision(CORE_1, {
    up: 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "nick" TEXT);\nINSERT INTO "User" VALUES (1, \'ann\');\n',
    down: 'DROP TABLE "User";',
  });
  workspace.revision(BLOG_1, {
    up: 'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "by" TEXT);\nINSERT INTO "Post" SELECT "id", "nick" FROM "User";\n',
    down: 'DROP TABLE "Post";',
    requires: [CORE_1],
  });
  workspace.revision(CORE_2, {
    up: 'ALTER TABLE "User" DROP COLUMN "nick";\n',
    down: 'ALTER TABLE "User" ADD COLUMN "nick" TEXT;',
  });
  workspace.revision(BLOG_2, {
    up: 'ALTER TABLE "Post" ADD COLUMN "title" TEXT;\n',
    down: 'ALTER TABLE "Post" DROP COLUMN "title";',
    requires: [CORE_2],
  });
  return workspace;
}
