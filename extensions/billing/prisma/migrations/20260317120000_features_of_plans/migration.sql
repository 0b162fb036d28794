-- CreateTable
CREATE TABLE "billing_plan_features" (
    "planId" INTEGER NOT NULL,
    "feature" TEXT NOT NULL,
    "limits" JSONB,

    PRIMARY KEY ("planId", "feature"),
    CONSTRAINT "billing_plan_features_planId_fkey" FOREIGN KEY ("planId") REFERENCES "billing_plans" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
