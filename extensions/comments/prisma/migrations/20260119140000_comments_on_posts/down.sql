-- Data is lost: Table comments_comments is dropped, with all its rows.
-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "comments_comments";
PRAGMA foreign_keys=on;
