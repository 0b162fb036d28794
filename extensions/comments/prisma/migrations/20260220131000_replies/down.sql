-- Data is lost: Column comments_comments.editedAt is dropped, with its values.
-- Data is lost: Column comments_comments.parentId is dropped, with its values.
-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_comments_comments" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "body" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "postId" INTEGER NOT NULL,
    "authorId" INTEGER NOT NULL,
    FOREIGN KEY ("authorId") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    FOREIGN KEY ("postId") REFERENCES "blog_posts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_comments_comments" ("authorId", "body", "createdAt", "id", "postId") SELECT "authorId", "body", "createdAt", "id", "postId" FROM "comments_comments";
DROP TABLE "comments_comments";
ALTER TABLE "new_comments_comments" RENAME TO "comments_comments";
CREATE INDEX "comments_comments_postId_createdAt_idx" ON "comments_comments"("postId" ASC, "createdAt" ASC);
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
