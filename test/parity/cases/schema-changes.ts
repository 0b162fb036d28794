// What people do to a schema: each change gets its SQL from both, and the same in both databases.
import { change, type ParityCase, rows } from '../parity-case.js';

const USER = 'model User {\n  id    Int    @id @default(autoincrement())\n  email String @unique\n}\n';

const user = (fields: string, after = ''): string =>
  `model User {\n  id    Int    @id @default(autoincrement())\n  email String @unique\n${fields}}\n${after}`;

const SOME_USERS = `INSERT INTO "User" ("email") VALUES ('ann@example.org'), ('Ödön ''quoted''; -- not a comment');\n`;

const post = (relation: string): string => `model User {
  id    Int    @id
  posts Post[]
}

model Post {
  id       Int   @id
  authorId Int?
  author   User? @relation(fields: [authorId], references: [id]${relation})
}
`;

/** Changes that take no database of their own. */
export const SCHEMA_CHANGES: readonly ParityCase[] = [
  { name: 'a first model', on: 'sqlite', steps: [change(USER)] },
  { name: 'a model more', on: 'sqlite', steps: [change(USER), change(`${USER}\nmodel Tag {\n  name String @id\n}\n`)] },
  {
    name: 'a model less, with rows',
    on: 'sqlite',
    steps: [
      change(`${USER}\nmodel Tag {\n  name String @id\n}\n`),
      rows(`INSERT INTO "Tag" VALUES ('a');`),
      change(USER),
    ],
  },
  {
    name: 'an optional column, with rows',
    on: 'sqlite',
    steps: [change(USER), rows(SOME_USERS), change(user('  name String?\n'))],
  },
  {
    name: 'a required column with a default, with rows',
    on: 'sqlite',
    steps: [change(USER), rows(SOME_USERS), change(user('  karma Int @default(7)\n'))],
  },
  { name: 'a required column without a default', on: 'sqlite', steps: [change(USER), change(user('  karma Int\n'))] },
  {
    name: 'a column less, with rows',
    on: 'sqlite',
    steps: [change(user('  name String?\n')), rows(SOME_USERS), change(USER)],
  },
  {
    name: 'several columns at once, with rows',
    on: 'sqlite',
    steps: [
      change(user('  a Int?\n  b Int?\n')),
      rows(SOME_USERS),
      change(user('  b Int? @default(1)\n  c String?\n  d DateTime @default(now())\n')),
    ],
  },
  {
    name: 'a required column that becomes optional',
    on: 'sqlite',
    steps: [change(user('  name String\n')), change(user('  name String?\n'))],
  },
  {
    name: 'an optional column that becomes required',
    on: 'sqlite',
    steps: [change(user('  name String?\n')), change(user('  name String\n'))],
  },
  {
    name: 'a wider type, with rows',
    steps: [change(user('  n Int @default(5)\n')), rows(SOME_USERS), change(user('  n BigInt @default(5)\n'))],
  },
  { name: 'another type', on: 'sqlite', steps: [change(user('  n Int?\n')), change(user('  n String?\n'))] },
  {
    name: 'a field renamed, its column not',
    on: 'sqlite',
    steps: [change(user('  name String?\n')), change(user('  fullName String? @map("name")\n'))],
  },
  {
    name: 'a model renamed, its table not',
    on: 'sqlite',
    steps: [change(USER), change(USER.replace('User {', 'Member {').replace('}\n', '\n  @@map("User")\n}\n'))],
  },
  {
    name: 'a column under another name',
    on: 'sqlite',
    steps: [change(user('  name String?\n')), change(user('  name String? @map("full_name")\n'))],
  },
  {
    name: 'a table under another name',
    on: 'sqlite',
    steps: [change(USER), change(USER.replace('}\n', '\n  @@map("members")\n}\n'))],
  },
  {
    name: 'names in quotes, in capitals, in other alphabets, with blanks',
    steps: [
      change(
        'model Straße {\n  id Int @id @map("der Schlüssel")\n  名前 String? @map("na\'me")\n\n  @@map("Straßen & \'Gassen\'")\n}\n'
          .replaceAll('Straße {', 'Strasse {')
          .replaceAll('名前', 'label'),
      ),
      change(
        'model Strasse {\n  id Int @id @map("der Schlüssel")\n  label String @default("naïve; \\"ok\\"") @map("na\'me")\n  key Int? @map("SELECT")\n\n  @@index([key], map("idx É"))\n  @@map("Straßen & \'Gassen\'")\n}\n'.replace(
          'map("idx É")',
          'map: "idx É"',
        ),
      ),
    ],
  },
  {
    name: 'words of SQL for names',
    on: 'sqlite',
    steps: [
      change(
        'model Order {\n  id Int @id\n  group String\n  select Int @default(0)\n  user String?\n\n  @@unique([group, select])\n  @@map("order")\n}\n',
      ),
    ],
  },
  {
    name: 'names too long for a database',
    steps: [
      change(
        `model ${'A'.repeat(60)} {\n  id Int @id\n  ${'b'.repeat(50)} Int\n  ${'c'.repeat(50)} Int\n\n  @@index([${'b'.repeat(50)}, ${'c'.repeat(50)}])\n  @@unique([${'c'.repeat(50)}, ${'b'.repeat(50)}])\n}\n`,
      ),
    ],
  },
  {
    name: 'an index and a key, one column and two',
    on: 'sqlite',
    steps: [
      change('model A {\n  id Int @id\n  a Int\n  b Int\n}\n'),
      change(
        'model A {\n  id Int @id\n  a Int @unique\n  b Int\n\n  @@index([b])\n  @@index([a, b(sort: Desc)], map: "by_hand")\n  @@unique([b, a])\n}\n',
      ),
    ],
  },
  {
    name: 'an index and a key less',
    on: 'sqlite',
    steps: [
      change('model A {\n  id Int @id\n  a Int @unique\n  b Int\n\n  @@index([b])\n}\n'),
      change('model A {\n  id Int @id\n  a Int\n  b Int\n}\n'),
    ],
  },
  {
    name: 'an index renamed',
    steps: [
      change('model A {\n  id Int @id\n  a Int\n\n  @@index([a])\n}\n'),
      change('model A {\n  id Int @id\n  a Int\n\n  @@index([a], map: "other")\n}\n'),
    ],
  },
  {
    name: 'a key of two columns',
    on: 'sqlite',
    steps: [
      change('model A {\n  a Int\n  b String\n\n  @@id([a, b])\n}\n'),
      change('model A {\n  a Int\n  b String\n  c Int @default(0)\n\n  @@id([a, b, c])\n}\n'),
    ],
  },
  {
    name: 'another primary key',
    on: 'sqlite',
    steps: [change('model A {\n  id Int @id\n  a Int @unique\n}\n'), change('model A {\n  id Int\n  a Int @id\n}\n')],
  },
  { name: 'a key and no primary one', on: 'sqlite', steps: [change('model A {\n  a Int @unique\n  b Int\n}\n')] },
  { name: 'a relation', on: 'sqlite', steps: [change('model User {\n  id Int @id\n}\n'), change(post(''))] },
  {
    name: 'a relation less',
    on: 'sqlite',
    steps: [
      change(post('')),
      change('model User {\n  id Int @id\n}\n\nmodel Post {\n  id Int @id\n  authorId Int?\n}\n'),
    ],
  },
  {
    name: 'what a relation does, changed',
    steps: [
      change(post(', onDelete: Cascade')),
      change(post(', onDelete: Restrict, onUpdate: NoAction')),
      change(post(', onDelete: SetNull')),
    ],
  },
  {
    name: 'a required relation',
    on: 'sqlite',
    steps: [
      change(
        'model User {\n  id Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n}\n',
      ),
    ],
  },
  {
    name: 'one to one',
    on: 'sqlite',
    steps: [
      change(
        'model User {\n  id Int @id\n  card Card?\n}\n\nmodel Card {\n  userId Int @id\n  user User @relation(fields: [userId], references: [id])\n}\n',
      ),
    ],
  },
  {
    name: 'a key of two columns that is referred to',
    on: 'sqlite',
    steps: [
      change(
        'model City {\n  land String\n  name String\n  streets Street[]\n\n  @@id([land, name])\n}\n\nmodel Street {\n  id Int @id\n  land String?\n  city String?\n  of City? @relation(fields: [land, city], references: [land, name])\n}\n',
      ),
    ],
  },
  {
    name: 'a model that refers to itself',
    on: 'sqlite',
    steps: [
      change(
        'model Node {\n  id Int @id\n  upId Int?\n  up Node? @relation("tree", fields: [upId], references: [id])\n  down Node[] @relation("tree")\n}\n',
      ),
    ],
  },
  {
    name: 'models that refer to each other',
    on: 'sqlite',
    steps: [
      change(
        'model A {\n  id Int @id\n  bId Int?\n  b B? @relation("ab", fields: [bId], references: [id])\n  bs B[] @relation("ba")\n}\n\nmodel B {\n  id Int @id\n  aId Int?\n  a A? @relation("ba", fields: [aId], references: [id])\n  as A[] @relation("ab")\n}\n',
      ),
    ],
  },
  {
    name: 'many to many',
    steps: [
      change('model Post {\n  id Int @id\n}\n\nmodel Tag {\n  id String @id\n}\n'),
      change('model Post {\n  id Int @id\n  tags Tag[]\n}\n\nmodel Tag {\n  id String @id\n  posts Post[]\n}\n'),
    ],
  },
  {
    name: 'many to many less, with rows',
    on: 'sqlite',
    steps: [
      change('model Post {\n  id Int @id\n  tags Tag[]\n}\n\nmodel Tag {\n  id Int @id\n  posts Post[]\n}\n'),
      rows('INSERT INTO "Post" VALUES (1); INSERT INTO "Tag" VALUES (2); INSERT INTO "_PostToTag" VALUES (1, 2);'),
      change('model Post {\n  id Int @id\n}\n\nmodel Tag {\n  id Int @id\n}\n'),
    ],
  },
  {
    name: 'many of a model to many of itself',
    on: 'sqlite',
    steps: [
      change(
        'model Person {\n  id Int @id\n  friends Person[] @relation("friends")\n  friendOf Person[] @relation("friends")\n}\n',
      ),
    ],
  },
  {
    name: 'no foreign keys: relationMode',
    on: 'sqlite',
    datasource: '  relationMode = "prisma"\n',
    steps: [
      change(
        'model User {\n  id Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n\n  @@index([authorId])\n}\n',
      ),
    ],
  },
  {
    name: 'an enum',
    steps: [change('enum Role {\n  USER\n  ADMIN\n}\n\nmodel A {\n  id Int @id\n  role Role @default(USER)\n}\n')],
  },
  {
    name: 'a value more in an enum, with rows',
    steps: [
      change('enum Role {\n  USER\n}\n\nmodel A {\n  id Int @id\n  role Role @default(USER)\n}\n'),
      rows('INSERT INTO "A" ("id") VALUES (1);'),
      change(
        'enum Role {\n  USER\n  ADMIN @map("the admin")\n}\n\nmodel A {\n  id Int @id\n  role Role @default(USER)\n}\n',
      ),
    ],
  },
  {
    name: 'a value less in an enum, with rows',
    steps: [
      change(
        'enum Role {\n  USER\n  ADMIN\n}\n\nmodel A {\n  id Int @id\n  role Role @default(USER)\n  other Role?\n}\n',
      ),
      rows('INSERT INTO "A" ("id") VALUES (1);'),
      change('enum Role {\n  USER\n}\n\nmodel A {\n  id Int @id\n  role Role @default(USER)\n  other Role?\n}\n'),
    ],
  },
  {
    name: 'an enum less',
    steps: [
      change('enum Role {\n  USER\n}\n\nmodel A {\n  id Int @id\n  role Role?\n}\n'),
      change('model A {\n  id Int @id\n}\n'),
    ],
  },
  {
    name: 'defaults of every kind',
    steps: [
      change(`model A {
  id      Int      @id @default(autoincrement())
  uuid    String   @default(uuid())
  uuid7   String   @default(uuid(7))
  cuid    String   @default(cuid())
  nano    String   @default(nanoid())
  now     DateTime @default(now())
  then    DateTime @default("2020-02-29T12:00:00.000Z")
  touched DateTime @updatedAt
  zero    Int      @default(0)
  less    Int      @default(-1)
  big     BigInt   @default(9007199254740993)
  half    Float    @default(0.5)
  exact   Decimal  @default(12.340)
  yes     Boolean  @default(true)
  no      Boolean  @default(false)
  empty   String   @default("")
  quoted  String   @default("it's \\"so\\"; \\\\ -- x")
  json    Json     @default("[1, 2]")
  bytes   Bytes    @default("aGVsbG8=")
}
`),
    ],
  },
  {
    name: 'a default more, another and less, with rows',
    on: 'sqlite',
    steps: [
      change(user('  a Int?\n  b Int @default(1)\n  c Int @default(1)\n')),
      rows(SOME_USERS),
      change(user('  a Int? @default(3)\n  b Int @default(2)\n  c Int\n')),
    ],
  },
  {
    name: 'a default of the database',
    steps: (on) => [
      change(
        `model A {\n  id Int @id\n  n String @default(dbgenerated("${on.provider === 'sqlite' ? '(hex(1))' : "md5('1')"}"))\n}\n`,
      ),
    ],
  },
  {
    name: 'every scalar',
    steps: [
      change(
        'model A {\n  id Int @id\n  a String\n  b Boolean\n  c BigInt\n  d Float\n  e Decimal\n  f DateTime\n  g Json\n  h Bytes\n}\n',
      ),
      change(
        'model A {\n  id Int @id\n  a String?\n  b Boolean?\n  c BigInt?\n  d Float?\n  e Decimal?\n  f DateTime?\n  g Json?\n  h Bytes?\n}\n',
      ),
    ],
  },
  {
    name: 'what the client ignores',
    on: 'sqlite',
    steps: [
      change('model A {\n  id Int @id\n  a Int? @ignore\n}\n\nmodel B {\n  id Int @id\n  n Int?\n\n  @@ignore\n}\n'),
    ],
  },
  {
    name: 'comments, and lines that end as on Windows',
    on: 'sqlite',
    steps: [change('/// About A.\nmodel A { // here\r\n  id Int @id /// the key\r\n  // nothing\r\n}\r\n')],
  },
  {
    name: 'a schema in several files',
    on: 'sqlite',
    schemaPath: 'prisma',
    steps: [
      change({
        core: 'model User {\n  id Int @id\n  posts Post[]\n}\n',
        'prisma/blog/post.prisma':
          'model Post {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\n',
      }),
      change({
        'prisma/blog/post.prisma':
          'model Post {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n  title String?\n}\n',
        core: 'model User {\n  id Int @id\n  posts Post[]\n}\n',
      }),
    ],
  },
  {
    name: 'forty models in a chain',
    on: 'sqlite',
    steps: [
      change(
        Array.from(
          { length: 40 },
          (_, at) =>
            `model M${at} {\n  id Int @id\n  upId Int?\n  up M${(at + 1) % 40}? @relation("r${at}", fields: [upId], references: [id])\n  downs M${(at + 39) % 40}[] @relation("r${(at + 39) % 40}")\n\n  @@index([upId])\n}\n`,
        ).join('\n'),
      ),
    ],
  },
  {
    name: 'a model of sixty columns',
    on: 'sqlite',
    steps: [
      change(`model Wide {\n  id Int @id\n${Array.from({ length: 60 }, (_, at) => `  c${at} String?\n`).join('')}}\n`),
      change(
        `model Wide {\n  id Int @id\n${Array.from({ length: 60 }, (_, at) => `  c${at} ${at % 2 === 0 ? 'String?' : 'String @default("")'}\n`).join('')}}\n`,
      ),
    ],
  },
];
