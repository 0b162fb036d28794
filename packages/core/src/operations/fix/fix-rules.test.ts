import { describe, expect, it } from 'vitest';
import type { TestFragments } from '../../composition/sources.test-support.js';
import { type FixedOptions, fixed } from './fixed.test-support.js';

const ID = '  id Int @id\n';

/** What becomes of a fragment, the other fragments as they are. */
interface Row {
  readonly name: string;
  readonly fragments: TestFragments;
  readonly options?: FixedOptions;
  /** By extension; the others stay as they are. */
  readonly expected: Readonly<Record<string, string>>;
  /** The codes that are left. */
  readonly left?: readonly string[];
}

const USER = 'model User {\n  id Int @id\n  email String @unique\n}\n';
const TAGS = 'model Tag {\n  id Int @id\n\n  @@map("tags")\n}\n';

const ROWS: readonly Row[] = [
  // Names of tables.
  { name: 'core is left alone', fragments: { core: `model A {\n${ID}}\n` }, expected: {} },
  {
    name: 'a prefix in snake case and in the plural',
    fragments: { 'audit-log': `model LogEntry {\n${ID}}\n` },
    expected: { 'audit-log': `model LogEntry {\n${ID}\n  @@map("audit_log_log_entries")\n}\n` },
  },
  {
    name: 'a prefix that the model has already',
    fragments: { blog: `model BlogPost {\n${ID}}\n` },
    expected: { blog: `model BlogPost {\n${ID}\n  @@map("blog_posts")\n}\n` },
  },
  {
    name: 'the name of a made table',
    fragments: { blog: `model Post {\n${ID}}\n` },
    options: { made: { Post: 'blog' } },
    expected: { blog: `model Post {\n${ID}\n  @@map("Post")\n}\n` },
  },
  {
    name: 'a table that another extension has made and let go of',
    fragments: { blog: `model Post {\n${ID}}\n` },
    options: { made: { Post: 'core' } },
    expected: { blog: `model Post {\n${ID}\n  @@map("Post")\n}\n` },
  },
  {
    name: 'behind other attributes, with tabs and Windows line ends',
    fragments: { blog: 'model Post {\r\n\tid Int @id // key\r\n\r\n\t@@index([id])\r\n\t// end\r\n}\r\n' },
    expected: {
      blog: 'model Post {\r\n\tid Int @id // key\r\n\r\n\t@@index([id])\r\n\t// end\r\n\r\n\t@@map("blog_posts")\r\n}\r\n',
    },
  },
  {
    name: 'an enum, where the database has enums',
    fragments: { blog: 'enum Mood {\n  GOOD\n}\n' },
    expected: { blog: 'enum Mood {\n  GOOD\n\n  @@map("blog_moods")\n}\n' },
  },
  {
    name: 'an enum, where it has none',
    fragments: { blog: 'enum Mood {\n  GOOD\n}\n' },
    options: { provider: 'sqlite' },
    expected: {},
  },
  {
    name: 'a table name that is taken',
    fragments: { blog: `model Post {\n${ID}}\nmodel Other {\n${ID}  @@map("blog_posts")\n}\n` },
    expected: {},
  },
  {
    name: 'a name that is too long',
    fragments: { blog: `model ${'P'.repeat(70)} {\n${ID}}\n` },
    expected: { blog: `model ${'P'.repeat(70)} {\n${ID}\n  @@map("${'P'.repeat(70)}")\n}\n` },
  },
  {
    name: 'a block that is never closed',
    fragments: { blog: `model Post {\n${ID}` },
    expected: {},
    left: ['COMPOSITION.UNCLOSED_BLOCK'],
  },
  {
    name: 'an installed package',
    fragments: { blog: `model Post {\n${ID}}\n` },
    options: { readOnly: ['blog'] },
    expected: {},
  },
  {
    name: 'another extension than the one that was named',
    fragments: { blog: `model Post {\n${ID}}\n`, shop: '' },
    options: { chosen: 'shop' },
    expected: {},
  },

  // Dependencies.
  {
    name: 'a circle of dependencies',
    fragments: {
      blog: 'model Post {\n  id Int @id\n  item Item? @relation(fields: [itemId], references: [id])\n  itemId Int?\n\n  @@map("blog_posts")\n}\n',
      shop: 'model Item {\n  id Int @id\n  about Post? @relation("about", fields: [aboutId], references: [id])\n  aboutId Int?\n\n  @@map("shop_items")\n}\n',
    },
    expected: {},
    left: ['COMPOSITION.UNDECLARED_DEPENDENCY', 'COMPOSITION.UNDECLARED_DEPENDENCY'],
  },

  // Names that clash.
  {
    name: 'a clash with core, in all that can only mean it',
    fragments: {
      core: TAGS,
      blog: `/// A tag.\nmodel Tag {\n  id Int @id // key\n  posts Post[]\n  @@map("blog_tags")\n}\nmodel Post {\n  id Int @id\n  tags Tag[]\n  @@map("blog_posts")\n}\n`,
    },
    expected: {
      blog: `/// A tag.\nmodel BlogTag {\n  id Int @id // key\n  posts Post[]\n  @@map("blog_tags")\n}\nmodel Post {\n  id Int @id\n  tags BlogTag[]\n  @@map("blog_posts")\n}\n`,
    },
  },
  {
    name: 'names that differ in case only',
    fragments: { core: TAGS, blog: `model tag {\n${ID}  @@map("blog_tags")\n}\n` },
    expected: { blog: `model BlogTag {\n${ID}  @@map("blog_tags")\n}\n` },
  },
  {
    name: 'nothing decides',
    fragments: { blog: TAGS, shop: TAGS.replace('tags', 'shop_tags') },
    expected: {},
    left: ['COMPOSITION.NAME_CLASH'],
  },
  {
    name: 'the one that was named',
    fragments: { blog: TAGS, shop: TAGS.replace('tags', 'shop_tags') },
    options: { chosen: 'blog' },
    expected: { blog: TAGS.replace('Tag', 'BlogTag') },
  },
  {
    name: 'the one that others refer to keeps its name',
    fragments: {
      blog: TAGS,
      shop: TAGS.replace('tags', 'shop_tags'),
      news: {
        dependsOn: ['shop'],
        files:
          'model Item {\n  id Int @id\n  tag Tag @relation(fields: [id], references: [id])\n  @@map("news_items")\n}\n',
      },
    },
    expected: { blog: TAGS.replace('Tag', 'BlogTag') },
  },
  {
    name: 'in dependents, extending blocks too',
    fragments: {
      blog: TAGS,
      shop: TAGS.replace('tags', 'shop_tags'),
      news: {
        dependsOn: ['blog'],
        files:
          '/// @extend\nmodel Tag {\n  items Item[]\n}\nmodel Item {\n  id Int @id\n  tag Tag @relation(fields: [id], references: [id])\n  @@map("news_items")\n}\n',
      },
    },
    options: { chosen: 'blog' },
    expected: {
      blog: TAGS.replace('Tag', 'BlogTag'),
      news: '/// @extend\nmodel BlogTag {\n  items Item[]\n}\nmodel Item {\n  id Int @id\n  tag BlogTag @relation(fields: [id], references: [id])\n  @@map("news_items")\n}\n',
    },
  },
  {
    name: 'a dependent that could mean either',
    fragments: {
      blog: TAGS,
      shop: TAGS.replace('tags', 'shop_tags'),
      news: {
        dependsOn: ['blog', 'shop'],
        files:
          'model Item {\n  id Int @id\n  tag Tag @relation(fields: [id], references: [id])\n  @@map("news_items")\n}\n',
      },
    },
    options: { chosen: 'blog' },
    expected: {},
    left: ['COMPOSITION.NAME_CLASH'],
  },
  {
    name: 'a new name that is taken',
    fragments: { core: `${TAGS}model blogtag {\n${ID}}\n`, blog: TAGS.replace('tags', 'blog_tags') },
    expected: {},
    left: ['COMPOSITION.NAME_CLASH'],
  },
  {
    name: 'an enum with its default',
    fragments: {
      core: 'enum Mood {\n  OK\n}\n',
      blog: 'model Post {\n  id Int @id\n  mood Mood @default(GOOD)\n  @@map("blog_posts")\n}\nenum Mood {\n  GOOD\n\n  @@map("blog_moods")\n}\n',
    },
    expected: {
      blog: 'model Post {\n  id Int @id\n  mood BlogMood @default(GOOD)\n  @@map("blog_posts")\n}\nenum BlogMood {\n  GOOD\n\n  @@map("blog_moods")\n}\n',
    },
  },
  {
    name: 'a made join table whose columns would change places',
    fragments: {
      core: TAGS,
      blog: 'model Tag {\n  id Int @id\n  posts Post[]\n  @@map("blog_tags")\n}\nmodel Post {\n  id Int @id\n  tags Tag[]\n  @@map("blog_posts")\n}\n',
    },
    options: { made: { _PostToTag: 'blog', blog_posts: 'blog', blog_tags: 'blog' } },
    expected: {},
    left: ['COMPOSITION.NAME_CLASH'],
  },
  {
    name: 'two extensions with one table',
    fragments: { blog: TAGS, shop: TAGS.replace('Tag', 'Label') },
    options: { made: { tags: 'shop' } },
    expected: { blog: TAGS.replace('"tags"', '"blog_tags"') },
  },

  {
    name: 'the one that was named, though its table stays and the other wants it',
    fragments: { blog: `model Tag {\n${ID}}\n`, shop: `model Tag {\n${ID}}\n` },
    options: { chosen: 'shop', made: { Tag: 'shop' } },
    expected: { shop: `model ShopTag {\n${ID}\n  @@map("Tag")\n}\n` },
    left: ['COMPOSITION.TABLE_CLASH'],
  },
  {
    name: 'the same, for all',
    fragments: { blog: `model Tag {\n${ID}}\n`, shop: `model Tag {\n${ID}}\n` },
    options: { made: { Tag: 'shop' } },
    expected: {
      blog: `model BlogTag {\n${ID}\n  @@map("blog_tags")\n}\n`,
      shop: `model Tag {\n${ID}\n  @@map("Tag")\n}\n`,
    },
  },
  {
    name: 'a clash with an installed package',
    fragments: { blog: TAGS, shop: TAGS.replace('tags', 'shop_tags') },
    options: { readOnly: ['shop'] },
    expected: { blog: TAGS.replace('Tag', 'BlogTag') },
  },
  {
    name: 'core, where it is named',
    fragments: { core: `model Tag {\n${ID}}\n`, blog: TAGS.replace('tags', 'blog_tags') },
    options: { chosen: 'core' },
    expected: { core: `model CoreTag {\n${ID}\n  @@map("Tag")\n}\n` },
  },

  // Copies.
  {
    name: 'a copy of an enum of core',
    fragments: {
      core: 'enum Mood {\n  GOOD // best\n  BAD\n}\n',
      blog: 'enum Mood {\n  GOOD\n  BAD\n}\n\nmodel Post {\n  id Int @id\n  mood Mood\n  @@map("blog_posts")\n}\n',
    },
    expected: { blog: 'model Post {\n  id Int @id\n  mood Mood\n  @@map("blog_posts")\n}\n' },
  },
  {
    name: 'a copy of a model of core',
    fragments: {
      core: USER,
      blog: '// The user.\nmodel User {\n  // key\n  id Int @id\n  email String @unique\n  // theirs\n  posts Post[] // all\n}\nmodel Post {\n  id Int @id\n  author User @relation(fields: [id], references: [id])\n  @@map("blog_posts")\n}\n',
    },
    expected: {
      blog: '// The user.\n/// @extend\nmodel User {\n  // theirs\n  posts Post[] // all\n}\nmodel Post {\n  id Int @id\n  author User @relation(fields: [id], references: [id])\n  @@map("blog_posts")\n}\n',
    },
  },
  {
    name: 'a copy without the @@map of the original',
    fragments: {
      core: `model User {\n${ID}  email String @unique\n\n  @@map("users")\n}\n`,
      blog: `model User {\n${ID}  posts Post[]\n}\nmodel Post {\n${ID}  author User @relation(fields: [id], references: [id])\n  @@map("blog_posts")\n}\n`,
    },
    expected: {
      blog: `/// @extend\nmodel User {\n  posts Post[]\n}\nmodel Post {\n${ID}  author User @relation(fields: [id], references: [id])\n  @@map("blog_posts")\n}\n`,
    },
  },
  {
    name: 'a copy that adds nothing',
    fragments: { core: USER, blog: `${USER}\nmodel Post {\n${ID}\n  @@map("blog_posts")\n}\n` },
    expected: { blog: `model Post {\n${ID}\n  @@map("blog_posts")\n}\n` },
  },
  {
    name: 'a copy with a column of its own',
    fragments: { core: USER, blog: USER.replace('}', '  bio String?\n}') },
    expected: {},
    left: ['COMPOSITION.NAME_CLASH'],
  },
  {
    name: 'a model that only shares the name',
    fragments: { core: USER, blog: 'model User {\n  id Int @id\n  nick String\n\n  @@map("blog_users")\n}\n' },
    expected: { blog: 'model BlogUser {\n  id Int @id\n  nick String\n\n  @@map("blog_users")\n}\n' },
  },

  // Blocks that are core's.
  {
    name: 'datasource and generator blocks',
    fragments: {
      blog: `// for the editor\ndatasource db {\n  provider = "sqlite"\n}\n\n// client\ngenerator c {\n  provider = "x"\n} // end\n\n// Posts.\nmodel Post {\n${ID}\n  @@map("blog_posts")\n}\n`,
    },
    expected: { blog: `// Posts.\nmodel Post {\n${ID}\n  @@map("blog_posts")\n}\n` },
  },
];

