import { describe, expect, it } from 'vitest';
import { completeDraft } from './complete-draft.js';

const down = (script: string, defaultSchema = 'public'): string =>
  completeDraft({ up: '', down: script }, { defaultSchema, enums: new Map() }).down;

describe('completeDraft', () => {
  it('leaves the way up as it is', () => {
    const script = 'DROP TYPE "public"."Role_old";\nCREATE INDEX "i" ON "public"."a"("b" ASC);';
    const drafted = completeDraft({ up: script, down: '' }, { defaultSchema: 'public', enums: new Map() });
    expect(drafted.up).toBe(script);
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

  it('names the sequences that the way up creates', () => {
    const up = 'CREATE SEQUENCE a_rank_seq;\nCREATE SEQUENCE b_n_seq;\nALTER SEQUENCE b_n_seq OWNED BY "b"."n";\n';
    const drop = 'ALTER TABLE "a" ALTER COLUMN "rank" DROP DEFAULT;\nDROP SEQUENCE "";\n';
    const draft = { up, down: `${drop}${drop.replaceAll('a', 'b')}DROP SEQUENCE "other";\n` };
    expect(completeDraft(draft, { defaultSchema: 'public', enums: new Map() }).down).toMatch(
      /DROP SEQUENCE a_rank_seq;\n[\s\S]*DROP SEQUENCE b_n_seq;\nDROP SEQUENCE "other";/,
    );
  });

  it('puts values that come back where they were', () => {
    const add = (...values: string[]): string =>
      values.map((value) => `ALTER TYPE "public"."E" ADD VALUE '${value}';\n`).join('');
    const enums = new Map([['"E"', ['A', 'B', "C'", 'D', 'E']]]);
    const script = `${add('A', 'B', 'D', 'E')}ALTER TYPE "billing"."E" ADD VALUE 'A';\n`;
    expect(completeDraft({ up: '', down: script }, { defaultSchema: 'public', enums }).down).toBe(
      `ALTER TYPE "E" ADD VALUE 'A' BEFORE 'C''';
ALTER TYPE "E" ADD VALUE 'B' BEFORE 'C''';
ALTER TYPE "E" ADD VALUE 'D';
ALTER TYPE "E" ADD VALUE 'E';
ALTER TYPE "billing"."E" ADD VALUE 'A';
`,
    );
  });
});
