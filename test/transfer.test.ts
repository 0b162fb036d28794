import { describe, expect, it } from 'vitest';
import { USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const BLOG = `/// A post.
model Post {
  id       Int       @id
  mood     Mood
  authorId Int
  author   User      @relation(fields: [authorId], references: [id])
  comments Comment[]
  tags     Tag[]
}

// Who said what.
model Comment {
  id     Int   @id
  tone   Tone?
  postId Int
  post   Post  @relation(fields: [postId], references: [id])

  @@index([postId])
  @@map("remarks")
}

model Tag {
  id    Int    @id
  posts Post[]
}

enum Mood {
  GOOD
}

enum Tone {
  @@map("tones")
  LOUD
}
`;

interface Transferred {
  readonly moved: readonly { readonly kind: string; readonly name: string }[];
  readonly files: readonly { readonly path: string; readonly state: string; readonly diff: string }[];
  readonly dependsOn: readonly { readonly extension: string; readonly added: readonly string[] }[];
  readonly adopts: readonly string[];
  readonly requires: readonly string[];
  readonly revision: string | null;
}

describe.each(DATABASES)('transfer on $name', (on) => {
  const enums = (...names: readonly string[]) => (on === POSTGRESQL ? names : []);

  /** Core, blog and an empty talk, with a revision of the first two that makes what their fragments say. */
  async function workspaceOf(): Promise<TestWorkspace> {
    const workspace = await TestWorkspace.on(on, { core: USER, blog: BLOG, talk: '' });
    await workspace.auto('core');
    await workspace.auto('blog');
    return workspace;
  }

  /** No extension has changes, and a fresh database comes to be as this one is. */
  async function expectSettled(workspace: TestWorkspace, ...extensions: readonly string[]): Promise<void> {
    for (const extension of extensions) expect(await workspace.auto(extension)).toMatchObject({ kind: 'no-change' });
    await workspace.upgrade('--all');
    const fresh = await on.create(workspace.root, `fresh-${extensions.length}-${Math.floor(performance.now())}`);
    await workspace.upgrade('--all', '--database-url', fresh.url);
    expect(await fresh.schema()).toEqual(await workspace.database.schema());
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
    expect(await workspace.ok('validate')).toMatchObject({ findings: [] });
  }

  it('moves a model that refers to its former owner, and every database comes to the same', async () => {
    const workspace = await workspaceOf();
    await workspace.upgrade('--extension', 'core');
    const half = await on.create(workspace.root, 'half');
    await workspace.upgrade('--extension', 'core', '--database-url', half.url);
    await workspace.upgrade('--all');
    const schema = await workspace.database.schema();

    const before = await workspace.snapshot();
    const dry = await workspace.ok<Transferred>('transfer', 'Comment', '--from', 'blog', '--to', 'talk', '--dry-run');
    expect(await workspace.snapshot()).toEqual(before);
    const done = await workspace.ok<Transferred>('transfer', 'Comment', '--from', 'blog', '--to', 'talk', '-m', 'Talk');
    expect({ ...done, dryRun: true, revision: null, directory: null }).toEqual(dry);
    expect(done).toMatchObject({
      moved: [
        { kind: 'model', name: 'Comment' },
        { kind: 'enum', name: 'Tone' },
      ],
      dependsOn: [{ extension: 'talk', added: ['blog'] }],
      adopts: ['remarks', ...enums('tones')],
      revision: expect.stringMatching(/^talk\/\d{14}_talk$/),
    });
    expect(done.requires.map((id) => id.split('/')[0])).toEqual(['core', 'blog']);
    expect(done.files.map(({ path, state }) => `${state} ${path}`)).toEqual([
      'changed extensions/blog/prisma/schema.prisma',
      'changed extensions/talk/prisma/schema.prisma',
      'created extensions/talk/package.json',
    ]);
    const [comment = '', tone = ''] = [/\/\/ Who[\s\S]*?\n\}\n/, /enum Tone[\s\S]*?\n\}\n/].map(
      (block) => block.exec(BLOG)?.[0] ?? '',
    );
    expect(workspace.read('extensions/talk/prisma/schema.prisma')).toBe(`${comment}\n${tone}`);
    expect(workspace.read('extensions/blog/prisma/schema.prisma')).toBe(
      BLOG.replace(`${comment}\n`, '').replace(`\n${tone}`, '').replace('  comments Comment[]\n', ''),
    );

    expect(await workspace.upgrade('--all')).toEqual([done.revision]);
    expect(await workspace.database.schema()).toEqual(schema);
    await workspace.upgrade('--all', '--database-url', half.url);
    expect(await half.schema()).toEqual(schema);
    await expectSettled(workspace, 'core', 'blog', 'talk');

    // From here on the table is talk's to change, and to give back.
    const talk = workspace.read('extensions/talk/prisma/schema.prisma');
    workspace.write({ 'extensions/talk/prisma/schema.prisma': talk.replace('  postId', '  note   String?\n  postId') });
    expect((await workspace.auto('talk')).migrationSql).toContain('"note"');
    await expectSettled(workspace, 'blog', 'talk');
    const back = await workspace.ok<Transferred>('transfer', 'Comment', '--from', 'talk', '--to', 'blog');
    expect(back).toMatchObject({ adopts: ['remarks', ...enums('tones')] });
    await expectSettled(workspace, 'blog', 'talk');
    await workspace.downgrade('blog', '-1');
    await workspace.downgrade('talk', 'base');
    await workspace.upgrade('--all');
    await expectSettled(workspace, 'blog', 'talk');
  });

  it('moves a model that its former owner refers to, and one with a join table', async () => {
    const workspace = await workspaceOf();
    await workspace.upgrade('--all');
    const post = await workspace.ok<Transferred>('transfer', 'Post', '--from', 'blog', '--to', 'talk');
    // Comment, which stays, refers to Post: blog depends on talk, and holds the join table on.
    expect(post).toMatchObject({
      dependsOn: [{ extension: 'blog', added: ['talk'] }],
      adopts: [...enums('Mood'), 'Post'],
    });
    await expectSettled(workspace, 'core', 'blog', 'talk');
    const tag = await workspace.ok<Transferred>('transfer', 'Tag', '--from', 'blog', '--to', 'talk');
    expect(tag).toMatchObject({ dependsOn: [], adopts: ['Tag', '_PostToTag'] });
    expect(workspace.read('extensions/blog/prisma/schema.prisma')).not.toContain('@extend');
    await expectSettled(workspace, 'core', 'blog', 'talk');
  });

  it('moves models to core and from it', async () => {
    const workspace = await TestWorkspace.on(on, { core: USER, blog: 'model A {\n  id Int @id\n}\n' });
    await workspace.auto('core');
    await workspace.auto('blog');
    await workspace.upgrade('--all');
    const to = await workspace.ok<Transferred>('transfer', 'A', '--from', 'blog', '--to', 'core');
    expect(to).toMatchObject({ adopts: ['A'], dependsOn: [] });
    expect(workspace.read('extensions/blog/prisma/schema.prisma')).toBe('');
    await expectSettled(workspace, 'core', 'blog');
    expect(await workspace.ok('transfer', 'User', '--from', 'core', '--to', 'blog')).toMatchObject({
      adopts: [...enums('Role'), 'User'],
    });
    await expectSettled(workspace, 'core', 'blog');
  });

  it('refuses what is not in a revision yet, what makes a circle and what is not there', async () => {
    const workspace = await workspaceOf();
    workspace.write({
      'extensions/talk/package.json': '{ "orchestrate": { "fragment": null } }',
      'extensions/news/package.json': '{ "orchestrate": { "dependsOn": ["blog"] } }',
      'extensions/news/prisma/schema.prisma': 'model New {\n  id Int @id\n}\n',
      'orchestrate.config.json': '{ "extensions": ["*", "extensions/*", "tags"] }',
      'node_modules/tags/package.json': '{ "name": "tags", "orchestrate": {} }',
      'node_modules/tags/prisma/schema.prisma': '',
    });
    const refused = async (model: string, from: string, to: string) => {
      const before = await workspace.snapshot();
      const refusal = await workspace.refused('transfer', model, '--from', from, '--to', to);
      expect(await workspace.snapshot()).toEqual(before);
      return refusal;
    };
    expect(await refused('Comments', 'blog', 'news')).toMatchObject({
      exitCode: 2,
      code: 'TRANSFER.UNKNOWN_MODEL',
      fix: 'Did you mean Comment?',
    });
    expect(await refused('User', 'blog', 'news')).toMatchObject({
      code: 'TRANSFER.UNKNOWN_MODEL',
      message: 'User is of core, not of blog.',
    });
    expect(await refused('Post', 'blog', 'blog')).toMatchObject({ code: 'TRANSFER.SAME_EXTENSION' });
    expect(await refused('Post', 'blog', 'nobody')).toMatchObject({ code: 'WORKSPACE.UNKNOWN_EXTENSION' });
    expect(await refused('Post', 'blog', 'talk')).toMatchObject({ code: 'TRANSFER.NO_FRAGMENT' });
    expect(await refused('Comment', 'blog', 'tags')).toMatchObject({ code: 'WORKSPACE.INSTALLED_EXTENSION' });
    const circle = await refused('Comment', 'blog', 'core');
    expect(circle).toMatchObject({ exitCode: 1, code: 'TRANSFER.CYCLE' });
    expect(circle.message).toContain('core on blog: Comment.post');
    const pending = await refused('Comment', 'blog', 'news');
    expect(pending).toMatchObject({ exitCode: 1, code: 'TRANSFER.PENDING' });
    expect(pending.message).toContain('The schema of news has changes');
  });
});

