-- Data is lost: Table billing_plans is dropped, with all its rows.
-- Data is lost: Table billing_subscriptions is dropped, with all its rows.
-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "billing_plans";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "billing_subscriptions";
PRAGMA foreign_keys=on;
