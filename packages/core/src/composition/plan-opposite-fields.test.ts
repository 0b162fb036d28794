import { describe, expect, it } from 'vitest';
import { lintSchema } from '../engine/schema-validator.js';
import { compose } from './compose.js';
import { composedText, POST, sourcesOf, type TestFragments, USER } from './sources.test-support.js';

describe('opposite fields', () => {
  const rows: readonly [name: string, fragments: TestFragments, expected: readonly string[]][] = [
    ['one-to-many', { core: USER, blog: POST }, ['posts Post[] // opposite of Post.author in blog']],
    [
      'one-to-one by a unique key',
      { core: USER, blog: POST.replace('authorId Int', 'authorId Int @unique') },
      ['post Post? // opposite of Post.author in blog'],
    ],
    [
      'one-to-one by the id',
      {
        core: USER,
        blog: 'model UserProfile {\n  userId Int @id\n  user User @relation(fields: [userId], references: [id])\n}\n',
      },
      ['userProfile UserProfile? // opposite of UserProfile.user in blog'],
    ],
    [
      'one-to-one by a composite key',
      {
        core: 'model User {\n  a Int\n  b Int\n  @@id([a, b])\n}\n',
        blog: 'model Card {\n  id Int @id\n  x Int\n  y Int\n  user User @relation(fields: [x, y], references: [a, b])\n  @@unique([x, y])\n}\n',
      },
      ['card Card? // opposite of Card.user in blog'],
    ],
    [
      'a composite key that holds more',
      {
        core: USER,
        blog: 'model Seat {\n  x Int\n  y Int\n  user User @relation(fields: [x], references: [id])\n  @@id([x, y])\n}\n',
      },
      ['seats Seat[] // opposite of Seat.user in blog'],
    ],
    [
      'a named relation',
      { core: USER, blog: POST.replace('@relation(', '@relation("Written", ') },
      ['posts Post[] @relation("Written") // opposite of Post.author in blog'],
    ],
    [
      'a model that the client ignores',
      { core: USER, blog: `${POST.slice(0, -2)}  @@ignore\n}\n` },
      ['posts Post[] @ignore // opposite of Post.author in blog'],
    ],
    [
      'a relation named by argument',
      { core: USER, blog: POST.replace('@relation(', '@relation(name: "Written", ') },
      ['posts Post[] @relation("Written") // opposite of Post.author in blog'],
    ],
    [
      'an extending block',
      { core: USER, blog: `${POST}/// @extend\nmodel User {\n  /// What she wrote.\n  written Post[] // all\n}\n` },
      ['/// What she wrote.', 'written Post[] // all'],
    ],
    [
      "another extension's extending block",
      {
        core: USER,
        blog: POST,
        stats: { dependsOn: ['blog'], files: '/// @extend\nmodel User {\n  written Post[]\n}\n' },
      },
      ['written Post[]'],
    ],
    [
      'many-to-many',
      {
        core: USER,
        blog: 'model Post {\n  id Int @id\n  readers User[]\n}\n/// @extend\nmodel User {\n  read Post[]\n}\n',
      },
      ['read Post[]'],
    ],
    [
      'two named relations',
      {
        core: USER,
        blog: '/// @extend\nmodel User {\n  as Post[] @relation("A")\n  bs Post[] @relation("B")\n}\nmodel Post {\n  id Int @id\n  aId Int\n  a User @relation("A", fields: [aId], references: [id])\n  bId Int?\n  b User? @relation("B", fields: [bId], references: [id])\n}\n',
      },
      ['as Post[] @relation("A")', 'bs Post[] @relation("B")'],
    ],
    [
      'one named, one by default',
      {
        core: USER,
        blog: '/// @extend\nmodel User {\n  as Post[] @relation("A")\n}\nmodel Post {\n  id Int @id\n  aId Int\n  a User @relation("A", fields: [aId], references: [id])\n  bId Int?\n  b User? @relation(fields: [bId], references: [id])\n}\n',
      },
      ['as Post[] @relation("A")', 'posts Post[] // opposite of Post.b in blog'],
    ],
    [
      'a self relation needs none',
      {
        core: 'model User {\n  id Int @id\n  bossId Int?\n  boss User? @relation("B", fields: [bossId], references: [id])\n  team User[] @relation("B")\n}\n',
        blog: '',
      },
      [],
    ],
    [
      'keywords as names',
      {
        core: 'model type {\n  id Int @id\n  model Int\n}\n',
        blog: 'model view {\n  id Int @id\n  enum Int\n  type type @relation(fields: [enum], references: [id])\n}\n',
      },
      ['views view[] // opposite of view.type in blog'],
    ],
    [
      'a model on one line with its brace',
      { core: 'model User {\n  id Int @id\n  }\n', blog: POST },
      ['posts Post[] // opposite of Post.author in blog'],
    ],
  ];

  it.each(rows)('%s', async (_name, fragments, expected) => {
    const composition = compose(sourcesOf(fragments));
    expect(composition.findings).toEqual([]);
    const core = composedText(fragments, 'core');
    const original =
      sourcesOf(fragments)[0]
        ?.files.map((file) => file.text)
        .join('') ?? '';
    const lines = core
      .split('\n')
      .slice(2)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !original.includes(line));
    expect(lines).toEqual(expected);
    expect(await lintSchema(composition.files)).toEqual([]);
  });

  it.each([
    [
      'unnamed relations',
      {
        core: USER,
        blog: 'model Post {\n  id Int @id\n  aId Int\n  a User @relation(fields: [aId], references: [id])\n  bId Int\n  b User @relation(fields: [bId], references: [id])\n}\n',
      },
    ],
    [
      'named relations',
      {
        core: USER,
        blog: 'model Post {\n  id Int @id\n  aId Int\n  a User @relation("PA", fields: [aId], references: [id])\n  bId Int\n  b User @relation("PB", fields: [bId], references: [id])\n}\n',
      },
    ],
    ['a taken name', { core: 'model User {\n  id Int @id\n  posts Int\n}\n', blog: POST }],
    ['a list', { core: USER, blog: 'model Post {\n  id Int @id\n  readers User[]\n}\n' }],
  ])('the fix can be pasted: %s', async (_name, fragments) => {
    const fix = compose(sourcesOf(fragments)).findings[0]?.fix ?? '';
    let blog = fragments.blog;
    for (const [line, name] of fix.matchAll(/^ {2}(\w+) User.*$/gm))
      blog = blog.replace(new RegExp(`^  ${name} User.*$`, 'm'), line);
    blog += fix.slice(fix.indexOf('/// @extend'));
    const composition = compose(sourcesOf({ ...fragments, blog }));
    expect(composition.findings).toEqual([]);
    expect(await lintSchema(composition.files)).toEqual([]);
  });

  it('the side table that is shown for a column can be pasted', async () => {
    for (const core of [USER, 'model User {\n  a Int\n  b String\n  @@id([a, b])\n}\n']) {
      const fix =
        compose(sourcesOf({ core, 'my-blog': '/// @extend\nmodel User {\n  bio String?\n}\n' })).findings[0]?.fix ?? '';
      const composition = compose(sourcesOf({ core, 'my-blog': fix.slice(fix.indexOf('model ')) }));
      expect(composition.findings).toEqual([]);
      expect(await lintSchema(composition.files)).toEqual([]);
    }
  });
});
