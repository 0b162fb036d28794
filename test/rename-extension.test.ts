import { describe, expect, it } from 'vitest';
import { BLOG_1, blogWorkspace, CORE_1, POST, ROWS, USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { readContents, type StoredRow } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const SHOP_1 = 'shop/20260103000000_init';
const ITEM = 'model Item {\n  id Int @id\n  postId Int\n  post Post @relation(fields: [postId], references: [id])\n}\n';

/** What keeps a database from renaming a table, and what takes that away. */
const UNNAMABLE = {
  // SQLite looks at all views when it renames a table.
  sqlite: {
    breaks: 'CREATE VIEW "broken" AS SELECT * FROM "nowhere";',
    mends: 'DROP VIEW "broken";',
  },
  // A name that is taken by something that is no table.
  postgresql: {
    breaks: 'CREATE TYPE "_prisma_migrations_posts" AS ENUM ();',
    mends: 'DROP TYPE "_prisma_migrations_posts";',
  },
};

interface Renamed {
  readonly files: readonly { readonly path: string; readonly state: string; readonly diff: string }[];
  readonly directory: { readonly from: string; readonly to: string } | null;
  readonly manual: readonly string[];
}

const withoutIds = (rows: readonly StoredRow[]): unknown =>
  rows.map(({ migration_name, checksum, finished_at }) => [migration_name, checksum, finished_at]);

describe.each(DATABASES)('rename-extension on $name', (on) => {
  /** Core and blog, and a shop that depends on blog and has required it. */
  async function workspaceOf(): Promise<TestWorkspace> {
    const workspace = await blogWorkspace(on);
    workspace.write({
      'extensions/shop/package.json': '{\n\t"orchestrate": {\n\t\t"dependsOn": ["core", "blog"]\n\t}\n}\n',
    });
    workspace.fragment('shop', ITEM);
    workspace.revision(SHOP_1, {
      up: `CREATE TABLE "Item" (${on.idColumn}, "postId" INTEGER NOT NULL, FOREIGN KEY ("postId") REFERENCES "Post" ("id"));`,
      down: 'DROP TABLE "Item";',
      requires: [BLOG_1, CORE_1],
    });
    return workspace;
  }

  it('renames everything that has the name, and the history with the next run that writes', async () => {
    const workspace = await workspaceOf();
    await workspace.upgrade('--all');
    await workspace.database.execute(ROWS);
    const history = withoutIds(await workspace.database.history('blog'));
    const before = await readContents(workspace.database);

    const dry = await workspace.ok<Renamed>('rename-extension', 'blog', 'posts', '--dry-run');
    expect(workspace.has('extensions/posts')).toBe(false);
    const renamed = await workspace.ok<Renamed>('rename-extension', 'blog', 'posts');
    expect({ ...renamed, dryRun: true }).toEqual(dry);
    expect(renamed).toMatchObject({
      directory: { from: 'extensions/blog', to: 'extensions/posts' },
      manual: [],
      files: [
        { path: 'extensions/blog/package.json', state: 'created' },
        { path: 'extensions/shop/package.json', state: 'changed' },
        { path: `${workspace.directoryOf(SHOP_1)}/revision.json`, state: 'changed' },
      ],
    });
    expect(workspace.has('extensions/blog')).toBe(false);
    const nowCalled = { exitCode: 2, fix: expect.stringContaining('Did you mean posts?') };
    expect(await workspace.refused('upgrade', '--extension', 'blog')).toMatchObject(nowCalled);
    expect(await workspace.refused('uninstall', 'blog')).toMatchObject(nowCalled);
    expect(workspace.read('extensions/shop/package.json')).toBe(
      '{\n\t"orchestrate": {\n\t\t"dependsOn": ["core", "posts"]\n\t}\n}\n',
    );
    expect(JSON.parse(workspace.read(`${workspace.directoryOf(SHOP_1)}/revision.json`)).requires).toEqual([
      BLOG_1.replace('blog', 'posts'),
      CORE_1,
    ]);

    // Reading changes nothing; a script for a person has the new name first.
    const untouched = await workspace.snapshot();
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [] });
    expect(await workspace.ok('history', '--extension', 'posts')).toMatchObject({
      entries: [{ revision: BLOG_1.replace('blog', 'posts') }],
    });
    expect(await workspace.snapshot()).toEqual(untouched);
    workspace.revision('posts/20260104000000_more', {
      up: 'CREATE TABLE "more" ("id" INTEGER);',
      down: 'DROP TABLE "more";',
      parent: '20260102000000_init',
    });
    const { sql } = await workspace.ok<{ sql: string }>('upgrade', '--all', '--sql');
    expect(sql.indexOf('RENAME TO "_prisma_migrations_posts"')).toBeGreaterThan(-1);
    expect(sql.indexOf('RENAME TO')).toBeLessThan(sql.indexOf('CREATE TABLE IF NOT EXISTS'));

    expect(await workspace.upgrade()).toEqual([]);
    expect(withoutIds(await workspace.database.history('posts'))).toEqual(history);
    const after = await readContents(workspace.database);
    expect([after.schema, after.tables]).toEqual([before.schema, before.tables]);
    expect(await workspace.upgrade('--all')).toEqual(['posts/20260104000000_more']);
    const fresh = await on.create(workspace.root, 'fresh');
    await workspace.upgrade('--all', '--database-url', fresh.url);
    expect(await workspace.database.historySchema()).toEqual(await fresh.historySchema());
    expect(await workspace.upgrade('--all')).toEqual([]);
    expect((await workspace.auto('posts', '--allow-destructive')).migrationSql).toContain('DROP TABLE "more"');
  });

  it('goes back, and lets one more name be', async () => {
    const workspace = await workspaceOf();
    await workspace.upgrade('--all');
    await workspace.ok('rename-extension', 'blog', 'posts');
    await workspace.upgrade('--all');
    await workspace.ok('rename-extension', 'posts', 'blog');
    expect(JSON.parse(workspace.read('extensions/blog/package.json')).orchestrate).toEqual({ formerNames: ['posts'] });
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true });
    await workspace.ok('rename-extension', 'blog', 'web-log');
    expect(await workspace.upgrade('--all')).toEqual([]);
    expect(await workspace.database.history('web-log')).toHaveLength(1);
    expect(Object.keys(await workspace.database.historySchema()).sort()).toEqual([
      'table _prisma_migrations',
      'table _prisma_migrations_shop',
      'table _prisma_migrations_web_log',
    ]);
  });

  it('stamps under the new name, and refuses where both tables are there', async () => {
    const workspace = await workspaceOf();
    await workspace.upgrade('--all');
    await workspace.ok('rename-extension', 'blog', 'posts');
    await workspace.database.execute('CREATE TABLE "_prisma_migrations_posts" AS SELECT * FROM "_prisma_migrations";');
    const before = await readContents(workspace.database);
    for (const command of [['status'], ['upgrade', '--all'], ['stamp', '--all', 'base']]) {
      expect(await workspace.refused(...command)).toMatchObject({ exitCode: 1, code: 'HISTORY.TWO_TABLES' });
    }
    expect(await readContents(workspace.database)).toEqual(before);
    await workspace.database.execute('DROP TABLE "_prisma_migrations_posts";');
    await workspace.ok('stamp', '--extension', 'shop', 'base');
    await workspace.ok('stamp', '--extension', 'posts', 'base');
    expect(await workspace.database.history('posts')).toMatchObject([{ rolled_back_at: expect.any(Number) }]);
  });

  it('says why the history cannot be renamed, and what to run instead', async () => {
    const workspace = await workspaceOf();
    await workspace.upgrade('--all');
    await workspace.ok('rename-extension', 'blog', 'posts');
    const { breaks, mends } = UNNAMABLE[on.provider];
    await workspace.database.execute(breaks);
    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'HISTORY.NOT_RENAMED' });
    expect(refusal.fix).toContain('RENAME TO "_prisma_migrations_posts";');
    expect(await workspace.database.history('blog')).toHaveLength(1);
    await workspace.database.execute(mends);
    expect(await workspace.upgrade('--all')).toEqual([]);
    expect(await workspace.database.history('posts')).toHaveLength(1);
  });

  it('changes the configuration, and says what to change where it decides by code', async () => {
    const workspace = await workspaceOf();
    const list = '["./extensions/blog", "shop"]';
    workspace.write({ 'orchestrate.config.json': `{ "extensions": ${list} }\n` });
    await workspace.ok('rename-extension', 'blog', 'posts');
    expect(workspace.read('orchestrate.config.json')).toBe('{ "extensions": ["./extensions/posts", "shop"] }\n');
    workspace.remove('orchestrate.config.json');
    workspace.write({ 'orchestrate.config.ts': `export default {\n\textensions: ['posts', 'shop'], // all\n};\n` });
    await workspace.ok('rename-extension', 'posts', 'notes');
    expect(workspace.read('orchestrate.config.ts')).toBe(
      `export default {\n\textensions: ['notes', 'shop'], // all\n};\n`,
    );
    workspace.write({
      'orchestrate.config.ts': `const all = ['notes', 'shop'];\nexport default { extensions: [...all] };\n`,
      'package.json':
        '{ "scripts": { "a": "orchestrate check --extension notes", "b": "orchestrate check --extension notes-x" } }',
    });
    workspace.write({
      'extensions/notes/package.json': `{
  "scripts": {
    "schema:validate": "orchestrate validate --extension notes",
    "schema:check": "orchestrate check --extension notes --replay"
  },
  "orchestrate": { "name": "notes" }
}
`,
    });
    const { manual } = await workspace.ok<Renamed>('rename-extension', 'notes', 'news');
    const { scripts } = JSON.parse(workspace.read('extensions/news/package.json'));
    expect(scripts).toEqual({
      'schema:validate': 'orchestrate validate --extension news',
      'schema:check': 'orchestrate check --extension notes --replay',
    });
    expect(manual).toEqual([
      'In orchestrate.config.ts, write "news" for "notes".',
      'In package.json, the script "a" names notes.',
      'In extensions/news/package.json, the script "schema:check" names notes.',
    ]);
  });

  it.each([
    ['core', 'base', 'RENAME.CORE'],
    ['blog', 'core', 'RENAME.NAME'],
    ['blog', 'Posts', 'RENAME.NAME'],
    ['blog', 'pösts', 'RENAME.NAME'],
    ['blog', '', 'RENAME.NAME'],
    ['blog', 'blog', 'RENAME.TAKEN'],
    ['blog', 'shop', 'RENAME.TAKEN'],
    ['blog', 'there', 'RENAME.TAKEN'],
    ['blog', 'store', 'RENAME.TAKEN'],
    ['blog', 'shop-pkey', 'WORKSPACE.HISTORY_TABLE_CLASH'],
    ['nobody', 'posts', 'WORKSPACE.UNKNOWN_EXTENSION'],
  ])('refuses to rename %s to "%s"', async (from, to, code) => {
    const workspace = await TestWorkspace.on(on, { core: USER, blog: POST, shop: '' });
    workspace.write({
      'extensions/there/note.txt': '',
      'extensions/shop/package.json': '{ "orchestrate": { "formerNames": ["store"] } }',
    });
    const before = await workspace.snapshot();
    expect(await workspace.refused('rename-extension', from, to)).toMatchObject({ exitCode: 2, code });
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('leaves npm packages alone', async () => {
    const workspace = await TestWorkspace.on(on, { core: USER, blog: POST });
    workspace.write({
      'orchestrate.config.json': '{ "extensions": ["blog", "@acme/tags"] }',
      'node_modules/@acme/tags/package.json': '{ "name": "@acme/tags", "orchestrate": { "dependsOn": ["blog"] } }',
      'node_modules/@acme/tags/prisma/schema.prisma': 'model Tag {\n  id Int @id\n}\n',
    });
    expect(await workspace.refused('rename-extension', 'tags', 'labels')).toMatchObject({
      code: 'WORKSPACE.INSTALLED_EXTENSION',
    });
    expect(await workspace.refused('rename-extension', 'blog', 'posts')).toMatchObject({ code: 'RENAME.PACKAGE' });
  });
});

it('renames histories in schemas of their own, and those whose names PostgreSQL has cut', async () => {
  const [long, longer] = ['n'.repeat(48), 'm'.repeat(48)];
  const workspace = await TestWorkspace.on(POSTGRESQL, { core: USER, blog: '', [long]: '' });
  workspace.write({ 'extensions/blog/package.json': '{ "orchestrate": { "namespace": "Blog x" } }' });
  for (const extension of ['blog', long]) workspace.revision(`${extension}/1_init`, { up: 'SELECT 1;' });
  await workspace.upgrade('--all');
  await workspace.ok('rename-extension', 'blog', 'posts');
  await workspace.ok('rename-extension', long, longer);
  for (let round = 0; round < 2; round += 1) {
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true, problems: [], strayHistories: [] });
    expect(await workspace.upgrade('--all')).toEqual([]);
  }
  const tables = await workspace.database.query<{ readonly name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE tablename LIKE '_prisma_migrations_%' ORDER BY 1`,
  );
  expect(tables.map(({ name }) => name)).toEqual([
    'Blog x._prisma_migrations_posts',
    `public._prisma_migrations_${longer.slice(0, 44)}`,
  ]);
});
