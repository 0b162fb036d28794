// Changes to a schema that only PostgreSQL has words for.
import { change, type ParityCase, rows } from '../parity-case.js';

/** The schema that is in no namespace of PostgreSQL's by itself. */
export const POSTGRES_CHANGES: readonly ParityCase[] = [
  {
    name: 'lists',
    on: 'postgresql',
    steps: [
      change('model A {\n  id Int @id\n  tags String[]\n  ns Int[] @default([1, 2])\n}\n'),
      change('model A {\n  id Int @id\n  tags String[] @default(["it\'s", "b"])\n  ns BigInt[]\n}\n'),
    ],
  },
  {
    name: 'native types',
    on: 'postgresql',
    steps: [
      change(
        'model A {\n  id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid\n  a String @db.VarChar(20)\n  b DateTime @db.Timestamptz(6)\n  c Decimal @db.Decimal(10, 2)\n  d Json @db.Json\n  e String? @db.Char(3)\n  f Int? @db.SmallInt\n  g DateTime? @db.Date\n  h String? @db.Inet\n}\n',
      ),
      change(
        'model A {\n  id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid\n  a String @db.VarChar(40)\n  b DateTime @db.Timestamptz(3)\n  c Decimal @db.Decimal(12, 2)\n  d Json @db.JsonB\n  e String? @db.Text\n  f Int?\n  g DateTime? @db.Timestamp(3)\n  h String? @db.Inet\n}\n',
      ),
    ],
  },
  {
    name: 'indexes of other kinds',
    on: 'postgresql',
    steps: [
      change(
        'model A {\n  id Int @id\n  j Json\n  words String[]\n  s String\n\n  @@index([s], type: Hash)\n  @@index([words], type: Gin)\n  @@index([j(ops: JsonbPathOps)], type: Gin)\n  @@index([s(sort: Desc), id])\n}\n',
      ),
    ],
  },
  {
    name: 'names of keys and foreign keys',
    on: 'postgresql',
    steps: [
      change(
        'model A {\n  id Int @id(map: "a key")\n  e String @unique(map: "é")\n  bs B[]\n}\n\nmodel B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id], map: "to a")\n}\n',
      ),
      change(
        'model A {\n  id Int @id(map: "another key")\n  e String @unique(map: "e")\n  bs B[]\n}\n\nmodel B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id], map: "B_to_A")\n}\n',
      ),
    ],
  },
  {
    name: 'columns of types that Prisma does not know',
    on: 'postgresql',
    steps: [
      change(
        'model A {\n  id Int @id\n  at Unsupported("point")?\n  words Unsupported("tsvector") @default(dbgenerated("\'\'::tsvector"))\n}\n',
      ),
    ],
  },
  {
    name: 'several schemas',
    on: 'postgresql',
    datasource: '  schemas = ["public", "shop"]\n',
    steps: [
      change(
        'model A {\n  id Int @id\n  bs B[]\n\n  @@schema("public")\n}\n\nmodel B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n  kind Kind\n\n  @@schema("shop")\n}\n\nenum Kind {\n  X\n\n  @@schema("shop")\n}\n',
      ),
      change(
        'model A {\n  id Int @id\n  bs B[]\n\n  @@schema("public")\n}\n\nmodel B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n  kind Kind @default(X)\n\n  @@schema("shop")\n}\n\nenum Kind {\n  X\n  Y\n\n  @@schema("shop")\n}\n',
      ),
    ],
  },
  {
    name: 'a schema in the URL',
    on: 'postgresql',
    urlSchema: 'app',
    steps: [
      change('enum K {\n  A\n}\n\nmodel A {\n  id Int @id @default(autoincrement())\n  k K\n}\n'),
      rows(`INSERT INTO app."A" ("k") VALUES ('A');`),
      change('enum K {\n  A\n  B\n}\n\nmodel A {\n  id Int @id @default(autoincrement())\n  k K @default(A)\n}\n'),
    ],
  },
  {
    name: 'a schema in the URL, with capitals',
    on: 'postgresql',
    urlSchema: 'MyApp',
    steps: [change('model A {\n  id Int @id\n}\n')],
  },
  {
    name: 'an extension of PostgreSQL',
    on: 'postgresql',
    datasource: '  extensions = [citext]\n',
    generator:
      'generator client {\n  provider = "prisma-client"\n  output = "../client"\n  previewFeatures = ["postgresqlExtensions"]\n}\n\n',
    steps: [change('model A {\n  id Int @id\n  email String @db.Citext\n}\n')],
  },
  {
    name: 'numbers that count themselves',
    on: 'postgresql',
    steps: [
      change('model A {\n  id Int @id @default(autoincrement())\n  n BigInt @default(autoincrement())\n}\n'),
      rows('INSERT INTO "A" DEFAULT VALUES;'),
      change('model A {\n  id Int @id @default(autoincrement())\n  n BigInt\n  m Int @default(autoincrement())\n}\n'),
    ],
  },
  {
    name: 'a default of JSON',
    on: 'postgresql',
    steps: [change('model A {\n  id Int @id\n  j Json @default("{\\"a\\": [1, \\"b\'s\\"]}")\n}\n')],
  },
];
