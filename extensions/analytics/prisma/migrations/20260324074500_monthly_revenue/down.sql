-- Data is lost: Table analytics_monthly_revenue is dropped, with all its rows.
-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "analytics_monthly_revenue";
PRAGMA foreign_keys=on;
