import { describe, expect, it } from 'vitest';
import { lintSchema } from '../../engine/schema-validator.js';
import { compose } from '../compose.js';
import { sourcesOf, type TestFragments } from '../sources.test-support.js';
import { planTransfer } from './plan-transfer.js';
import { schemaDifferences } from './schema-differences.js';

const USER = 'model User {\n  id Int @id\n}\n';
const id = '  id Int @id\n';

/** What to move, and the texts and dependencies that change. */
interface Row {
  readonly fragments: TestFragments;
  /** `Post: blog → shop`. */
  readonly move: string;
  readonly after: Readonly<Record<string, string>>;
  readonly dependsOn?: Readonly<Record<string, readonly string[]>>;
}

const relation = (name: string, target: string, more = ''): string =>
  `  ${name}Id Int${more}\n  ${name} ${target} @relation(fields: [${name}Id], references: [id])\n`;

const rows: readonly [string, Row][] = [
  [
    'a model that nothing refers to, with its comments',
    {
      fragments: {
        blog: `// blog\n\n// plain\n/// Docs of A.\nmodel A {\n${id} // inner\n  /// field\n  n Int @default(0) // why\n\n  @@map("as")\n}\n\nmodel B {\n${id}}\n`,
        shop: 'model C {\n  id Int @id\n}',
      },
      move: 'A: blog → shop',
      after: {
        blog: `// blog\n\nmodel B {\n${id}}\n`,
        shop: `model C {\n  id Int @id\n}\n\n// plain\n/// Docs of A.\nmodel A {\n${id} // inner\n  /// field\n  n Int @default(0) // why\n\n  @@map("as")\n}\n`,
      },
    },
  ],
  [
    'the last model of a fragment, to one without any',
    {
      fragments: { blog: `model A {\n${id}}\n`, shop: '' },
      move: 'A: blog → shop',
      after: { blog: '', shop: `model A {\n${id}}\n` },
    },
  ],
  [
    'enums that nothing else uses, on one line too',
    {
      fragments: {
        blog: `enum Mood {\n  GOOD\n}\n\nenum Kind {\n  K\n}\n\nmodel A {\n${id}  m Mood\n  k Kind\n}\n\nmodel B {\n${id}  k Kind\n}\n`,
        shop: '',
      },
      move: 'A: blog → shop',
      after: {
        blog: `enum Kind {\n  K\n}\n\nmodel B {\n${id}  k Kind\n}\n`,
        shop: `enum Mood {\n  GOOD\n}\n\nmodel A {\n${id}  m Mood\n  k Kind\n}\n`,
      },
      dependsOn: { shop: ['blog'] },
    },
  ],
  [
    'an enum that only the new owner uses besides',
    {
      fragments: {
        blog: `enum Mood {\n  GOOD\n}\n\nmodel A {\n${id}  m Mood\n}\n`,
        shop: { dependsOn: ['blog'], files: `model C {\n${id}  m Mood\n}\n` },
      },
      move: 'A: blog → shop',
      after: {
        blog: '',
        shop: `model C {\n${id}  m Mood\n}\n\nenum Mood {\n  GOOD\n}\n\nmodel A {\n${id}  m Mood\n}\n`,
      },
    },
  ],
  [
    'an enum alone',
    {
      fragments: { blog: `enum Mood {\n  GOOD\n}\n\nmodel A {\n${id}  m Mood\n}\n`, shop: '' },
      move: 'Mood: blog → shop',
      after: { blog: `model A {\n${id}  m Mood\n}\n`, shop: 'enum Mood {\n  GOOD\n}\n' },
      dependsOn: { blog: ['shop'] },
    },
  ],
  [
    'a model that refers to one that stays, whose opposite field has the default name',
    {
      fragments: { blog: `model A {\n${id}  bs B[]\n}\n\nmodel B {\n${id}${relation('a', 'A')}}\n`, shop: '' },
      move: 'B: blog → shop',
      after: { blog: `model A {\n${id}}\n`, shop: `model B {\n${id}${relation('a', 'A')}}\n` },
      dependsOn: { shop: ['blog'] },
    },
  ],
  [
    'a model that refers to one that stays, whose opposite field has docs or a name of its own',
    {
      fragments: {
        blog: `model A {\n${id}\n  /// those\n  bs B[]\n  others B[] @relation("o")\n}\n\nmodel B {\n${id}${relation('a', 'A')}  oId Int\n  o A @relation("o", fields: [oId], references: [id])\n}\n`,
        shop: '',
      },
      move: 'B: blog → shop',
      after: {
        blog: `model A {\n${id}}\n`,
        shop: `model B {\n${id}${relation('a', 'A')}  oId Int\n  o A @relation("o", fields: [oId], references: [id])\n}\n\n/// @extend\nmodel A {\n  /// those\n  bs B[]\n  others B[] @relation("o")\n}\n`,
      },
      dependsOn: { shop: ['blog'] },
    },
  ],
  [
    'a model that one that stays refers to',
    {
      fragments: { blog: `model A {\n${id}  list B[]\n}\n\nmodel B {\n${id}${relation('a', 'A')}}\n`, shop: '' },
      move: 'A: blog → shop',
      after: {
        blog: `model B {\n${id}${relation('a', 'A')}}\n\n/// @extend\nmodel A {\n  list B[]\n}\n`,
        shop: `model A {\n${id}}\n`,
      },
      dependsOn: { blog: ['shop'] },
    },
  ],
  [
    'a model to the owner of the one that it refers to',
    {
      fragments: {
        shop: `model S {\n${id}\n  @@map("ss")\n}\n`,
        blog: { dependsOn: ['shop'], files: `model A {\n${id}${relation('s', 'S')}}\n` },
      },
      move: 'A: blog → shop',
      after: {
        blog: '',
        shop: `model S {\n${id}  as A[]\n\n  @@map("ss")\n}\n\nmodel A {\n${id}${relation('s', 'S')}}\n`,
      },
    },
  ],
  [
    'a model to the owner of the one that it refers to, with an extending block',
    {
      fragments: {
        shop: `model S {\n${id}}\n`,
        blog: {
          dependsOn: ['shop'],
          files: `model A {\n${id}${relation('s', 'S')}}\n\n/// @extend\nmodel S {\n  /// all\n  all A[]\n}\n\nmodel B {\n${id}}\n`,
        },
      },
      move: 'A: blog → shop',
      after: {
        blog: `model B {\n${id}}\n`,
        shop: `model S {\n${id}  /// all\n  all A[]\n}\n\nmodel A {\n${id}${relation('s', 'S')}}\n`,
      },
    },
  ],
  [
    'a model to an extension that refers to it',
    {
      fragments: {
        blog: `model A {\n${id}}\n`,
        shop: { dependsOn: ['blog'], files: `model S {\n${id}${relation('a', 'A', ' @unique')}}\n` },
      },
      move: 'A: blog → shop',
      after: { blog: '', shop: `model S {\n${id}${relation('a', 'A', ' @unique')}}\n\nmodel A {\n${id}  s S?\n}\n` },
    },
  ],
  [
    'a model that a third extension refers to and extends',
    {
      fragments: {
        blog: `model A {\n${id}}\n`,
        shop: '',
        news: {
          dependsOn: ['blog'],
          files: `model N {\n${id}${relation('a', 'A')}}\n\n/// @extend\nmodel A {\n  news N[]\n}\n`,
        },
      },
      move: 'A: blog → shop',
      after: { blog: '', shop: `model A {\n${id}}\n` },
      dependsOn: { news: ['shop'] },
    },
  ],
  [
    'a model that refers to a third extension, with an extending block',
    {
      fragments: {
        core: USER,
        blog: `model A {\n${id}${relation('u', 'User')}}\n\nmodel B {\n${id}${relation('u', 'User')}}\n\n/// @extend\nmodel User {\n  mine A[]\n  yours B[]\n}\n`,
        shop: '',
      },
      move: 'A: blog → shop',
      after: {
        blog: `model B {\n${id}${relation('u', 'User')}}\n\n/// @extend\nmodel User {\n  yours B[]\n}\n`,
        shop: `model A {\n${id}${relation('u', 'User')}}\n\n/// @extend\nmodel User {\n  mine A[]\n}\n`,
      },
    },
  ],
  [
    'a model to core',
    {
      fragments: {
        core: USER,
        blog: `model A {\n${id}${relation('u', 'User')}  bs B[]\n}\n\nmodel B {\n${id}${relation('a', 'A')}}\n`,
      },
      move: 'A: blog → core',
      // The composer adds A.bs; User.as is core's own to say now.
      after: {
        core: `model User {\n  id Int @id\n  as A[]\n}\n\nmodel A {\n${id}${relation('u', 'User')}}\n`,
        blog: `model B {\n${id}${relation('a', 'A')}}\n`,
      },
    },
  ],
  [
    'a model from core',
    {
      fragments: {
        core: `${USER.replace('\n}', '\n  as A[]\n}')}\nmodel A {\n${id}${relation('user', 'User')}}\n`,
        blog: '',
      },
      move: 'A: core → blog',
      after: { core: USER, blog: `model A {\n${id}${relation('user', 'User')}}\n` },
    },
  ],
  [
    'a model with relations to itself and many-to-many',
    {
      fragments: {
        blog: `model A {\n${id}  parentId Int?\n  parent A? @relation("p", fields: [parentId], references: [id])\n  children A[] @relation("p")\n  bs B[]\n}\n\nmodel B {\n${id}  as A[]\n}\n`,
        shop: '',
      },
      move: 'A: blog → shop',
      after: {
        blog: `model B {\n${id}}\n`,
        shop: `model A {\n${id}  parentId Int?\n  parent A? @relation("p", fields: [parentId], references: [id])\n  children A[] @relation("p")\n  bs B[]\n}\n\n/// @extend\nmodel B {\n  as A[]\n}\n`,
      },
      dependsOn: { shop: ['blog'] },
    },
  ],
  [
    'a model with a many-to-many relation to one whose owner depends on the new one',
    {
      fragments: {
        blog: {
          dependsOn: ['shop'],
          files: `model A {\n${id}  bs B[]\n}\n\nmodel B {\n${id}  as A[]\n${relation('s', 'S')}}\n`,
        },
        shop: `model S {\n${id}}\n`,
      },
      move: 'A: blog → shop',
      after: {
        blog: `model B {\n${id}  as A[]\n${relation('s', 'S')}}\n\n/// @extend\nmodel A {\n  bs B[]\n}\n`,
        shop: `model S {\n${id}}\n\nmodel A {\n${id}}\n`,
      },
    },
  ],
  [
    'a model, from the file of its name to the file of that name',
    {
      fragments: {
        blog: { files: { 'posts.prisma': `model V {\n${id}}\n`, 'schema.prisma': `model A {\n${id}}\n` } },
        shop: { files: { 'a.prisma': '', 'posts.prisma': '// posts' } },
      },
      move: 'V: blog → shop',
      after: { shop: `// posts\n\nmodel V {\n${id}}\n` },
    },
  ],
];

