// Several extensions in one database, each deployed by Prisma as a project of its own, dependencies first.
import { byHand, change, command, type Fragments, type ParityCase, type ParityStep, rows } from '../parity-case.js';

const USER = 'model User {\n  id Int @id\n  role Role @default(READER)\n}\n\nenum Role {\n  READER\n  WRITER\n}\n';

const POST =
  'model Post {\n  id Int @id\n  title String\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n}\n';

/** What an extension depends on beside core. */
function dependsOn(extension: string, ...others: readonly string[]): Fragments {
  const text = `${JSON.stringify({ name: extension, orchestrate: { dependsOn: ['core', ...others] } })}\n`;
  return { [`extensions/${extension}/package.json`]: text };
}

const refersTo = (model: string, other: string): string =>
  `model ${model} {\n  id Int @id\n  of Int\n  to ${other} @relation(fields: [of], references: [id])\n}\n`;

const each = (...fragments: readonly Fragments[]): readonly ParityStep[] =>
  fragments.map((fragment) => change(fragment));

/** Cases with more than core. */
export const EXTENSIONS: readonly ParityCase[] = [
  { name: 'an extension that refers to core', on: 'sqlite', steps: [change({ core: USER, blog: POST })] },
  {
    name: 'one after the other, each change deployed',
    steps: [
      change({ core: USER }),
      change({ blog: POST }),
      rows(`INSERT INTO "User" ("id") VALUES (1); INSERT INTO "Post" VALUES (1, 'Kept', 1);`),
      change({ core: USER.replace('}\n', '  name String?\n}\n') }),
      rows(`UPDATE "User" SET "name" = 'Ann';`),
      change({ blog: POST.replace('title String', 'title String\n  body String @default("")') }),
    ],
  },
  {
    name: 'a column less, with rows',
    on: 'sqlite',
    steps: [
      change({ core: USER, blog: POST }),
      rows(`INSERT INTO "User" ("id") VALUES (1); INSERT INTO "Post" VALUES (1, 'Gone', 1);`),
      change({ blog: POST.replace('  title String\n', '') }),
    ],
  },
  {
    name: 'a chain of three',
    on: 'sqlite',
    steps: [
      ...each(
        { core: USER },
        { a: refersTo('A', 'User') },
        { ...dependsOn('b', 'a'), b: refersTo('B', 'A') },
        { ...dependsOn('c', 'b'), c: refersTo('C', 'B') },
      ),
    ],
  },
  {
    name: 'a diamond',
    steps: [
      ...each({ core: USER }, { a: refersTo('A', 'User') }, { b: refersTo('B', 'User') }),
      change({
        ...dependsOn('c', 'a', 'b'),
        c: 'model C {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n  bId Int?\n  b B? @relation(fields: [bId], references: [id])\n}\n',
      }),
    ],
  },
  {
    name: "an enum of its own and core's",
    steps: [
      change({
        core: USER,
        blog: 'enum Mood {\n  GOOD\n}\n\nmodel Post {\n  id Int @id\n  needs Role @default(WRITER)\n  mood Mood @default(GOOD)\n}\n',
      }),
      change({
        blog: 'enum Mood {\n  GOOD\n  BAD\n}\n\nmodel Post {\n  id Int @id\n  needs Role?\n  mood Mood @default(GOOD)\n}\n',
      }),
    ],
  },
  {
    name: 'an opposite field that it names itself',
    on: 'sqlite',
    steps: [
      change({
        core: USER,
        blog: `${POST.replace('references: [id]', 'references: [id], onDelete: Cascade')}\n/// @extend\nmodel User {\n  articles Post[]\n}\n`,
      }),
    ],
  },
  { name: 'a name with dashes', on: 'sqlite', steps: [change({ core: USER, 'the-blog-2': POST })] },
  {
    name: 'many to many within an extension',
    on: 'sqlite',
    steps: [
      change({
        core: USER,
        blog: 'model Post {\n  id Int @id\n  tags Tag[]\n}\n\nmodel Tag {\n  id Int @id\n  posts Post[]\n}\n',
      }),
    ],
  },
  {
    name: 'an extension that was written by hand',
    on: 'sqlite',
    steps: [
      change({ core: USER }),
      change({ blog: POST }),
      byHand('blog/20990101000000_view', 'CREATE VIEW "Titles" AS SELECT "title" FROM "Post";\n'),
    ],
  },
  {
    name: 'no models, only SQL',
    on: 'sqlite',
    steps: [
      change({ core: USER }),
      byHand('rows/20990101000000_users', 'INSERT INTO "User" ("id") VALUES (1);\n', { rows: '' }),
    ],
  },
  {
    name: 'a history of an extension that is squashed',
    steps: [
      change({ core: USER }),
      change({ blog: POST }),
      change({ blog: `${POST}\nmodel Tag {\n  id Int @id\n}\n` }),
      command('squash', '--extension', 'blog', '-m', 'Squashed'),
    ],
  },
  {
    name: 'a model that moves to another extension',
    steps: [
      change({ core: USER, blog: `${POST}\nmodel Tag {\n  id Int @id\n}\n`, tags: 'model Kind {\n  id Int @id\n}\n' }),
      { kind: 'deploy' },
      command('transfer', 'Tag', '--from', 'blog', '--to', 'tags'),
    ],
  },
  {
    name: 'an existing project that gets an extension: many-to-many',
    fixture: 'many-to-many',
    steps: [{ kind: 'deploy' }, change({ added: 'model Added {\n  id Int @id\n}\n' })],
  },
  {
    name: 'a schema of its own',
    on: 'postgresql',
    steps: [
      {
        kind: 'files',
        files: { 'extensions/shop/package.json': '{ "name": "shop", "orchestrate": { "namespace": "shop" } }\n' },
      },
      change({
        core: USER,
        shop: `enum Size {\n  S\n}\n\n${refersTo('Item', 'User').replace('}\n', '  size Size @default(S)\n}\n')}`,
      }),
    ],
  },
  { name: 'a schema in the URL', on: 'postgresql', urlSchema: 'app', steps: [change({ core: USER, blog: POST })] },
];
