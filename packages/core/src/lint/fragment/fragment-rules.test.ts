import { describe, expect, it } from 'vitest';
import { collectRelationEnds } from '../../composition/collect-relation-ends.js';
import { resolveDependencies } from '../../composition/dependencies.js';
import { readSchema } from '../../composition/read-schema.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { applyChanges } from '../../fragment/text-change.js';
import type { Revision } from '../../revisions/revision.js';
import { revision } from '../../revisions/revisions.test-support.js';
import type { LintFinding } from '../lint-finding.js';
import { FRAGMENT_CHECKS } from './fragment-rules.js';

const datasource = (provider: string, more = ''): string => `datasource db {\n  provider = "${provider}"\n${more}}\n`;

interface Case {
  /** Fragments by extension. */
  readonly fragments: Readonly<Record<string, string>>;
  readonly dependsOn?: readonly string[];
  readonly revisions?: readonly Revision[];
  /** Core's datasource block; that of SQLite unless given. */
  readonly database?: string;
}

/** What a rule finds in all fragments; blog is the one with dependencies of its own. */
function find(
  code: string,
  { fragments, dependsOn = [], revisions = [], database = datasource('sqlite') }: Case,
): readonly LintFinding[] {
  const sources = Object.entries({ core: '', ...fragments }).map(
    ([name, text]): ExtensionSource => ({
      name,
      dependsOn: name === 'blog' ? dependsOn : [],
      manifestPath: `${name}/package.json`,
      files: [{ path: `${name}.prisma`, text: (name === 'core' ? database : '') + text }],
    }),
  );
  const { index, dialect } = readSchema(sources, { dependencies: resolveDependencies(sources) });
  const manifests = new Map([['blog', JSON.stringify({ orchestrate: { dependsOn } }, null, 2)]]);
  const objects = new Map(
    index.fragments.map(({ extension, declarations }) => [
      extension,
      declarations.map(({ databaseName }) => databaseName),
    ]),
  );
  const schema = { index, dialect, relations: collectRelationEnds(index).ends, revisions, objects, manifests };
  return FRAGMENT_CHECKS.filter(({ rule }) => rule.code === code).flatMap(({ check }) =>
    index.fragments.flatMap((fragment) => check(fragment, schema)),
  );
}

const USER = 'model User {\n  id Int @id\n}\n';
const post = (relation: string, more = ''): string =>
  `model Post {\n  id Int @id\n  userId Int\n  ${relation}\n${more}}\n`;
const AUTHOR = 'author User @relation(fields: [userId], references: [id])';

/** Name, whether the rule fires, and where. */
type Row = readonly [name: string, fires: boolean, given: Case];

