-- Data is lost: Table billing_invoices is dropped, with all its rows.
-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "billing_invoices";
PRAGMA foreign_keys=on;
