import { describe, expect, it } from 'vitest';
import { lintSchema } from '../engine/schema-validator.js';
import { compose } from './compose.js';
import { POST, sourcesOf, summary, type TestFragments, USER } from './sources.test-support.js';

describe('findings', () => {
  const rows: readonly [name: string, fragments: TestFragments, expected: readonly string[]][] = [
    ['nothing but core', { core: USER }, []],
    ['an empty fragment', { core: USER, blog: '' }, []],
    ['an extension without files', { core: USER, blog: { files: {} } }, []],
    ['one-to-many', { core: USER, blog: POST }, []],

    // Dependencies.
    [
      'an undeclared dependency',
      {
        core: USER,
        blog: POST,
        shop: 'model Sale {\n  id Int @id\n  postId Int\n  post Post @relation(fields: [postId], references: [id])\n}\n',
      },
      ['UNDECLARED_DEPENDENCY shop 4:8'],
    ],
    [
      'an undeclared enum',
      { blog: 'enum Mood {\n  GOOD\n}\n', shop: 'model Sale {\n  id Int @id\n  mood Mood?\n}\n' },
      ['UNDECLARED_DEPENDENCY shop 3:8'],
    ],
    [
      'a dependency of a dependency',
      {
        core: USER,
        blog: POST,
        comments: { dependsOn: ['blog'], files: 'model Comment {\n  id Int @id\n}\n' },
        likes: {
          dependsOn: ['comments'],
          files:
            'model Like {\n  id Int @id\n  postId Int\n  post Post @relation(fields: [postId], references: [id])\n}\n',
        },
      },
      ['UNDECLARED_DEPENDENCY likes 4:8'],
    ],
    [
      'core refers to an extension',
      { core: 'model User {\n  id Int @id\n  posts Post[]\n}\n', blog: POST },
      ['CORE_REFERENCE core 3:9'],
    ],
    [
      'an unknown dependency',
      { blog: { dependsOn: ['bilings'], files: '' }, billing: '' },
      ['UNKNOWN_DEPENDENCY extensions/blog/package.json 1:1'],
    ],
    [
      'itself as a dependency',
      { blog: { dependsOn: ['blog', 'core'], files: '' } },
      ['SELF_DEPENDENCY extensions/blog/package.json 1:1'],
    ],
    [
      'a cycle',
      { a: { dependsOn: ['b'], files: '' }, b: { dependsOn: ['c'], files: '' }, c: { dependsOn: ['a'], files: '' } },
      ['DEPENDENCY_CYCLE extensions/a/package.json 1:1'],
    ],
    [
      'two cycles',
      {
        a: { dependsOn: ['b'], files: '' },
        b: { dependsOn: ['a'], files: '' },
        c: { dependsOn: ['d'], files: '' },
        d: { dependsOn: ['c'], files: '' },
      },
      ['DEPENDENCY_CYCLE extensions/a/package.json 1:1', 'DEPENDENCY_CYCLE extensions/c/package.json 1:1'],
    ],
    [
      'core in a cycle',
      { core: { dependsOn: ['blog'], files: '' }, blog: '' },
      ['DEPENDENCY_CYCLE extensions/blog/package.json 1:1'],
    ],

    // Opposite fields.
    [
      'two relations to one model',
      {
        core: USER,
        blog: 'model Post {\n  id Int @id\n  aId Int\n  a User @relation(fields: [aId], references: [id])\n  bId Int\n  b User @relation(fields: [bId], references: [id])\n}\n',
      },
      ['AMBIGUOUS_RELATIONS blog 4:3'],
    ],
    [
      'two named relations to one model',
      {
        core: USER,
        blog: 'model Post {\n  id Int @id\n  aId Int\n  a User @relation("A", fields: [aId], references: [id])\n  bId Int\n  b User @relation("B", fields: [bId], references: [id])\n}\n',
      },
      ['OPPOSITE_FIELD_CLASH blog 4:3'],
    ],
    [
      'a column with the default name',
      { core: 'model User {\n  id Int @id\n  posts Int\n}\n', blog: POST },
      ['OPPOSITE_FIELD_CLASH blog 4:3'],
    ],
    [
      'two extensions with one default name',
      { core: USER, blog: POST, shop: POST.replace('Post', 'post') },
      ['NAME_CLASH shop 1:7', 'OPPOSITE_FIELD_CLASH shop 4:3'],
    ],
    [
      'two extending blocks with one name',
      {
        core: USER,
        a: `/// @extend\nmodel User {\n  items A[]\n}\n${POST.replace('Post', 'A')}`,
        b: `/// @extend\nmodel User {\n  items B[]\n}\n${POST.replace('Post', 'B')}`,
      },
      ['OPPOSITE_FIELD_CLASH b 3:3'],
    ],
    [
      'a list without an opposite',
      { core: USER, blog: 'model Post {\n  id Int @id\n  readers User[]\n}\n' },
      ['MANY_TO_MANY_OPPOSITE blog 3:3'],
    ],
    [
      'an opposite of nothing',
      { core: USER, blog: '/// @extend\nmodel User {\n  posts Post[]\n}\nmodel Post {\n  id Int @id\n}\n' },
      ['EXTEND_WITHOUT_RELATION blog 3:3'],
    ],

    // What is smuggled into an extending block.
    ['a column', { core: USER, blog: '/// @extend\nmodel User {\n  bio String?\n}\n' }, ['EXTEND_COLUMN blog 3:3']],
    [
      'an enum column',
      { core: `${USER}enum Role {\n  A\n}\n`, blog: '/// @extend\nmodel User {\n  role Role\n}\n' },
      ['EXTEND_COLUMN blog 3:3'],
    ],
    [
      'an Unsupported column',
      { core: USER, blog: '/// @extend\nmodel User {\n  geo Unsupported("x")?\n}\n' },
      ['EXTEND_COLUMN blog 3:3'],
    ],
    [
      'a foreign key',
      {
        core: USER,
        blog: '/// @extend\nmodel User {\n  postId Int?\n  post Post? @relation(fields: [postId], references: [id])\n}\nmodel Post {\n  id Int @id\n  users User[]\n}\n',
      },
      ['EXTEND_COLUMN blog 3:3', 'EXTEND_FOREIGN_KEY blog 4:3', 'MANY_TO_MANY_OPPOSITE blog 8:3'],
    ],
    [
      'an index, a map and a line of nonsense',
      { core: USER, blog: `/// @extend\nmodel User {\n  @@index([id])\n  @@map("x")\n  what\n}\n` },
      ['EXTEND_ATTRIBUTE blog 3:3', 'EXTEND_ATTRIBUTE blog 4:3', 'EXTEND_UNREADABLE blog 5:3'],
    ],
    ['an unknown model', { blog: '/// @extend\nmodel Nope {\n  a Int\n}\n' }, ['EXTEND_UNKNOWN_MODEL blog 2:7']],
    [
      "one's own model",
      { blog: '/// @extend\nmodel Post {\n  a Int\n}\nmodel Post {\n  id Int @id\n}\n' },
      ['EXTEND_OWN_MODEL blog 2:7'],
    ],
    [
      'an enum',
      { core: 'enum Role {\n  A\n}\n', blog: '/// @extend\nenum Role {\n  B\n}\n' },
      ['EXTEND_NOT_A_MODEL blog 2:6'],
    ],
    [
      'a model of an undeclared dependency',
      {
        core: USER,
        blog: POST,
        shop: '/// @extend\nmodel Post {\n  sales Sale[]\n}\nmodel Sale {\n  id Int @id\n  postId Int\n  post Post @relation(fields: [postId], references: [id])\n}\n',
      },
      ['UNDECLARED_DEPENDENCY shop 2:7', 'UNDECLARED_DEPENDENCY shop 8:8'],
    ],

    // Clashes.
    ['a model twice', { core: USER, blog: USER }, ['NAME_CLASH blog 1:7']],
    ['a model three times is one finding', { core: USER, a: USER, b: USER }, ['NAME_CLASH a 1:7']],
    ['a model and an enum', { a: 'enum Role {\n  A\n}\n', b: 'model Role {\n  id Int @id\n}\n' }, ['NAME_CLASH b 1:7']],
    ['names that differ in case', { core: USER, blog: 'model user {\n  id Int @id\n}\n' }, ['NAME_CLASH blog 1:7']],
    [
      'names that differ in case with tables of their own',
      { core: USER, blog: 'model USER {\n  id Int @id\n  @@map("u")\n}\n' },
      ['NAME_CLASH blog 1:7'],
    ],
    ['an enum twice', { a: 'enum Role {\n  A\n}\n', b: 'enum Role {\n  A\n}\n' }, ['NAME_CLASH b 1:6']],
    [
      'twice in one extension is for Prisma to say',
      { blog: 'model A {\n  id Int @id\n}\nmodel A {\n  id Int @id\n}\n' },
      [],
    ],
    [
      'a table twice',
      { a: 'model A {\n  id Int @id\n  @@map("things")\n}\n', b: 'model B {\n  id Int @id\n  @@map("Things")\n}\n' },
      ['TABLE_CLASH b 3:3'],
    ],
    [
      'a mapped table and a model name',
      { a: 'model A {\n  id Int @id\n}\n', b: 'model B {\n  id Int @id\n  @@map("A")\n}\n' },
      ['TABLE_CLASH b 3:3'],
    ],
    [
      'a model twice with one written table',
      { a: 'model A {\n  id Int @id\n  @@map("x")\n}\n', b: 'model A {\n  id Int @id\n  @@map("x")\n}\n' },
      ['NAME_CLASH b 1:7', 'TABLE_CLASH b 3:3'],
    ],
    [
      'an enum name in the database',
      { a: 'enum A {\n  X\n  @@map("mood")\n}\n', b: 'enum B {\n  X\n  @@map("mood")\n}\n' },
      ['ENUM_CLASH b 3:3'],
    ],
    [
      'a join table and a table',
      {
        a: 'model X {\n  id Int @id\n  ys Y[]\n}\nmodel Y {\n  id Int @id\n  xs X[]\n}\n',
        b: 'model B {\n  id Int @id\n  @@map("_XToY")\n}\n',
      },
      ['JOIN_TABLE_CLASH b 3:3'],
    ],
    [
      'two join tables',
      {
        a: 'model X {\n  id Int @id\n  ys Y[] @relation("Links")\n}\nmodel Y {\n  id Int @id\n  xs X[] @relation("Links")\n}\n',
        b: 'model P {\n  id Int @id\n  qs Q[] @relation("links")\n}\nmodel Q {\n  id Int @id\n  ps P[] @relation("links")\n}\n',
      },
      ['JOIN_TABLE_CLASH b 3:3'],
    ],
    [
      'index names that are given',
      {
        a: 'model A {\n  id Int @id\n  @@index([id], map: "i")\n}\n',
        b: 'model B {\n  id Int @id\n  n Int @unique(map: "I")\n}\n',
      },
      ['CONSTRAINT_CLASH b 3:9'],
    ],
    [
      'index names by default',
      {
        a: 'model A {\n  id Int @id\n  b_c Int @map("x_y")\n  @@index([b_c])\n  @@map("t")\n}\n',
        b: 'model B {\n  id Int @id\n  y Int\n  @@index([y])\n  @@map("t_x")\n}\n',
      },
      ['CONSTRAINT_CLASH b 4:3'],
    ],
    [
      'a history table',
      { blog: 'model H {\n  id Int @id\n  @@map("_prisma_migrations_audit_log")\n}\n', 'audit-log': '' },
      ['HISTORY_TABLE_CLASH blog 3:3'],
    ],
    [
      "core's history table, by a join table",
      {
        blog: 'model H {\n  id Int @id\n  gs G[] @relation("prisma_migrations")\n}\nmodel G {\n  id Int @id\n  hs H[] @relation("prisma_migrations")\n}\n',
      },
      ['HISTORY_TABLE_CLASH blog 3:3'],
    ],

    // Datasource, generators and broken text.
    [
      "a fragment's own datasource and generator",
      {
        core: USER,
        blog: 'datasource db {\n  provider = "postgresql"\n  url = "x"\n}\ngenerator c {\n  provider = "x"\n}\n',
      },
      ['CONFIG_BLOCK_IGNORED blog 1:1', 'CONFIG_BLOCK_IGNORED blog 5:1'],
    ],
    ['an open block', { blog: 'model A {\n  id Int @id\n' }, ['UNCLOSED_BLOCK blog 1:1']],
    ['what is not in UTF-8', { blog: 'model A {\n  id Int @id // caf\uFFFD\n}\n' }, ['NOT_UTF8 blog 2:20']],
    ['an open comment', { blog: 'model A {\n  id Int @id\n}\n/* and so on\n' }, ['UNCLOSED_COMMENT blog 4:1']],
  ];

  it.each(rows)('%s', async (_name, fragments, expected) => {
    const composition = compose(sourcesOf(fragments));
    expect(composition.findings.map(summary)).toEqual(expected);
    for (const { code, fix, message, severity } of composition.findings) {
      expect([fix, message]).not.toContain('');
      const harmless = code.endsWith('_UTF8') ? 'warning' : 'notice';
      expect(severity).toBe(/_(?:IGNORED|UTF8)$/.test(code) ? harmless : 'error');
    }
  });

  const acceptable = rows.filter(
    ([name, , expected]) => expected.every((line) => line.startsWith('CONFIG_BLOCK')) && !/Prisma to say/.test(name),
  );
  it.each(acceptable)('Prisma accepts: %s', async (_name, fragments) => {
    const { files } = compose(sourcesOf(fragments));
    expect(await lintSchema(files)).toEqual([]);
  });

  it('needs a datasource in core', () => {
    const { findings } = compose(sourcesOf({ core: USER }, { datasource: false }));
    expect(findings.map(summary)).toEqual(['NO_DATASOURCE core 1:1']);
  });

  it('names every owner of a clash with its place', () => {
    const { findings } = compose(sourcesOf({ core: USER, b: `\n${USER}`, a: USER }));
    expect(findings[0]?.related.map(({ extension, where }) => `${extension} ${where?.file}:${where?.line}`)).toEqual([
      'core prisma/schema.prisma:1',
      'a extensions/a/prisma/schema.prisma:1',
      'b extensions/b/prisma/schema.prisma:2',
    ]);
    expect(findings[0]?.fix).toContain('model AUser');
  });

  it('shows the whole path of a cycle', () => {
    const { findings } = compose(sourcesOf({ a: { dependsOn: ['b'], files: '' }, b: { dependsOn: ['a'], files: '' } }));
    expect(findings[0]?.message).toContain('a → b → a');
  });

  it('shows the line that declares a dependency', () => {
    const { findings } = compose(
      sourcesOf({
        blog: 'enum E {\n  A\n}\n',
        shop: { dependsOn: ['zoo'], files: 'model S {\n  id Int @id\n  e E\n}\n' },
        zoo: '',
      }),
    );
    expect(findings[0]?.fix).toBe(
      'Declare it in extensions/shop/package.json (orchestrate fix does): "orchestrate": { "dependsOn": ["core", "blog", "zoo"] }',
    );
  });
});

it('is not led astray by names of the language', () => {
  const { findings } = compose(
    sourcesOf({
      core: 'model constructor {\n  id Int @id\n}\n',
      blog: 'model toString {\n  id Int @id\n  __proto__x Int\n  c constructor @relation(fields: [id], references: [id])\n}\n',
    }),
  );
  expect(findings).toEqual([]);
});
