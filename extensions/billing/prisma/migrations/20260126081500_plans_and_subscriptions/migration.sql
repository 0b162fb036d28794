-- CreateTable
CREATE TABLE "billing_plans" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "price" DECIMAL NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "sold" BOOLEAN NOT NULL DEFAULT true
);

-- CreateTable
CREATE TABLE "billing_subscriptions" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "seats" INTEGER NOT NULL DEFAULT 1,
    "startedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" DATETIME,
    "organizationId" INTEGER NOT NULL,
    "planId" INTEGER NOT NULL,
    CONSTRAINT "billing_subscriptions_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "billing_subscriptions_planId_fkey" FOREIGN KEY ("planId") REFERENCES "billing_plans" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "billing_plans_code_key" ON "billing_plans"("code");

-- CreateIndex
CREATE INDEX "billing_subscriptions_planId_idx" ON "billing_subscriptions"("planId");

-- CreateIndex
CREATE UNIQUE INDEX "billing_subscriptions_organizationId_planId_startedAt_key" ON "billing_subscriptions"("organizationId", "planId", "startedAt");
