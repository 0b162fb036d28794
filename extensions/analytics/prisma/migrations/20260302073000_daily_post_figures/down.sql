-- Data is lost: Table analytics_daily_post_stats is dropped, with all its rows.
-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "analytics_daily_post_stats";
PRAGMA foreign_keys=on;
