-- CreateTable
CREATE TABLE "billing_invoices" (
    "organizationId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "issuedAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "paidAt" DATETIME,
    "total" DECIMAL NOT NULL,
    "currency" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "subscriptionId" INTEGER,

    PRIMARY KEY ("organizationId", "number"),
    CONSTRAINT "billing_invoices_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "billing_invoices_subscriptionId_fkey" FOREIGN KEY ("subscriptionId") REFERENCES "billing_subscriptions" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "billing_invoices_dueAt_paidAt_idx" ON "billing_invoices"("dueAt", "paidAt");
