-- Data is lost: Table memberships is dropped, with all its rows.
-- Data is lost: Table organizations is dropped, with all its rows.
-- Data is lost: Table users is dropped, with all its rows.
-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "users";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "organizations";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "memberships";
PRAGMA foreign_keys=on;
