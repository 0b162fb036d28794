-- Data is lost: Table audit_log_entries is dropped, with all its rows.
-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "audit_log_entries";
PRAGMA foreign_keys=on;