describe.each<readonly [string, readonly Row[]]>([
  [
    'FRAGMENT.NO_ON_DELETE',
    [
      ['a relation to core', true, { fragments: { core: USER, blog: post(AUTHOR) } }],
      ['an optional one', true, { fragments: { core: USER, blog: post(AUTHOR.replace('User', 'User?')) } }],
      [
        'onUpdate alone',
        true,
        { fragments: { core: USER, blog: post(AUTHOR.replace('[id])', '[id], onUpdate: Cascade)')) } },
      ],
      [
        'onDelete',
        false,
        { fragments: { core: USER, blog: post(AUTHOR.replace('[id])', '[id], onDelete: NoAction)')) } },
      ],
      [
        'onDelete first',
        false,
        { fragments: { core: USER, blog: post(AUTHOR.replace('(fields', '(onDelete: Cascade, fields')) } },
      ],
      ['a model of its own', false, { fragments: { core: `${USER}${post(AUTHOR)}` } }],
      [
        'the other side',
        false,
        {
          fragments: {
            core: USER,
            blog: `${post(AUTHOR.replace('[id])', '[id], onDelete: Cascade)'))}/// @extend\nmodel User {\n  posts Post[]\n}\n`,
          },
        },
      ],
      ['a commented one', false, { fragments: { core: USER, blog: post(`// ${AUTHOR}`) } }],
      ['a view', false, { fragments: { core: USER, blog: post(AUTHOR).replace('model', 'view') } }],
    ],
  ],
  [
    'FRAGMENT.UNINDEXED_FOREIGN_KEY',
    [
      ['nothing', true, { fragments: { core: USER, blog: post(AUTHOR) } }],
      [
        'an index that starts with something else',
        true,
        { fragments: { core: USER, blog: post(AUTHOR, '  @@index([id, userId])\n') } },
      ],
      [
        'a part of the rows',
        true,
        { fragments: { core: USER, blog: post(AUTHOR, '  @@index([userId], where: raw("x"))\n') } },
      ],
      [
        'one of two fields',
        true,
        {
          fragments: {
            core: 'model User {\n  a Int\n  b Int\n  @@id([a, b])\n}\n',
            blog: 'model P {\n  id Int @id\n  a Int\n  b Int\n  u User @relation(fields: [a, b], references: [a, b])\n  @@index([a])\n}\n',
          },
        },
      ],
      ['an index', false, { fragments: { core: USER, blog: post(AUTHOR, '  @@index([userId])\n') } }],
      [
        'an index that starts with it',
        false,
        { fragments: { core: USER, blog: post(AUTHOR, '  @@index(fields: [userId(sort: Desc), id], map: "x")\n') } },
      ],
      ['a unique constraint', false, { fragments: { core: USER, blog: post(AUTHOR, '  @@unique([userId, id])\n') } }],
      [
        'a unique field',
        false,
        { fragments: { core: USER, blog: post(AUTHOR).replace('userId Int', 'userId Int @unique') } },
      ],
      ['the primary key', false, { fragments: { core: USER, blog: post(AUTHOR.replace('userId', 'id')) } }],
      [
        'two fields in another order',
        false,
        {
          fragments: {
            core: 'model User {\n  a Int\n  b Int\n  @@id([a, b])\n}\n',
            blog: 'model P {\n  id Int @id\n  a Int\n  b Int\n  u User @relation(fields: [a, b], references: [a, b])\n  @@index([b, a, id])\n}\n',
          },
        },
      ],
    ],
  ],
  [
    'FRAGMENT.UNUSED_DEPENDENCY',
    [
      [
        'nothing of it',
        true,
        {
          fragments: { shop: 'model Item {\n  id Int @id\n}\n', blog: 'model Post {\n  id Int @id\n}\n' },
          dependsOn: ['core', 'shop'],
        },
      ],
      [
        'the word in a comment',
        true,
        {
          fragments: { shop: 'model Item {\n  id Int @id\n}\n', blog: '// Item\nmodel Post {\n  id Int @id\n}\n' },
          dependsOn: ['shop'],
        },
      ],
      [
        'a model',
        false,
        {
          fragments: {
            shop: 'model Item {\n  id Int @id\n}\n',
            blog: post('i Item @relation(fields: [userId], references: [id])'),
          },
          dependsOn: ['shop'],
        },
      ],
      [
        'an enum',
        false,
        {
          fragments: { shop: 'enum Size {\n  S\n}\n', blog: 'model Post {\n  id Int @id\n  size Size\n}\n' },
          dependsOn: ['shop'],
        },
      ],
      [
        'what a revision requires and does not use',
        true,
        {
          fragments: { shop: '', blog: 'model Post {\n  id Int @id\n}\n' },
          dependsOn: ['shop'],
          revisions: [revision('blog/1', { requires: ['shop/1'] })],
        },
      ],
      [
        'a table that a script names',
        false,
        {
          fragments: {
            shop: 'model Item {\n  id Int @id\n  @@map("shop_items")\n}\n',
            blog: 'model Post {\n  id Int @id\n}\n',
          },
          dependsOn: ['shop'],
          revisions: [{ ...revision('blog/1'), sql: 'CREATE VIEW v AS SELECT * FROM shop_items;' }],
        },
      ],
      [
        'a table whose name is a part of another',
        true,
        {
          fragments: {
            shop: 'model Item {\n  id Int @id\n  @@map("items")\n}\n',
            blog: 'model Post {\n  id Int @id\n}\n',
          },
          dependsOn: ['shop'],
          revisions: [
            { ...revision('blog/1'), sql: 'CREATE TABLE blog_items (id int); CREATE TABLE "items2" (id int);' },
          ],
        },
      ],
      [
        'a table that a script names in a string, in another case',
        false,
        {
          fragments: { shop: 'model Item {\n  id Int @id\n}\n', blog: 'model Post {\n  id Int @id\n}\n' },
          dependsOn: ['shop'],
          revisions: [{ ...revision('blog/1'), sql: "DO $$ BEGIN EXECUTE 'SELECT * FROM item'; END $$;" }],
        },
      ],
      ['one that is only begun', false, { fragments: { shop: '', blog: '' }, dependsOn: ['shop'] }],
      ['core', false, { fragments: { blog: 'model Post {\n  id Int @id\n}\n' }, dependsOn: ['core'] }],
      ['one that is not there', false, { fragments: { blog: 'model Post {\n  id Int @id\n}\n' }, dependsOn: ['shop'] }],
    ],
  ],
  [
    'FRAGMENT.NEEDLESS_EXTEND',
    [
      [
        'the same name',
        true,
        { fragments: { core: USER, blog: `${post(AUTHOR)}/// @extend\nmodel User {\n  posts Post[]\n}\n` } },
      ],
      [
        'the same name of a single one',
        true,
        {
          fragments: {
            core: USER,
            blog: `${post(AUTHOR).replace('userId Int', 'userId Int @unique')}/// @extend\nmodel User {\n  post Post?\n}\n`,
          },
        },
      ],
      [
        'another name',
        false,
        { fragments: { core: USER, blog: `${post(AUTHOR)}/// @extend\nmodel User {\n  texts Post[]\n}\n` } },
      ],
      [
        'a documented one',
        false,
        {
          fragments: {
            core: USER,
            blog: `${post(AUTHOR)}/// @extend\nmodel User {\n  /// By date.\n  posts Post[]\n}\n`,
          },
        },
      ],
      [
        'many to many',
        false,
        { fragments: { core: USER, blog: `${post('authors User[]')}/// @extend\nmodel User {\n  posts Post[]\n}\n` } },
      ],
      [
        'two relations',
        false,
        {
          fragments: {
            core: USER,
            blog: `model Post {\n  id Int @id\n  a Int\n  b Int\n  x User @relation("x", fields: [a], references: [id])\n  y User @relation("y", fields: [b], references: [id])\n}\n/// @extend\nmodel User {\n  posts Post[] @relation("x")\n  more Post[] @relation("y")\n}\n`,
          },
        },
      ],
    ],
  ],
  [
    'FRAGMENT.USED_BY_OTHERS_ONLY',
    [
      [
        'a model of several',
        true,
        {
          fragments: {
            shop: 'model Item {\n  id Int @id\n}\nmodel Tag {\n  id Int @id\n}\n',
            blog: post('t Tag @relation(fields: [userId], references: [id])'),
          },
          dependsOn: ['shop'],
        },
      ],
      [
        'the only one',
        false,
        {
          fragments: {
            shop: 'model Tag {\n  id Int @id\n}\n',
            blog: post('t Tag @relation(fields: [userId], references: [id])'),
          },
          dependsOn: ['shop'],
        },
      ],
      [
        'one that its own use',
        false,
        {
          fragments: {
            shop: 'model Item {\n  id Int @id\n  tags Tag[]\n}\nmodel Tag {\n  id Int @id\n  items Item[]\n}\n',
            blog: post('t Tag @relation(fields: [userId], references: [id])'),
          },
          dependsOn: ['shop'],
        },
      ],
      [
        'one that nobody uses',
        false,
        { fragments: { shop: 'model Item {\n  id Int @id\n}\nmodel Tag {\n  id Int @id\n}\n' } },
      ],
      ['one of core', false, { fragments: { core: `${USER}model Org {\n  id Int @id\n}\n`, blog: post(AUTHOR) } }],
    ],
  ],
  [
    'FRAGMENT.IGNORED_MODEL',
    [
      ['@@ignore', true, { fragments: { blog: 'model A {\n  id Int @id\n  @@ignore\n}\n' } }],
      ['a field that is ignored', false, { fragments: { blog: 'model A {\n  id Int @id\n  b Int @ignore\n}\n' } }],
      ['a comment', false, { fragments: { blog: 'model A {\n  id Int @id // @@ignore\n}\n' } }],
    ],
  ],
])('%s', (code, rows) => {
  it.each(rows)('%s: %s', (_, fires, given) => {
    expect(find(code, given).length > 0).toBe(fires);
  });
});

