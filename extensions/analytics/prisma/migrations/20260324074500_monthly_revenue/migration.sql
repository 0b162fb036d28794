-- CreateTable
CREATE TABLE "analytics_monthly_revenue" (
    "planId" INTEGER NOT NULL,
    "month" DATETIME NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL NOT NULL,
    "invoices" INTEGER NOT NULL,

    PRIMARY KEY ("planId", "month", "currency"),
    CONSTRAINT "analytics_monthly_revenue_planId_fkey" FOREIGN KEY ("planId") REFERENCES "billing_plans" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