describe('planTransfer', () => {
  it.each(rows)('moves %s', async (_name, { fragments, move, after, dependsOn = {} }) => {
    const [name = '', from = '', to = ''] = move.split(/: | → /);
    const sources = sourcesOf(fragments);
    const before = compose(sources);
    expect([before.findings, await lintSchema(before.files)]).toEqual([[], []]);
    const plan = planTransfer(sources, { name, from, to });
    if (plan.kind === 'cycle') throw new Error(JSON.stringify(plan.cycle));
    const changed = Object.fromEntries(
      plan.sources.flatMap((source, at) => {
        const text = source.files.at(-1)?.text ?? '';
        return text === sources[at]?.files.at(-1)?.text ? [] : [[source.name, text] as const];
      }),
    );
    expect(changed).toEqual(after);
    expect(Object.fromEntries(plan.dependsOn)).toEqual(dependsOn);
    const composed = compose(plan.sources);
    expect([composed.findings, await lintSchema(composed.files)]).toEqual([[], []]);
    expect(schemaDifferences(before, composed)).toEqual([]);
  });

  it('keeps the line endings of every file', () => {
    const windows = (text: string): string => text.replaceAll('\n', '\r\n');
    const fragments = {
      blog: windows(`model A {\n${id}  bs B[]\n}\n\nmodel B {\n${id}${relation('a', 'A')}}\n`),
      shop: `model S {\n${id}}\n`,
    };
    const plan = planTransfer(sourcesOf(fragments), { name: 'A', from: 'blog', to: 'shop' });
    const texts = plan.kind === 'plan' ? plan.sources.map(({ files }) => files.at(-1)?.text) : [];
    expect(texts.slice(1)).toEqual([
      windows(`model B {\n${id}${relation('a', 'A')}}\n`),
      `model S {\n${id}}\n\nmodel A {\n${id}}\n`,
    ]);
  });

  it.each<[string, TestFragments, string, readonly string[]]>([
    [
      'fields in both directions',
      {
        blog: `model A {\n${id}  bs B[]\n${relation('c', 'C')}}\n\nmodel B {\n${id}${relation('a', 'A')}}\n\nmodel C {\n${id}  as A[]\n}\n`,
        shop: '',
      },
      'A: blog → shop',
      ['blog → shop: B.a', 'shop → blog: A.c'],
    ],
    [
      'core by a column',
      { core: `model A {\n${id}  bs B[]\n}\n\nmodel B {\n${id}${relation('a', 'A')}}\n`, blog: '' },
      'A: core → blog',
      ['blog → core: ', 'core → blog: B.a'],
    ],
    [
      'core, which can depend on none',
      { blog: `model A {\n${id}${relation('b', 'B')}}\n\nmodel B {\n${id}  as A[]\n}\n` },
      'A: blog → core',
      ['blog → core: ', 'core → blog: A.b'],
    ],
    [
      'a dependency that nothing needs any more',
      {
        shop: `model S {\n${id}}\n`,
        blog: {
          dependsOn: ['shop'],
          files: `model A {\n${id}${relation('s', 'S')}${relation('b', 'B')}}\n\nmodel B {\n${id}  as A[]\n}\n`,
        },
      },
      'A: blog → shop',
      ['blog → shop: ', 'shop → blog: A.b'],
    ],
  ])('says what makes a circle: %s', (_name, fragments, move, expected) => {
    const [name = '', from = '', to = ''] = move.split(/: | → /);
    const plan = planTransfer(sourcesOf(fragments), { name, from, to });
    const steps = plan.kind === 'cycle' ? plan.cycle : [];
    expect(steps.map((step) => `${step.from} → ${step.to}: ${step.subjects.join(', ')}`)).toEqual(expected);
  });
});
