// What an uninstall saves is the rows as they are, of every type that a Prisma schema can have and a few more.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UninstallResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { SQLITE } from './support/sqlite-test-database.js';
import type { DatabaseKind } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const BLOG_1 = 'blog/20260102000000_all';

const TEXT = `'it''s "so", \\ ü 🙂
next', ''`;

/** Names that need quoting, keys in a circle and to the same table, numbers that JavaScript has not. */
const SCHEMAS = {
  sqlite: {
    up: `CREATE TABLE "All; ""x""" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, "text" TEXT, "empty" TEXT, "big" BIGINT, "real" REAL, "decimal" DECIMAL, "bool" BOOLEAN,
  "at" DATETIME, "bytes" BLOB, "json" JSONB, "double" INTEGER GENERATED ALWAYS AS ("id" * 2) STORED,
  "self" INTEGER REFERENCES "All; ""x""" ("id"), "other" INTEGER REFERENCES "Other" ("id"));
CREATE TABLE "Other" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "all" INTEGER REFERENCES "All; ""x""" ("id"));
CREATE TABLE "Empty" ("id" INTEGER PRIMARY KEY AUTOINCREMENT);`,
    down: 'DROP TABLE "All; ""x""";\nDROP TABLE "Other";\nDROP TABLE "Empty";',
    columns: '"id", "text", "empty", "big", "real", "decimal", "bool", "at", "bytes", "json", "self", "other"',
    first: `${TEXT}, 9007199254740993, 0.1, '12.30', 1, 1767225600123, X'00ff', '{"a":[1,null]}', 2, 1`,
    second: `'a' || char(0) || 'b', 'NULL', -9223372036854775808, 1.0 / 3, 1e300, 0, '2026-01-01T00:00:00.000+00:00', X'', 'null', 1, NULL`,
    empty: 'NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL',
    goOn: `INSERT INTO "Empty" VALUES (41); DELETE FROM "Empty";`,
    rows: `SELECT "id", CAST("text" AS BLOB) AS "text", "empty", CAST("big" AS TEXT) AS "big", quote("real") AS "real", quote("decimal") AS "decimal", "bool", "at", hex("bytes") AS "bytes", "json", "double", "self", "other" FROM "All; ""x""" ORDER BY "id"`,
    next: `INSERT INTO "Empty" DEFAULT VALUES`,
    csv: [
      'id,text,empty,big,real,decimal,bool,at,bytes,json,self,other',
      '1,"it\'s ""so"", \\ ü 🙂\nnext","",9007199254740993,0.1,12.3,true,2026-01-01T00:00:00.123Z,\\x00ff,"{""a"":[1,null]}",2,1',
      '2,a\u0000b,NULL,-9223372036854775808,0.33333333333333332,1.0e+300,false,2026-01-01T00:00:00.000+00:00,\\x,null,1,',
      '3,,,,,,,,,,,',
      '',
    ],
    file: 'All%3B%20%22x%22.csv',
  },
  postgresql: {
    up: `CREATE TYPE "Mood" AS ENUM ('so, so', 'good');
CREATE TABLE "All; ""x""" (
  "id" INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "text" TEXT, "empty" VARCHAR(9), "char" CHAR(3), "bool" BOOLEAN, "small" SMALLINT, "big" BIGINT,
  "real" REAL, "double" DOUBLE PRECISION, "decimal" DECIMAL(65, 30), "money" MONEY, "stamp" TIMESTAMP(3), "zoned" TIMESTAMPTZ, "date" DATE, "time" TIME, "timetz" TIMETZ,
  "bytes" BYTEA, "json" JSON, "jsonb" JSONB, "uuid" UUID, "xml" XML, "inet" INET, "bit" BIT(3), "varbit" VARBIT, "oid" OID, "mood" "Mood", "texts" TEXT[], "moods" "Mood"[],
  "stamps" TIMESTAMP[], "blobs" BYTEA[], "point" POINT, "range" INT4RANGE, "words" TSVECTOR, "interval" INTERVAL, "one" "char",
  "twice" INTEGER GENERATED ALWAYS AS ("small" * 2) STORED, "self" INTEGER REFERENCES "All; ""x""" ("id"), "other" INTEGER);
CREATE TABLE "Other" ("id" SERIAL PRIMARY KEY, "all" INTEGER REFERENCES "All; ""x""" ("id"));
ALTER TABLE "All; ""x""" ADD FOREIGN KEY ("other") REFERENCES "Other" ("id");
CREATE TABLE "Empty" ("id" SERIAL PRIMARY KEY);`,
    down: 'DROP TABLE "All; ""x""" CASCADE;\nDROP TABLE "Other";\nDROP TABLE "Empty";\nDROP TYPE "Mood";',
    columns: `"id", "text", "empty", "char", "bool", "small", "big", "real", "double", "decimal", "money", "stamp", "zoned", "date", "time", "timetz", "bytes", "json", "jsonb", "uuid", "xml", "inet", "bit", "varbit", "oid", "mood", "texts", "moods", "stamps", "blobs", "point", "range", "words", "interval", "one", "self", "other") OVERRIDING SYSTEM VALUE`,
    first: `${TEXT}, 'c', true, 7, 9007199254740993, 0.1, 1.0 / 3, 12.300000000000000000000000000001, 1.5, '2026-01-01 00:00:00.123', '2026-01-01 01:00:00.123456+01', '2026-01-01', '12:00:00.5', '12:00:00+02',
 '\\x00ff', '{"a": [1,null], "a": 2}', '{"b":1}', '00000000-0000-0000-0000-00000000000a', '<a>b</a>', '10.0.0.1/8', B'101', B'1', 7, 'so, so', ARRAY['a,b', NULL, '"', ''], ARRAY['so, so', 'good']::"Mood"[],
 ARRAY['2026-01-01 00:00:00'::timestamp], ARRAY['\\xff'::bytea], '(1.5,2)', '[1,3)', 'a b'::tsvector, '-1 mon +2 days 03:04', 'x', 2, 1`,
    second: `'NULL', '\\N', '', false, -32768, -9223372036854775808, 'NaN', '-Infinity', 'NaN', -1, 'infinity', '-infinity', '0044-03-15 BC', '24:00:00', '00:00:00-12',
 '', 'null', '"x"', '00000000-0000-0000-0000-00000000000b', NULL, '::1', B'000', B'', 4294967295, 'good', '{}', '{}', '{infinity}', NULL, NULL, 'empty', '', '0', 'é', 1, NULL`,
    empty: Array.from({ length: 36 }, () => 'NULL').join(', '),
    goOn: `SELECT nextval('"Empty_id_seq"') FROM generate_series(1, 41);`,
    rows: `SELECT t::text AS row FROM "All; ""x""" t ORDER BY "id"`,
    next: `INSERT INTO "Empty" DEFAULT VALUES`,
    csv: [
      'id,text,empty,char,bool,small,big,real,double,decimal,money,stamp,zoned,date,time,timetz,bytes,json,jsonb,uuid,xml,inet,bit,varbit,oid,mood,texts,moods,stamps,blobs,point,range,words,interval,one,self,other',
      '1,"it\'s ""so"", \\ ü 🙂\nnext","",c,true,7,9007199254740993,0.1,0.3333333333333333,12.300000000000000000000000000001,$1.50,2026-01-01T00:00:00.123,2026-01-01T00:00:00.123456+00:00,2026-01-01,12:00:00.5,12:00:00+02,\\x00ff,"{""a"": [1,null], ""a"": 2}","{""b"": 1}",00000000-0000-0000-0000-00000000000a,<a>b</a>,10.0.0.1/8,101,1,7,"so, so","{""a,b"",NULL,""\\"""",""""}","{""so, so"",good}","{""2026-01-01 00:00:00""}","{""\\\\xff""}","(1.5,2)","[1,3)",\'a\' \'b\',-1 mons +2 days 03:04:00,x,2,1',
    ],
    file: '%22All%3B%20%22%22x%22%22%22.csv',
  },
};

