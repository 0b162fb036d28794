-- Data is lost: Column blog_posts.slug is dropped, with its values.
-- Data is lost: Column blog_posts.publishedAt is dropped, with its values.
-- Data is lost: Column blog_posts.reviewerId is dropped, with its values.
-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_blog_posts" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'DRAFT',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "authorId" INTEGER NOT NULL,
    FOREIGN KEY ("authorId") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_blog_posts" ("authorId", "body", "createdAt", "id", "status", "title", "updatedAt") SELECT "authorId", "body", "createdAt", "id", "status", "title", "updatedAt" FROM "blog_posts";
DROP TABLE "blog_posts";
ALTER TABLE "new_blog_posts" RENAME TO "blog_posts";
CREATE INDEX "blog_posts_authorId_idx" ON "blog_posts"("authorId" ASC);
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