describe('the mend of a foreign key without an index', () => {
  const mended = (text: string): string => {
    const findings = find('FRAGMENT.UNINDEXED_FOREIGN_KEY', { fragments: { core: USER, blog: text } });
    return applyChanges(
      text,
      findings.flatMap(({ edits = [] }) => edits.flatMap(({ changes }) => changes)),
    );
  };

  it.each([
    ['after the fields', post(AUTHOR), post(AUTHOR, '\n  @@index([userId])\n')],
    [
      'after the indexes',
      post(AUTHOR, '\n  @@index([id]) // a\n  @@map("p")\n'),
      post(AUTHOR, '\n  @@index([id]) // a\n  @@index([userId])\n  @@map("p")\n'),
    ],
    ['before the name', post(AUTHOR, '\n  @@map("p")\n'), post(AUTHOR, '\n  @@index([userId])\n  @@map("p")\n')],
    [
      'with its lines',
      post(AUTHOR).replaceAll('\n', '\r\n'),
      post(AUTHOR, '\n  @@index([userId])\n').replaceAll('\n', '\r\n'),
    ],
  ])('goes %s', (_, before, after) => {
    expect(mended(before)).toBe(after);
  });
});

describe('what differs between databases', () => {
  const fragments = { core: USER, blog: post(AUTHOR) };
  const relationMode = '  relationMode = "prisma"\n';

  it.each<[string, string, number]>([
    ['MySQL has an index for every foreign key', datasource('mysql'), 0],
    ['and none for what is none', datasource('mysql', relationMode), 1],
    ['SQL Server makes none', datasource('sqlserver'), 1],
    ['MongoDB makes none', datasource('mongodb'), 1],
  ])('indexes: %s', (_name, database, count) => {
    expect(find('FRAGMENT.UNINDEXED_FOREIGN_KEY', { fragments, database })).toHaveLength(count);
  });

  it.each([
    ['sqlserver', 'NoAction'],
    ['mysql', 'Restrict'],
    ['mongodb', 'Restrict'],
  ])('what a delete does on %s: %s', (provider, fallback) => {
    const [found] = find('FRAGMENT.NO_ON_DELETE', { fragments, database: datasource(provider) });
    expect(found?.edits?.[0]?.changes[0]?.text).toBe(`, onDelete: ${fallback}`);
  });
});