/** Blog with the tables, filled: rows that refer to each other in a circle, and a table that was emptied. */
async function filled(on: DatabaseKind): Promise<TestWorkspace> {
  const { up, down, columns, first, second, empty, goOn } = SCHEMAS[on.provider];
  const workspace = await TestWorkspace.on(on, { blog: '' });
  workspace.revision(BLOG_1, { up: `${up}\n`, down: `${down}\n` });
  await workspace.upgrade('--all');
  const into = `INSERT INTO "All; ""x""" (${on === SQLITE ? `${columns})` : columns} VALUES`;
  const defer = on === SQLITE ? 'PRAGMA foreign_keys = OFF;' : 'SET session_replication_role = replica;';
  await workspace.database.execute(
    `${defer}\n${into} (1, ${first});\n${into} (2, ${second});\n${into} (3, ${empty});\nINSERT INTO "Other" VALUES (1, 2);\n${goOn}`,
  );
  return workspace;
}

describe.each([SQLITE, POSTGRESQL])('rows that an uninstall saves on $name', (on) => {
  const { rows, next, csv, file } = SCHEMAS[on.provider];

  it('come back with the script as they were', async () => {
    const workspace = await filled(on);
    const before = { all: await workspace.database.query(rows), other: await workspace.database.rows('Other') };
    const flags = ['--allow-destructive', '--backup', 'sql'];
    const { backup, tables } = await workspace.ok<UninstallResult>('uninstall', 'blog', ...flags);
    expect(tables.map(({ rows: count }) => count)).toEqual([3, 1, 0]);
    expect(backup).toMatchObject({ rows: 4, files: ['rows.sql'] });
    await workspace.upgrade('--all');
    const script = readFileSync(join(backup?.directory ?? '', 'rows.sql'), 'utf8');
    expect(script).toContain(`--   ${BLOG_1}\n`);
    await workspace.database.execute(script);
    expect({ all: await workspace.database.query(rows), other: await workspace.database.rows('Other') }).toEqual(
      before,
    );
    expect(await workspace.database.orphans()).toEqual([]);
    await workspace.database.execute(next);
    expect(await workspace.database.rows('Empty')).toEqual([{ id: 42 }]);
    // Whatever the script has changed to put the rows back, it has changed back.
    const again = await workspace.ok<UninstallResult>('uninstall', 'blog', ...flags);
    expect(readFileSync(join(again.backup?.directory ?? '', 'rows.sql'), 'utf8').split('BEGIN;')[1]).toContain(
      script.split('BEGIN;')[1]?.split('\n\n')[1] ?? 'nothing',
    );
  });

  it('are in CSV files with every digit, and NULL told from empty text', async () => {
    const workspace = await filled(on);
    const flags = ['--allow-destructive', '--backup', 'csv'];
    const { backup } = await workspace.ok<UninstallResult>('uninstall', 'blog', ...flags);
    expect(backup?.files).toEqual([file, 'Other.csv', 'Empty.csv']);
    const text = readFileSync(join(backup?.directory ?? '', file), 'utf8');
    expect(text.split('\r\n').slice(0, csv.length)).toEqual(csv);
    expect(readFileSync(join(backup?.directory ?? '', 'Empty.csv'), 'utf8')).toBe('id\r\n');
  });
});
