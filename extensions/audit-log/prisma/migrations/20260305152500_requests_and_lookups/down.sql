-- Data is lost: Column audit_log_entries.requestId is dropped, with its values.
-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_audit_log_entries" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "actorId" INTEGER,
    FOREIGN KEY ("actorId") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_audit_log_entries" ("action", "actorId", "at", "id", "target") SELECT "action", "actorId", "at", "id", "target" FROM "audit_log_entries";
DROP TABLE "audit_log_entries";
ALTER TABLE "new_audit_log_entries" RENAME TO "audit_log_entries";
CREATE INDEX "audit_log_entries_at_idx" ON "audit_log_entries"("at" ASC);
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
