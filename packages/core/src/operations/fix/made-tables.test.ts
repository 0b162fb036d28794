import { expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { openWorkspace } from '../run/open-workspace.js';
import { replayWorkspace } from './made-tables.js';

const BLOG = 'model Post {\n  id Int @id\n}\n\nmodel Draft {\n  id Int @id\n}\n';

it('tells what is made, and what a fragment would change in it whatever else it says', async () => {
  const root = testdir({
    'package.json': '{}',
    '.env': 'DATABASE_URL="file:./dev.db"\n',
    'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
    'extensions/blog/prisma/schema.prisma': BLOG,
    'extensions/blog/prisma/migrations/20260101000000_init/migration.sql':
      'CREATE TABLE "Post" (\n    "id" INTEGER NOT NULL PRIMARY KEY\n);\n',
  });
  const options = { cwd: root, environment: {} };
  const open = await openWorkspace(options);
  const sources = await readFragments(open.workspace);
  await using replayed = await replayWorkspace(open, { sources, extension: 'blog', options });
  expect([...replayed.tables.made]).toEqual([['Post', { kind: 'table', name: 'Post', creator: 'blog' }]]);

  const changes = (text: string) =>
    replayed.changesOf(
      'blog',
      sources.map((source) =>
        source.name === 'blog' ? { ...source, files: source.files.map((file) => ({ ...file, text })) } : source,
      ),
    );
  expect(await changes(BLOG)).toBe('');
  expect(await changes(BLOG.replace('Draft {', 'Draft {\n  @@map("drafts")'))).toBe('');
  expect(await changes(BLOG.replace('Post {', 'Article {\n  @@map("Post")'))).toBe('');
  expect(await changes(BLOG.replace('Post {', 'Post {\n  @@map("posts")'))).toContain('DROP TABLE "Post"');
  expect(await changes(BLOG.replace('Post {', 'Post {\n  note String?'))).toContain('ADD COLUMN "note"');
  const key = 'Post {\n  draftId Int?\n  draft Draft? @relation(fields: [draftId], references: [id])';
  const pending = await changes(BLOG.replace('Post {', key).replace('Draft {', 'Draft {\n  posts Post[]'));
  expect(pending).toContain('REFERENCES "?"');
  expect(await changes(`${BLOG}model Broken {\n}\n`)).toBeNull();
});
