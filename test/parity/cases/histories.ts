// Histories: how migrations are named, written and stored, and what is in them that no schema says.
import { byHand, command, type ParityCase, type ParityStep, rows } from '../parity-case.js';

const MAKES_A = 'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY);\n';

const table = (name: string): string => `CREATE TABLE "${name}" ("id" INTEGER NOT NULL PRIMARY KEY);\n`;

const tables = (...names: readonly string[]): readonly ParityStep[] =>
  names.map((name, at) => byHand(name, table(`T${at}`)));

/** Histories on both databases. */
export const HISTORIES: readonly ParityCase[] = [
  { name: 'names in the order of their numbers', on: 'sqlite', steps: tables('01_init', '02_more', '10_last') },
  { name: 'names in the order of their letters', on: 'sqlite', steps: tables('a_init', 'b_more', 'c_last') },
  {
    name: 'names in capitals and small letters',
    steps: tables('20260101000000_Init', '20260102000000_more', '20260103000000_MORE_b'),
  },
  { name: 'names in another alphabet', on: 'sqlite', steps: tables('20260101000000_début', '20260102000000_数据') },
  { name: 'names that are only a time', on: 'sqlite', steps: tables('20260101000000', '20260102000000') },
  {
    name: 'a name with blanks and quotes',
    on: 'sqlite',
    steps: tables("20260101000000 it's the first", '20260102000000_b'),
  },
  { name: 'a name of a hundred letters', on: 'sqlite', steps: tables(`20260101000000_${'a'.repeat(85)}`) },
  {
    name: 'directories without a migration between them',
    on: 'sqlite',
    steps: [
      byHand('1_a', MAKES_A),
      { kind: 'files', files: { 'prisma/migrations/.keep': '', 'prisma/migrations/README.md': 'Notes\n' } },
    ],
  },
  {
    name: 'an empty migration',
    on: 'sqlite',
    steps: [byHand('1_a', MAKES_A), byHand('2_empty', ''), byHand('3_b', table('B'))],
  },
  {
    name: 'a migration of comments',
    steps: [
      byHand('1_a', `-- first\n${MAKES_A}`),
      byHand('2_words', '-- This is an empty migration.\n\n/* and\n   more; */\n'),
    ],
  },
  {
    name: 'lines that end as on Windows',
    steps: [
      byHand(
        '1_a',
        '-- CreateTable\r\nCREATE TABLE "A" (\r\n  "id" INTEGER NOT NULL PRIMARY KEY\r\n);\r\n\r\nINSERT INTO "A" VALUES (1);\r\n',
      ),
    ],
  },
  { name: 'lines of both kinds', steps: [byHand('1_a', `-- one\r\n${MAKES_A}-- two\r\n`)] },
  {
    name: 'no line end at the end, and no semicolon',
    steps: [byHand('1_a', 'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY)')],
  },
  { name: 'semicolons with nothing between them', steps: [byHand('1_a', `;;\n${MAKES_A};;\n;`)] },
  { name: 'a comment behind the last statement', steps: [byHand('1_a', `${MAKES_A}-- done; really`)] },
  {
    name: 'rows that a migration writes',
    steps: [
      byHand('1_a', `${MAKES_A}INSERT INTO "A" VALUES (1), (2);\n`),
      byHand('2_more', `UPDATE "A" SET "id" = "id" + 10;\nDELETE FROM "A" WHERE "id" = 11;\n`),
    ],
  },
  {
    name: 'text in rows: quotes, semicolons, line ends, other alphabets',
    steps: [
      byHand(
        '1_t',
        `CREATE TABLE "T" ("id" INTEGER NOT NULL PRIMARY KEY, "text" TEXT);\nINSERT INTO "T" VALUES (1, 'it''s; -- no comment'), (2, '数据 🚀\n/* line two */'), (3, E'') ;\n`.replace(
          "E''",
          "''",
        ),
      ),
    ],
  },
  {
    name: 'a column renamed by hand, with rows',
    steps: [
      byHand('1_a', 'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY, "old" TEXT);\n'),
      rows(`INSERT INTO "A" VALUES (1, 'kept');`),
      byHand('2_rename', 'ALTER TABLE "A" RENAME COLUMN "old" TO "new";\n'),
    ],
  },
  {
    name: 'a table renamed by hand, with rows',
    steps: [
      byHand('1_a', MAKES_A),
      rows('INSERT INTO "A" VALUES (7);'),
      byHand('2_rename', 'ALTER TABLE "A" RENAME TO "B";\n'),
    ],
  },
  {
    name: 'rows moved into a table of their own',
    steps: [
      byHand('1_a', 'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY, "city" TEXT);\n'),
      rows(`INSERT INTO "A" VALUES (1, 'Bonn'), (2, 'Bonn'), (3, NULL);`),
      byHand(
        '2_city',
        'CREATE TABLE "City" ("name" TEXT NOT NULL PRIMARY KEY);\nINSERT INTO "City" SELECT DISTINCT "city" FROM "A" WHERE "city" IS NOT NULL;\n',
      ),
    ],
  },
  {
    name: 'a partial index',
    steps: [byHand('1_a', `${MAKES_A}CREATE UNIQUE INDEX "part" ON "A"("id") WHERE "id" > 5;\n`)],
  },
  {
    name: 'an index on an expression',
    steps: [
      byHand(
        '1_a',
        'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY, "text" TEXT);\nCREATE INDEX "low" ON "A"(lower("text"));\n',
      ),
    ],
  },
  {
    name: 'a check',
    steps: [
      byHand('1_a', 'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY, "n" INTEGER NOT NULL CHECK ("n" > 0));\n'),
    ],
  },
  {
    name: 'a view',
    steps: [
      byHand('1_a', `${MAKES_A}CREATE VIEW "V" AS SELECT "id" FROM "A" WHERE "id" > 1;\n`),
      byHand('2_b', table('B')),
    ],
  },
  {
    name: 'a table made and dropped',
    steps: [byHand('1_a', MAKES_A), byHand('2_tmp', table('Tmp')), byHand('3_gone', 'DROP TABLE "Tmp";\n')],
  },
  {
    name: 'one migration after the other',
    steps: [
      byHand('1_a', MAKES_A),
      { kind: 'deploy' },
      byHand('2_b', table('B')),
      { kind: 'deploy' },
      byHand('3_c', table('C')),
    ],
  },
  {
    name: 'one that comes late, with an early name',
    steps: [
      byHand('20260101000000_a', MAKES_A),
      byHand('20260301000000_b', table('B')),
      { kind: 'deploy' },
      byHand('20260201000000_late', table('Late')),
    ],
  },
  {
    name: 'three hundred migrations',
    steps: Array.from({ length: 300 }, (_, at) =>
      byHand(
        `${20260101000000 + at}_m`,
        at % 3 === 0 ? table(`T${at}`) : `INSERT INTO "T${at - (at % 3)}" VALUES (${at});\n`,
      ),
    ),
  },
  {
    name: 'a migration of five thousand rows',
    steps: [
      byHand(
        '1_a',
        `${MAKES_A}INSERT INTO "A" VALUES ${Array.from({ length: 5000 }, (_, at) => `(${at})`).join(',\n')};\n`,
      ),
    ],
  },
  {
    name: 'a history that is squashed',
    steps: [
      byHand('20260101000000_a', MAKES_A),
      byHand('20260102000000_b', table('B')),
      command('squash', '-m', 'Squashed'),
      {
        kind: 'files',
        files: { 'prisma/migrations/20260101000000_a': null, 'prisma/migrations/20260102000000_b': null },
      },
    ],
  },
  // What only SQLite has.
  {
    name: 'a table made anew as Prisma does it, with rows and those that refer to them',
    on: 'sqlite',
    steps: [
      byHand(
        '1_a',
        'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY, "n" INTEGER);\nCREATE TABLE "B" ("id" INTEGER NOT NULL PRIMARY KEY, "aId" INTEGER NOT NULL, CONSTRAINT "B_aId_fkey" FOREIGN KEY ("aId") REFERENCES "A" ("id") ON DELETE CASCADE ON UPDATE CASCADE);\n',
      ),
      rows('INSERT INTO "A" VALUES (1, 5); INSERT INTO "B" VALUES (1, 1);'),
      byHand(
        '2_redefine',
        '-- RedefineTables\nPRAGMA defer_foreign_keys=ON;\nPRAGMA foreign_keys=OFF;\nCREATE TABLE "new_A" ("id" INTEGER NOT NULL PRIMARY KEY, "n" INTEGER NOT NULL DEFAULT 0);\nINSERT INTO "new_A" ("id", "n") SELECT "id", coalesce("n", 0) FROM "A";\nDROP TABLE "A";\nALTER TABLE "new_A" RENAME TO "A";\nPRAGMA foreign_keys=ON;\nPRAGMA defer_foreign_keys=OFF;\n',
      ),
    ],
  },
  {
    name: 'a trigger',
    on: 'sqlite',
    steps: [
      byHand(
        '1_a',
        `${MAKES_A}CREATE TRIGGER "t" AFTER INSERT ON "A" BEGIN\n  SELECT 1; DELETE FROM "A" WHERE "id" < 0;\nEND;\nINSERT INTO "A" VALUES (-1), (1);\n`,
      ),
    ],
  },
  { name: 'VACUUM', on: 'sqlite', steps: [byHand('1_a', MAKES_A), byHand('2_vacuum', 'VACUUM;\n')] },
  { name: 'a transaction of its own', on: 'sqlite', steps: [byHand('1_a', `BEGIN;\n${MAKES_A}COMMIT;\n`)] },
  {
    name: 'a strict table, and a generated column',
    on: 'sqlite',
    steps: [
      byHand(
        '1_a',
        'CREATE TABLE "A" ("id" TEXT NOT NULL PRIMARY KEY, "n" INTEGER, "m" INTEGER GENERATED ALWAYS AS ("n" * 2) STORED) STRICT;\nINSERT INTO "A" ("id", "n") VALUES (\'a\', 2);\n',
      ),
    ],
  },
  { name: 'a byte order mark', steps: [byHand('1_a', `﻿${MAKES_A}`)] },
  // What only PostgreSQL has.
  {
    name: 'an index made concurrently',
    on: 'postgresql',
    steps: [byHand('1_a', MAKES_A), byHand('2_index', 'CREATE INDEX CONCURRENTLY "slow" ON "A"("id");\n')],
  },
  {
    name: 'a transaction of its own',
    on: 'postgresql',
    steps: [
      byHand('1_a', `BEGIN;\n${MAKES_A}COMMIT;\n`),
      byHand('2_b', `BEGIN;\nCREATE TYPE "E" AS ENUM ('a');\nCOMMIT;\nALTER TYPE "E" ADD VALUE 'b';\n`),
    ],
  },
  {
    name: 'functions and triggers in dollars',
    on: 'postgresql',
    steps: [
      byHand(
        '1_a',
        `${MAKES_A}CREATE FUNCTION "f"() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n  PERFORM 1; RETURN NEW; -- ;\nEND\n$body$;\nCREATE TRIGGER "t" BEFORE INSERT ON "A" FOR EACH ROW EXECUTE FUNCTION "f"();\nDO $$ BEGIN INSERT INTO "A" VALUES (1); END $$;\n`,
      ),
    ],
  },
  {
    name: 'materialized views, sequences, domains, comments',
    on: 'postgresql',
    steps: [
      byHand(
        '1_a',
        `${MAKES_A}CREATE MATERIALIZED VIEW "M" AS SELECT "id" FROM "A";\nCREATE SEQUENCE "s" START 5;\nCREATE DOMAIN "positive" AS INTEGER CHECK (VALUE > 0);\nCOMMENT ON TABLE "A" IS 'it''s a table';\n`,
      ),
    ],
  },
  {
    name: 'an enum and its new value',
    on: 'postgresql',
    steps: [
      byHand(
        '1_a',
        `CREATE TYPE "E" AS ENUM ('a');\nCREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY, "e" "E" NOT NULL DEFAULT 'a');\n`,
      ),
      byHand('2_value', `ALTER TYPE "E" ADD VALUE 'b';\n`),
    ],
  },
  {
    name: 'settings of a session',
    on: 'postgresql',
    steps: [
      byHand('1_a', `SET lock_timeout = '5s';\nSET client_min_messages = warning;\n${MAKES_A}`),
      byHand('2_b', table('B')),
    ],
  },
  {
    name: 'row level security and partitions',
    on: 'postgresql',
    steps: [
      byHand(
        '1_a',
        `${MAKES_A}ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;\nCREATE POLICY "p" ON "A" USING (true);\nCREATE TABLE "P" ("at" DATE NOT NULL) PARTITION BY RANGE ("at");\nCREATE TABLE "P_2026" PARTITION OF "P" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');\nINSERT INTO "P" VALUES ('2026-05-05');\n`,
      ),
    ],
  },
];
