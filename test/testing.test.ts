// @prisma-orchestrate/testing: databases for the tests of users, under their own runners.
import { createInterface } from 'node:readline';
import { type ExecaError, execa } from 'execa';
import { parseSync } from 'oxc-parser';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TestDatabaseOptions } from '../packages/testing/src/index.js';
import { DATABASES } from './support/databases.js';
import { codeBlocks, readDocumentedFiles } from './support/documented-commands.js';
import { installedCommand } from './support/pack-packages.js';
import { PostgresTestDatabase } from './support/postgres-test-database.js';
import { cleanEnvironment } from './support/run-cli.js';
import { SqliteTestDatabase } from './support/sqlite-test-database.js';
import { type DatabaseKind, type TestDatabase, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';
import { linkModules, loadTesting } from './support/testing-package.js';

const { createTestDatabase } = await loadTesting();

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
const INSERT = `INSERT INTO "User" ("email") VALUES ('ada')`;

const workspaceOn = (on: DatabaseKind, files: Readonly<Record<string, string>> = {}) =>
  TestWorkspace.on(on, { core: USER, blog: POST, shop: ITEM }, files);

/** What a test of this workspace asks for: not the embedded server, which takes a while. */
const of = ({ root, database }: TestWorkspace): TestDatabaseOptions => ({ cwd: root, server: database.url });

function opened(url: string): TestDatabase {
  return url.startsWith('file:')
    ? new SqliteTestDatabase('/', url.slice('file:'.length))
    : new PostgresTestDatabase(url);
}

const isThere = async (url: string): Promise<boolean> => {
  const database = opened(url);
  if (database.isFile) return database.exists;
  return database.query('SELECT 1').then(
    () => true,
    () => false,
  );
};

/** A runner each: they make no difference to the database, and take their time to start. Node's own takes less. */
const RUNNER = { sqlite: ['jest', []], postgresql: ['vitest', ['run']] } as const;

describe.each(DATABASES)('createTestDatabase on $name', (on) => {
  it('gives each of those who ask at once a database of its own, all of one original', async () => {
    const workspace = await workspaceOn(on);
    let seeded = 0;
    const seed = {
      key: 'one user',
      run: async ({ url }: { readonly url: string }) => {
        seeded += 1;
        await opened(url).execute(INSERT);
      },
    };
    const databases = await Promise.all(
      Array.from({ length: 6 }, () => createTestDatabase({ ...of(workspace), extensions: ['blog'], seed })),
    );
    expect(seeded).toBe(1);
    expect(new Set(databases.map(({ url }) => url)).size).toBe(6);
    const [first, second] = databases;
    if (first === undefined || second === undefined) throw new Error('There are six.');
    expect(await tablesOf(opened(first.url))).toEqual(['Post', 'User']);
    await opened(first.url).execute('DELETE FROM "User"');
    await opened(first.url).execute('DROP TABLE "Post"');
    expect(await opened(second.url).rows('User')).toHaveLength(1);
    await first.reset();
    expect(await tablesOf(opened(first.url))).toEqual(['Post', 'User']);
    expect(await opened(first.url).rows('User')).toHaveLength(1);

    // A fragment that has changed makes another original; what it does not concern stays.
    workspace.fragment('blog', POST.replace('authorId Int', 'authorId Int\n  title String'));
    const changed = await createTestDatabase({ ...of(workspace), extensions: ['blog'], seed });
    expect(seeded).toBe(2);
    expect(await opened(changed.url).query('SELECT "title" FROM "Post"')).toEqual([]);
    await Promise.all([...databases, changed].map((database) => database.drop()));
    await first.drop();
    expect(await isThere(first.url)).toBe(false);
  });

  it('waits for nobody who was killed, and clears away what they have left', async () => {
    const workspace = await workspaceOn(on, {
      'worker.mjs': `import { createTestDatabase } from '@prisma-orchestrate/testing';
const server = process.argv[2];
console.log((await createTestDatabase({ server })).url);
await createTestDatabase({ server, seed: { key: 'slow', run: async () => { console.log('at work'); await new Promise(() => setInterval(() => {}, 1e6)); } } });
`,
    });
    linkModules(workspace.root);
    const worker = execa(process.execPath, ['worker.mjs', workspace.database.url], {
      cwd: workspace.root,
      env: cleanEnvironment(),
      extendEnv: false,
      reject: false,
    });
    onTestFinished(() => void worker.kill('SIGKILL'));
    const lines = createInterface(worker.stdout)[Symbol.asyncIterator]();
    const left = String((await lines.next()).value);
    expect(await isThere(left)).toBe(true);
    expect((await lines.next()).value).toBe('at work');
    worker.kill('SIGKILL');
    await worker;
    await using database = await createTestDatabase({ ...of(workspace), seed: { key: 'slow', run: async () => {} } });
    expect(await isThere(database.url)).toBe(true);
    expect(await isThere(left)).toBe(false);
  });

  it('says what is wrong as the command does', async () => {
    const workspace = await workspaceOn(on);
    await expect(createTestDatabase({ ...of(workspace), extensions: ['blgo'] })).rejects.toMatchObject({
      code: 'WORKSPACE.UNKNOWN_EXTENSION',
    });
    workspace.fragment('shop', 'model Item {\n  id Int @id\n  of Nothing\n}\n');
    await expect(createTestDatabase(of(workspace))).rejects.toMatchObject({ code: 'SCHEMA.INVALID' });
    // Who does not ask for it is not kept from working.
    await using database = await createTestDatabase({ ...of(workspace), extensions: ['blog'] });
    expect(await tablesOf(opened(database.url))).toEqual(['Post', 'User']);
    const failing = { key: 'failing', run: async () => Promise.reject(new Error('no seed')) };
    await expect(createTestDatabase({ ...of(workspace), extensions: [], seed: failing })).rejects.toThrow('no seed');
  });

  it(`serves ${RUNNER[on.provider][0]} and node:test, with several workers each`, async () => {
    const workspace = await workspaceOn(on, RUNNERS);
    const { root, database } = workspace;
    linkModules(root);
    const env = cleanEnvironment({ TEST_DATABASE_URL: database.isFile ? '' : database.url });
    const run = async (...args: readonly string[]): Promise<string> => {
      try {
        const { all } = await execa(process.execPath, args, { cwd: root, env, extendEnv: false, all: true });
        return all;
      } catch (error) {
        return (error as ExecaError<{ all: true }>).all ?? String(error);
      }
    };
    const [command, options] = RUNNER[on.provider];
    const [first, node] = await Promise.all([
      run(installedCommand(command, command), ...options, '--maxWorkers=2'),
      run('--test', '--test-concurrency=2', 'one.node.mjs', 'two.node.mjs'),
    ]);
    expect(first).toMatch(/Tests:? .*4 passed/);
    expect(node).toMatch(/# pass 2\b|ℹ pass 2\b/);
  });
});

describe('docs/testing.md', () => {
  it('shows modules that can be read, and imports what there is', async () => {
    const exports = Object.keys(await loadTesting());
    const blocks = readDocumentedFiles()
      .filter(({ path }) => path === 'docs/testing.md')
      .flatMap((file) => codeBlocks(file))
      .filter(({ language }) => language === 'ts');
    const names = blocks.flatMap(({ text }) => importedNames(text, '@prisma-orchestrate/testing'));
    expect(names).toHaveLength(3);
    expect(names.filter((name) => !exports.includes(name))).toEqual([]);
  });
});

function importedNames(text: string, module: string): readonly string[] {
  const { errors, module: parsed } = parseSync('block.ts', text);
  expect(errors).toEqual([]);
  return parsed.staticImports
    .filter(({ moduleRequest }) => moduleRequest.value === module)
    .flatMap(({ entries }) => entries.map(({ importName }) => String(importName.name)));
}

const QUERY = `async function count(url, sql) {
  if (url.startsWith('file:')) {
    const Database = require('better-sqlite3');
    const database = new Database(url.slice(5));
    try { if (sql) database.exec(sql); return database.prepare('SELECT * FROM "User"').all().length; } finally { database.close(); }
  }
  const pg = require('pg');
  const client = new pg.Client(url);
  await client.connect();
  try { if (sql) await client.query(sql); return (await client.query('SELECT * FROM "User"')).rows.length; } finally { await client.end(); }
}
exports.count = count;
exports.INSERT = ${JSON.stringify(INSERT)};
`;

const VITEST = `import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { useTestDatabase } from '@prisma-orchestrate/testing';
import { count, INSERT } from './query.cjs';
const database = useTestDatabase({ reset: 'each-test', hooks: { beforeAll, afterAll, beforeEach } });
it('writes', async () => expect(await count(database.url, INSERT)).toBe(1));
it('begins anew', async () => expect(await count(database.url)).toBe(0));
`;

const JEST = `const { useTestDatabase } = require('@prisma-orchestrate/testing');
const { count, INSERT } = require('./query.cjs');
const seed = { key: 'jest', run: async ({ url }) => void (await count(url, INSERT.replace('ada', 'bob'))) };
const database = useTestDatabase({ reset: 'each-test', seed });
it('writes', async () => expect(await count(database.url, INSERT)).toBe(2));
it('begins anew', async () => expect(await count(database.url)).toBe(1));
`;

const NODE = `import { equal } from 'node:assert/strict';
import { it } from 'node:test';
import { createTestDatabase } from '@prisma-orchestrate/testing';
import { count, INSERT } from './query.cjs';
it('writes', async () => {
  const database = await createTestDatabase();
  equal(await count(database.url, INSERT), 1);
  await database.drop();
});
`;

const RUNNERS = {
  'query.cjs': QUERY,
  'vitest.config.mjs': "export default { test: { include: ['*.vitest.mjs'] } };\n",
  'jest.config.cjs': "module.exports = { testMatch: ['**/*.jest.cjs'], watchman: false };\n",
  'one.vitest.mjs': VITEST,
  'two.vitest.mjs': VITEST,
  'one.jest.cjs': JEST,
  'two.jest.cjs': JEST,
  'one.node.mjs': NODE,
  'two.node.mjs': NODE,
};
