// `orchestrate test-db`: a named test database from the fragments.
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { POSTGRESQL, PostgresTestDatabase } from './support/postgres-test-database.js';
import { SqliteTestDatabase } from './support/sqlite-test-database.js';
import { type DatabaseKind, type TestDatabase, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const USER = `model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
`;
const POST = `model Post {
  id       Int  @id
  authorId Int
  author   User @relation(fields: [authorId], references: [id])
}
`;
const ITEM = 'model Item {\n  id Int @id\n}\n';

interface Made {
  readonly state: string;
  readonly name: string;
  readonly database: string;
  readonly extensions: readonly string[];
}

/** The test database, as a test looks at it. */
function opened(on: DatabaseKind, { root, database }: TestWorkspace, { name }: Made): TestDatabase {
  if (on.provider === 'sqlite') return new SqliteTestDatabase(root, `.orchestrate/test/${name}.db`);
  const url = new URL(database.url);
  url.pathname = `/${encodeURIComponent(name)}`;
  return new PostgresTestDatabase(url.href);
}

const create = (on: DatabaseKind) => TestWorkspace.on(on, { core: USER, blog: POST, shop: ITEM });

describe.each(DATABASES)('test-db on $name', (on) => {
  it('makes the composed schema without revisions, says so when it is there, and removes it', async () => {
    const workspace = await create(on);
    const made = await workspace.ok<Made>('test-db', 'create');
    expect(made).toMatchObject({ state: 'created', extensions: ['core', 'blog', 'shop'] });
    const database = opened(on, workspace, made);
    expect(await tablesOf(database)).toEqual(['Item', 'Post', 'User']);
    await database.execute(`INSERT INTO "User" ("email") VALUES ('kept')`);
    expect(await workspace.ok('test-db', 'create')).toMatchObject({ state: 'present' });
    expect(await database.rows('User')).toHaveLength(1);

    workspace.fragment('shop', `${ITEM}model Price {\n  id Int @id\n}\n`);
    const refusal = { exitCode: 1, code: 'TEST.OUTDATED' };
    expect(await workspace.refused('test-db', 'create')).toMatchObject(refusal);
    expect(await workspace.ok('test-db', 'reset')).toMatchObject({ state: 'recreated', name: made.name });
    expect(await tablesOf(database)).toEqual(['Item', 'Post', 'Price', 'User']);
    expect(await database.rows('User')).toEqual([]);
    // That the fragments do not fit together is no matter to who removes it.
    workspace.fragment('shop', 'model {');
    expect(await workspace.ok('test-db', 'drop')).toMatchObject({ state: 'dropped' });
    expect(await workspace.ok('test-db', 'drop')).toMatchObject({ state: 'absent' });
  });

  it('loads only what is asked for, beside tables of others, under any name', async () => {
    const workspace = await create(on);
    workspace.write({
      'erp.sql': `CREATE TABLE "erp" (id INTEGER PRIMARY KEY);\nINSERT INTO "erp" VALUES (1);\n`,
      'seed.sql': `INSERT INTO "User" ("email") VALUES ('ada@example.org');\n`,
      'broken.sql': 'SELECT 1;\nINSERT INTO "Nobody" VALUES (1);\n',
    });
    const name = 'Größe "x"';
    const scripts = ['--init-sql', join(workspace.root, 'erp.sql'), '--seed-sql', join(workspace.root, 'seed.sql')];
    const made = await workspace.ok<Made>('test-db', 'create', '--extensions', 'blog', '--name', name, ...scripts);
    expect(made).toMatchObject({ name, extensions: ['core', 'blog'] });
    const database = opened(on, workspace, made);
    expect(await tablesOf(database)).toEqual(['Post', 'User', 'erp']);
    expect([await database.rows('erp'), await database.rows('User')].map((rows) => rows.length)).toEqual([1, 1]);

    const broken = await workspace.refused(
      'test-db',
      'reset',
      '--name',
      name,
      '--seed-sql',
      join(workspace.root, 'broken.sql'),
    );
    expect(broken).toMatchObject({ exitCode: 1, code: 'TEST.SCRIPT_FAILED' });
    expect(broken.message).toContain('line 2');
    // What failed has changed nothing.
    expect(await database.rows('erp')).toHaveLength(1);
    await workspace.ok('test-db', 'drop', '--name', name);
  });

  it('makes what the revisions make, with what only they can', async () => {
    const workspace = await create(on);
    for (const extension of ['core', 'blog']) await workspace.auto(extension);
    const [, parent] = (await workspace.auto('shop')).revision.split('/');
    const up = 'CREATE VIEW "items" AS SELECT id FROM "Item";\n';
    workspace.revision('shop/29990101000000_view', { up, parent: parent ?? null });
    const made = await workspace.ok<Made>('test-db', 'create', '--from-revisions');
    const database = opened(on, workspace, made);
    expect(Object.keys(await database.schema())).toContain('view items');
    await workspace.ok('test-db', 'drop');
  });

  it('touches no database that it has not made for this workspace', async () => {
    const [workspace, other] = [await create(on), await create(on)];
    await workspace.upgrade('--all');
    await workspace.database.execute('CREATE TABLE "theirs" (id INTEGER)');
    const own = workspace.database.url.replace(/^file:(?!\/)/, `file:${workspace.root}/`);
    for (const action of ['create', 'drop', 'reset']) {
      const atOwn = await workspace.refused('test-db', action, '--force', '--test-database-url', own);
      expect(atOwn).toMatchObject({ exitCode: 2, code: 'TEST.IS_LIVE' });
      const atTheirs = await other.refused('test-db', action, '--force', '--test-database-url', own);
      expect(atTheirs).toMatchObject({ exitCode: 2, code: 'TEST.NOT_OURS' });
    }
    expect(await tablesOf(workspace.database)).toEqual(['theirs']);
    // Nor the test database of another workspace.
    const made = await workspace.ok<Made>('test-db', 'create');
    const url = opened(on, workspace, made).url.replace(/^file:(?!\/)(?:\.\/)?/, `file:${workspace.root}/`);
    expect(await other.refused('test-db', 'drop', '--test-database-url', url)).toMatchObject({
      code: 'TEST.NOT_OURS',
    });
    expect(await workspace.ok('test-db', 'drop')).toMatchObject({ state: 'dropped' });
  });

  it('is made once by several who come at once', async () => {
    const workspace = await create(on);
    const made = await Promise.all([1, 2, 3].map(async () => workspace.ok<Made>('test-db', 'create')));
    expect(made.map(({ state }) => state).toSorted()).toEqual(['created', 'present', 'present']);
    expect(await workspace.ok('test-db', 'drop')).toMatchObject({ state: 'dropped' });
  });
});

describe('a test database that somebody is connected to', () => {
  it('is dropped on a server with --force only', async () => {
    const workspace = await create(POSTGRESQL);
    const made = await workspace.ok<Made>('test-db', 'create');
    const client = new pg.Client(opened(POSTGRESQL, workspace, made).url);
    const isCutOff = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    expect(await workspace.refused('test-db', 'reset')).toMatchObject({ code: 'TEST.IN_USE' });
    expect(await workspace.ok('test-db', 'drop', '--force')).toMatchObject({ state: 'dropped' });
    await isCutOff;
    await client.end();
  });
});
