import { expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { lint } from '../lint.js';

interface Given {
  readonly provider?: string;
  readonly core?: string;
  readonly blog?: string;
  readonly sql?: string;
  readonly config?: object;
}

/** What is found of names, one line each. */
async function found({
  provider = 'sqlite',
  core = '',
  blog = '',
  sql,
  config = {},
}: Given): Promise<readonly string[]> {
  const folder = 'extensions/blog/prisma/migrations/20260101000000_add_posts';
  const root = testdir({
    'package.json': '{ "name": "example" }\n',
    'orchestrate.config.json': JSON.stringify({ lint: config }),
    'prisma/schema.prisma': `datasource db {\n  provider = "${provider}"\n}\n${core}`,
    'extensions/blog/prisma/schema.prisma': blog,
    ...(sql === undefined ? {} : { [`${folder}/migration.sql`]: sql }),
  });
  const { findings } = await lint({ cwd: root, environment: {}, replay: false });
  return findings
    .filter(({ code }) => code.startsWith('NAMING.'))
    .map(({ code, where }) => `${code.slice(7)} ${where?.file.split('/').at(-1)}:${where?.line}`);
}

function model(name: string, table: string, more = ''): string {
  return `model ${name} {\n  id Int @id\n${more}\n  @@map("${table}")\n}\n`;
}

const CASES: readonly (readonly [what: string, given: Given, ...expected: string[]])[] = [
  ['a table without prefix', { blog: model('Post', 'posts') }, 'TABLE_PREFIX schema.prisma:1'],
  ['another prefix', { blog: model('Post', 'b_posts'), config: { prefix: { blog: 'b_' } } }],
  [
    'the usual prefix where there is another',
    { blog: model('Post', 'blog_posts'), config: { prefix: { blog: 'b' } } },
    'TABLE_PREFIX schema.prisma:1',
  ],
  ['no prefix', { blog: model('Post', 'posts'), config: { prefix: { blog: null } } }],
  [
    'a generic name without prefix',
    { blog: model('Tag', 'tags'), config: { prefix: { blog: null } } },
    'GENERIC_NAME schema.prisma:1',
  ],
  [
    'a generic name, the rule off',
    { blog: model('Tag', 'tags'), config: { severities: { 'NAMING.GENERIC_NAME': 'off' } } },
    'TABLE_PREFIX schema.prisma:1',
  ],
  [
    'a comment with a reason',
    { blog: `// orchestrate-ignore NAMING.TABLE_PREFIX: as it was before\n${model('Post', 'posts')}` },
  ],
  ['an enum on SQLite', { blog: 'enum Kind {\n  A\n}\n' }],
  ['an enum on PostgreSQL', { provider: 'postgresql', blog: 'enum Kind {\n  A\n}\n' }, 'TABLE_PREFIX schema.prisma:1'],
  [
    'a table that only a revision has',
    { sql: '\nCREATE TABLE "posts" ("id" INT);\nCREATE INDEX "by_id" ON "posts" ("id");' },
    'TABLE_PREFIX migration.sql:2',
    'CONSTRAINT_NAME migration.sql:3',
  ],
  ['a table that a revision drops again', { sql: 'CREATE TABLE "posts" ("id" INT); DROP TABLE "posts";' }],
  [
    'a table of a fragment that a revision makes, once',
    { blog: model('Post', 'posts'), sql: 'CREATE TABLE "posts" ("id" INT);' },
    'TABLE_PREFIX schema.prisma:1',
  ],
  [
    'an index that is named',
    { blog: model('Post', 'blog_posts', '  a Int @unique(map: "x")') },
    'CONSTRAINT_NAME schema.prisma:3',
  ],
  [
    'a foreign key that is named',
    {
      core: model('User', 'users', '  posts Post[]'),
      blog: model(
        'Post',
        'blog_posts',
        '  userId Int\n  user User @relation(fields: [userId], references: [id], map: "x")',
      ),
    },
    'CONSTRAINT_NAME schema.prisma:4',
  ],
  [
    'a long name in a script',
    {
      provider: 'postgresql',
      sql: `CREATE TABLE blog_a (id int);\nALTER TABLE blog_a ADD CONSTRAINT "blog_${'x'.repeat(60)}" CHECK (true);`,
    },
    'NAME_TOO_LONG migration.sql:2',
  ],
  [
    'a long text in a script',
    { provider: 'postgresql', sql: `CREATE TABLE blog_a (id text DEFAULT '${'x'.repeat(90)}');` },
  ],
  [
    'case alone, on PostgreSQL',
    { provider: 'postgresql', core: model('A', 'blog_a'), blog: model('B', 'Blog_A') },
    'CASE_ONLY schema.prisma:1',
  ],
  [
    'a word of SQL in core',
    { provider: 'postgresql', core: 'model User {\n  id Int @id\n}\n' },
    'RESERVED_WORD schema.prisma:4',
  ],
];

it.each(CASES.map(([what, given, ...expected]) => ({ what, given, expected })))(
  '$what',
  async ({ given, expected }) => {
    expect(await found(given)).toEqual(expected);
  },
);