it('leaves a model in its database schema, or alone', async () => {
  const workspace = await TestWorkspace.on(POSTGRESQL, { core: USER, blog: 'model A {\n  id Int @id\n}\n', talk: '' });
  workspace.write({ 'extensions/blog/package.json': '{ "orchestrate": { "namespace": "blog" } }' });
  await workspace.auto('core');
  await workspace.auto('blog');
  const refusal = await workspace.refused('transfer', 'A', '--from', 'blog', '--to', 'talk');
  expect(refusal).toMatchObject({ exitCode: 1, code: 'TRANSFER.NAMESPACE' });
  workspace.fragment('blog', 'model A {\n  id Int @id\n\n  @@schema("blog")\n}\n');
  const datasource = workspace.read('prisma/schema.prisma');
  workspace.write({ 'prisma/schema.prisma': datasource.replace('\n}', '\n  schemas = ["public", "blog"]\n}') });
  const { adopts } = await workspace.ok<Transferred>('transfer', 'A', '--from', 'blog', '--to', 'talk');
  expect(adopts).toEqual(['blog.A']);
  expect(await workspace.auto('talk')).toMatchObject({ kind: 'no-change' });
  expect(await workspace.auto('blog')).toMatchObject({ kind: 'no-change' });
  await workspace.upgrade('--all');
});
