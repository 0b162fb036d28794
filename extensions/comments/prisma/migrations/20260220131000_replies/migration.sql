-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_comments_comments" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "body" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" DATETIME,
    "postId" INTEGER NOT NULL,
    "authorId" INTEGER NOT NULL,
    "parentId" INTEGER,
    CONSTRAINT "comments_comments_postId_fkey" FOREIGN KEY ("postId") REFERENCES "blog_posts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "comments_comments_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "comments_comments_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "comments_comments" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_comments_comments" ("authorId", "body", "createdAt", "id", "postId") SELECT "authorId", "body", "createdAt", "id", "postId" FROM "comments_comments";
DROP TABLE "comments_comments";
ALTER TABLE "new_comments_comments" RENAME TO "comments_comments";
CREATE INDEX "comments_comments_postId_createdAt_idx" ON "comments_comments"("postId", "createdAt");
CREATE INDEX "comments_comments_parentId_idx" ON "comments_comments"("parentId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
