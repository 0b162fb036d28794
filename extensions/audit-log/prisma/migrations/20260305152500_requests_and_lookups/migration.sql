-- AlterTable
ALTER TABLE "audit_log_entries" ADD COLUMN "requestId" TEXT;

-- CreateIndex
CREATE INDEX "audit_log_entries_target_at_idx" ON "audit_log_entries"("target", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_log_entries_actorId_at_idx" ON "audit_log_entries"("actorId", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_log_entries_requestId_idx" ON "audit_log_entries"("requestId");
