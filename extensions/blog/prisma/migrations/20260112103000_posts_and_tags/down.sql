-- Data is lost: Table _PostToTag is dropped, with all its rows.
-- Data is lost: Table blog_posts is dropped, with all its rows.
-- Data is lost: Table blog_tags is dropped, with all its rows.
-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "blog_posts";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "blog_tags";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "_PostToTag";
PRAGMA foreign_keys=on;
