import { describe, expect, it } from 'vitest';
import { completeDraft } from './complete-draft.js';

const down = (script: string, defaultSchema = 'public'): string =>
  completeDraft(script, { direction: 'down', defaultSchema });

describe('completeDraft', () => {
  it('leaves the way up as it is', () => {
    const script = 'DROP TYPE "public"."Role_old";\nCREATE INDEX "i" ON "public"."a"("b" ASC);';
    expect(completeDraft(script, { direction: 'up', defaultSchema: 'public' })).toBe(script);
  });

  it('takes the default schema and ASC out of the way down', () => {
    expect(
      down(`-- CreateIndex of "public"."a" ASC
CREATE UNIQUE INDEX "public_i" ON "public"."a"("b" ASC, "c" DESC,"d" ASC) WHERE "x" = '"public"."a"';
ALTER TABLE "public"."a" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "public"."public"("public") ON DELETE CASCADE;
ALTER TABLE "billing"."public" ADD COLUMN "role" "public"."Role" NOT NULL DEFAULT 'public."A"';`),
    ).toBe(`-- CreateIndex of "public"."a" ASC
CREATE UNIQUE INDEX "public_i" ON "a"("b", "c" DESC,"d") WHERE "x" = '"public"."a"';
ALTER TABLE "a" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "public"("public") ON DELETE CASCADE;
ALTER TABLE "billing"."public" ADD COLUMN "role" "Role" NOT NULL DEFAULT 'public."A"';`);
  });

  it('knows any name of a schema, and other schemas', () => {
    const script =
      'DROP TABLE "My ""odd"".schema"."a""b";\nDROP TABLE "public"."c";\nCREATE SCHEMA IF NOT EXISTS "public";';
    expect(down(script, 'My "odd".schema')).toBe(
      'DROP TABLE "a""b";\nDROP TABLE "public"."c";\nCREATE SCHEMA IF NOT EXISTS "public";',
    );
  });

  it('leaves ASC where it is no index', () => {
    const script = 'CREATE VIEW "v" AS SELECT 1 FROM (SELECT 2 ORDER BY 1 ASC);';
    expect(down(script)).toBe(script);
  });
});
