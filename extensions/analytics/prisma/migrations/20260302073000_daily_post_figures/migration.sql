-- CreateTable
CREATE TABLE "analytics_daily_post_stats" (
    "postId" INTEGER NOT NULL,
    "day" DATETIME NOT NULL,
    "views" INTEGER NOT NULL DEFAULT 0,
    "visitors" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("postId", "day"),
    CONSTRAINT "analytics_daily_post_stats_postId_fkey" FOREIGN KEY ("postId") REFERENCES "blog_posts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "analytics_daily_post_stats_day_idx" ON "analytics_daily_post_stats"("day");