describe('what the rules make of fragments', () => {
  it.each(ROWS)('$name', async ({ fragments, options, expected, left = [] }) => {
    const result = await fixed(fragments, options);
    const old = (extension: string): string =>
      result.before.find(({ name }) => name === extension)?.files.at(-1)?.text ?? '';
    const names = Object.keys(fragments);
    expect(Object.fromEntries(names.map((name) => [name, result.textOf(name)]))).toEqual(
      Object.fromEntries(names.map((name) => [name, expected[name] ?? old(name)])),
    );
    const codes = result.findings.filter(({ severity, code }) => severity === 'error' && code !== 'SCHEMA.INVALID');
    expect(codes.map(({ code }) => code)).toEqual(left);
  });

  it('declares a dependency', async () => {
    const { sources, findings } = await fixed({
      blog: TAGS,
      shop: 'model Item {\n  id Int @id\n  tag Tag @relation(fields: [id], references: [id])\n  @@map("shop_items")\n}\n',
    });
    expect(sources.map(({ dependsOn }) => dependsOn)).toEqual([[], [], ['blog']]);
    expect(findings).toEqual([]);
  });

  it('names the relation whose join table is made, on both sides', async () => {
    const { textOf, findings } = await fixed(
      {
        core: TAGS,
        blog: 'model Tag {\n  id Int @id\n  articles Article[]\n}\nmodel Article {\n  id Int @id\n  tags Tag[]\n}\n',
      },
      { made: { _ArticleToTag: 'blog', Article: 'blog', Tag: 'blog' } },
    );
    expect(textOf('blog')).toBe(
      'model BlogTag {\n  id Int @id\n  articles Article[] @relation("ArticleToTag")\n\n  @@map("Tag")\n}\nmodel Article {\n  id Int @id\n  tags BlogTag[] @relation("ArticleToTag")\n\n  @@map("Article")\n}\n',
    );
    expect(findings).toEqual([]);
  });

  it('says what it leaves: the circle, and the table for columns of a copy', async () => {
    const circle = await fixed({
      blog: 'model Post {\n  id Int @id\n  item Item? @relation(fields: [id], references: [id])\n\n  @@map("blog_posts")\n}\n',
      shop: {
        dependsOn: ['blog'],
        files:
          'model Item {\n  id Int @id\n  post Post? @relation("x", fields: [id], references: [id])\n\n  @@map("shop_items")\n}\n',
      },
    });
    expect(circle.findings.find(({ code }) => code === 'COMPOSITION.UNDECLARED_DEPENDENCY')?.fix).toMatch(
      /^Declaring it would close a circle: blog → shop → blog\. /,
    );
    const copy = await fixed({ core: USER, blog: USER.replace('}', '  bio String?\n}') });
    expect(copy.findings.find(({ code }) => code === 'COMPOSITION.NAME_CLASH')?.fix).toContain(
      'model BlogUser {\n  userId Int @id\n  user User @relation(fields: [userId], references: [id], onDelete: Cascade)\n  bio String?\n}',
    );
  });
});
