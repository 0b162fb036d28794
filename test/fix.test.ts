import { describe, expect, it } from 'vitest';
import { USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { TestWorkspace } from './support/test-workspace.js';

interface Fixed {
  readonly mended: readonly { readonly rule: string; readonly summary: string }[];
  readonly files: readonly { readonly path: string; readonly state: string }[];
  readonly unformatted: readonly string[];
  readonly findings: readonly { readonly code: string; readonly fix: string }[];
}

const BLOG = 'extensions/blog/prisma/schema.prisma';
const SHOP = 'extensions/shop/prisma/schema.prisma';

describe.each(DATABASES)('fix on $name', (on) => {
  it('keeps what revisions have made: tables, columns, and join tables that are called after models', async () => {
    const blog =
      '// Articles.\r\nmodel Article {\r\n  id Int @id // key\r\n  mood Mood\r\n  tags Tag[]\r\n}\r\n\r\nmodel Tag {\r\n  id Int @id\r\n  articles Article[]\r\n}\r\n\r\nenum Mood {\r\n  GOOD\r\n}\r\n';
    const workspace = await TestWorkspace.on(on, { core: USER, blog, shop: '' });
    await workspace.auto('core');
    await workspace.auto('blog');
    await workspace.upgrade('--all');

    // Clashes with what is made, and something new beside it.
    workspace.fragment(
      'shop',
      'model Tag {\n  id Int @id\n  items Item[]\n}\n\nmodel Item {\n  id Int @id\n  tags Tag[]\n  ownerId Int\n  owner User @relation(fields: [ownerId], references: [id])\n\n  @@index([ownerId])\n}\n',
    );
    workspace.fragment('blog', `\uFEFF${blog}model Draft {\r\n  id Int @id\r\n}\r\n`);
    const before = await workspace.snapshot();
    const dry = await workspace.ok<Fixed>('fix', '--dry-run');
    expect(await workspace.snapshot()).toEqual(before);
    const done = await workspace.ok<Fixed>('fix');
    expect({ ...done, dryRun: true }).toEqual(dry);
    expect(done.findings).toEqual([]);
    expect(workspace.read(BLOG)).toMatch(/^\uFEFF\/\/ Articles\.\r\n/);
    expect(workspace.read(BLOG)).not.toMatch(/[^\r]\n/);
    expect(workspace.read(BLOG)).toContain('@@map("Article")');
    expect(workspace.read(BLOG)).toContain('@@map("blog_drafts")');
    expect(workspace.read(SHOP)).toContain('model ShopTag {');
    expect(workspace.read(SHOP)).toContain('@@map("shop_tags")');
    expect(await workspace.ok<Fixed>('fix')).toMatchObject({ mended: [], files: [], findings: [] });
    const { migrationSql } = await workspace.auto('blog');
    expect(migrationSql.match(/CREATE TABLE|DROP|ALTER|REFERENCES/g)).toEqual(['CREATE TABLE']);
    expect(migrationSql).toContain('"blog_drafts"');

    // The one whose table is there can be the one to be renamed: its tables stay, the join table by an explicit name.
    workspace.fragment('shop', 'model Tag {\n  id Int @id\n\n  @@map("shop_tags")\n}\n');
    const renamed = await workspace.ok<Fixed>('fix', '--extension', 'blog');
    expect(renamed.findings).toEqual([]);
    expect(workspace.read(BLOG)).toContain('articles Article[] @relation("ArticleToTag")');
    expect(workspace.read(BLOG)).toMatch(/tags +BlogTag\[\] +@relation\("ArticleToTag"\)/);
    expect(workspace.read(BLOG)).toMatch(/model BlogTag \{[^}]*@@map\("Tag"\)/);
    expect(await workspace.auto('blog')).toMatchObject({ kind: 'no-change' });
  });

  it('mends what needs no database, leaves installed packages alone, and says what is left', async () => {
    const shared = 'model Tag {\n  id Int @id\n\n  @@map("tags")\n}\n';
    const packaged = 'node_modules/@acme/audit';
    const workspace = await TestWorkspace.on(
      on,
      {
        core: USER,
        blog: `generator client {\n  provider = "prisma-client"\n}\n\n${USER.split('\n\n')[0]}\n\n${shared}`,
        shop: `${shared.replace('tags', 'shop_tags')}\nmodel Item {\n  id     Int @id\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n  entryId Int\n  entry Entry @relation(fields: [entryId], references: [id])\n}\n`,
      },
      {
        'orchestrate.config.json': '{ "extensions": ["blog", "shop", "@acme/audit"] }',
        [`${packaged}/package.json`]: '{ "name": "@acme/audit", "orchestrate": { "name": "audit" } }',
        [`${packaged}/prisma/schema.prisma`]: 'model Entry {\n id Int @id\n}\n',
      },
    );
    const before = workspace.read(`${packaged}/prisma/schema.prisma`);
    const { exitCode, stdout, stderr } = await workspace.run('fix');
    expect({ exitCode, stdout: stdout.split('\n').slice(-6) }).toEqual({
      exitCode: 1,
      stdout: [
        "- generator client removed from extensions/blog/prisma/schema.prisma: only core's count",
        '- shop depends on audit, which it refers to',
        "- model User of blog, a copy of core's, is removed",
        '- model Item of shop is "shop_items" in the database',
        'Changed 3 files. Not all could be mended.',
        '',
      ],
    });
    expect(stderr).toContain('COMPOSITION.NAME_CLASH');
    expect(stderr).toContain('orchestrate fix --extension shop');
    expect(workspace.read(`${packaged}/prisma/schema.prisma`)).toBe(before);
    await workspace.ok('fix', '--extension', 'shop');
    expect(await workspace.ok('validate')).toMatchObject({ findings: [] });
  });
});
