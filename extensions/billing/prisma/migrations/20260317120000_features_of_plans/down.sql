-- Data is lost: Table billing_plan_features is dropped, with all its rows.
-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "billing_plan_features";
PRAGMA foreign_keys=on;
