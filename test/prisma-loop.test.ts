// The loop of a Prisma user on one of three extensions with the real command: what it does is done to that extension alone,
// and the workspace stays one that orchestrate agrees with.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { addEntries } from '../packages/core/src/testdir.test-support.js';
import { DATABASES } from './support/databases.js';
import { freePort } from './support/free-port.js';
import { repositoryRoot } from './support/repository.js';
import { installResidentPrisma } from './support/resident-prisma/resident-prisma.js';
import { CLI, cleanEnvironment, startCli } from './support/run-cli.js';
import { saysText } from './support/says-text.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const USER = `model User {
  id   Int    @id @default(autoincrement())
  name String
}

generator client {
  provider = "prisma-client"
  output   = "../generated/client"
}
`;
const POST = `// What people write.
/// @extend
model User {
  posts Post[]
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
}
`;
const ORDER = `model Order {
  id     Int  @id @default(autoincrement())
  userId Int
  user   User @relation(fields: [userId], references: [id])
}
`;
const FRAGMENT = 'extensions/blog/prisma/schema.prisma';
const MIGRATIONS = 'extensions/blog/prisma/migrations';
const SEED = `const url = process.env.DATABASE_URL;
if (process.cwd() !== __dirname || !url) process.exit(1);
require('node:fs').writeFileSync('seeded', 'by the seed');
`;

/** Three extensions that refer to core, with a row in each table. */
async function shop(on: (typeof DATABASES)[number]): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(
    on,
    { core: USER, blog: POST, shop: ORDER },
    {
      'extensions/blog/package.json':
        '{ "orchestrate": { "dependsOn": ["core"] }, "prisma": { "seed": "node seed.js" } }',
      'extensions/blog/seed.js': SEED,
    },
  );
  addEntries(workspace.root, { node_modules: null });
  for (const name of ['prisma', '@prisma', 'better-sqlite3']) link(workspace, name);
  for (const extension of ['core', 'blog', 'shop']) await workspace.auto(extension);
  await workspace.upgrade('--all');
  await workspace.database.execute(`INSERT INTO "User" ("name") VALUES ('Ada');
INSERT INTO "Post" ("title", "authorId") VALUES ('Kept', 1);
INSERT INTO "Order" ("userId") VALUES (1);`);
  return workspace;
}

function link(workspace: TestWorkspace, name: string): void {
  symlinkSync(join(repositoryRoot, 'node_modules', name), join(workspace.root, 'node_modules', name));
}

/** From now on Prisma's command runs in the process that the tests share: that is the same, and takes no time to start. */
async function makeResident(workspace: TestWorkspace): Promise<void> {
  workspace.remove('node_modules/prisma');
  await installResidentPrisma(workspace.root);
}

/** At a terminal, which `migrate dev` wants, with someone who says yes. */
async function atTerminal(workspace: TestWorkspace, line: string): Promise<string> {
  const command = `'${process.execPath}' '${CLI}' prisma ${line}`;
  const child = execa('script', ['-qefc', command, '/dev/null'], {
    cwd: workspace.root,
    env: cleanEnvironment({ TERM: 'xterm' }),
    extendEnv: false,
    reject: false,
  });
  saysText(child.stdout, '(y/N)').then(
    () => child.stdin.write('y'),
    () => {},
  );
  const { stdout, exitCode } = await child;
  // Lines are broken where the terminal ends.
  const said = stripVTControlCharacters(stdout).replaceAll(/\s+/g, ' ');
  expect({ line, exitCode, said: exitCode === 0 ? '' : said }).toEqual({ line, exitCode: 0, said: '' });
  return said;
}

async function run(workspace: TestWorkspace, line: string): Promise<string> {
  const { exitCode, stdout, stderr } = await workspace.run('prisma', 'blog', '--', ...line.split(' '));
  expect({ line, exitCode, why: exitCode === 0 ? '' : stdout + stderr }).toEqual({ line, exitCode: 0, why: '' });
  return stdout + stderr;
}

function edit(workspace: TestWorkspace, from: string, to: string): void {
  workspace.write({ [FRAGMENT]: workspace.read(FRAGMENT).replace(from, to) });
}

it.each(DATABASES)('leads a user of Prisma round the loop on $name', async (on) => {
  const workspace = await shop(on);
  const { database } = workspace;
  const others = async () => [await database.rows('User'), await database.rows('Order')];
  const before = await others();

  edit(workspace, '  authorId Int', '  body     String?\n  authorId Int');
  expect(await atTerminal(workspace, 'blog -- migrate dev --name add_body')).toMatch(
    /created and applied.*add_body.*Completed blog\/\d{14}_add_body: requires core\/\d{14}_change_core; down\.sql is drafted and tried/,
  );

  // A rename keeps the data only where somebody says that it is one.
  edit(workspace, '  title    String', '  headline String');
  const made = await atTerminal(workspace, 'blog -- migrate dev --name rename --create-only');
  const renamed = `${MIGRATIONS}/${/Completed blog\/(\d{14}_rename)/.exec(made)?.[1]}`;
  workspace.write({ [`${renamed}/migration.sql`]: 'ALTER TABLE "Post" RENAME COLUMN "title" TO "headline";\n' });
  await atTerminal(workspace, 'blog -- migrate dev');
  expect(workspace.read(`${renamed}/down.sql`)).toMatch(/^-- Undo: /);
  workspace.write({ [`${renamed}/down.sql`]: 'ALTER TABLE "Post" RENAME COLUMN "headline" TO "title";\n' });
  expect(await database.query('SELECT "headline" FROM "Post"')).toEqual([{ headline: 'Kept' }]);

  await makeResident(workspace);
  expect(await run(workspace, 'migrate status')).toContain('Database schema is up to date!');

  await run(workspace, 'migrate reset --force');
  expect(await database.query('SELECT * FROM "Post"')).toEqual([]);
  expect(await others()).toEqual(before);
  await run(workspace, 'db seed');
  expect(workspace.read('extensions/blog/seeded')).toBe('by the seed');

  const fragment = workspace.read(FRAGMENT);
  workspace.write({ 'more.sql': 'ALTER TABLE "Post" ADD COLUMN "note" TEXT;' });
  await run(workspace, 'db execute --file more.sql');
  expect(await run(workspace, 'db pull')).toContain(`Changed ${FRAGMENT}.`);
  const pulled = workspace.read(FRAGMENT);
  expect(pulled).toMatch(/ {2}note +String\?/);
  expect(pulled).toContain('// What people write.\n/// @extend\nmodel User {\n  posts Post[]\n}\n');
  expect(pulled).not.toContain('model Order');
  workspace.write({ [FRAGMENT]: fragment });
  await run(workspace, 'db push --accept-data-loss');
  expect(await others()).toEqual(before);

  await workspace.ok('check', '--database');
  const fresh = await on.create(workspace.root, 'fresh.db');
  await workspace.upgrade('--all', '--database-url', fresh.url);
  expect(await fresh.schema()).toEqual(await database.schema());
});

it.each(DATABASES)('browses the data of $name, and ends at Ctrl+C', async (on) => {
  const { root } = await shop(on);
  const port = await freePort();
  const studio = startCli(['prisma', 'blog', '--', 'studio', '--browser', 'none', '--port', String(port)], {
    cwd: root,
  });
  try {
    await Promise.race([
      saysText(studio.stdout, `localhost:${port}`),
      studio.then(({ stderr }) => expect.fail(stderr)),
    ]);
    const answer = await fetch(`http://localhost:${port}/bff`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ procedure: 'query', query: { sql: 'SELECT "title" FROM "Post"', parameters: [] } }),
    });
    expect(await answer.json()).toEqual([null, [{ title: 'Kept' }]]);
    studio.kill('SIGINT');
    expect(await studio).toMatchObject({ exitCode: 130 });
  } finally {
    studio.kill('SIGKILL');
    await studio;
  }
});

it('checks, formats and generates one extension', async () => {
  const workspace = await shop(SQLITE);
  await makeResident(workspace);
  edit(workspace, '  title    String', 'title String');
  expect(await run(workspace, 'validate')).toContain('are valid');
  await run(workspace, 'format');
  expect(workspace.read(FRAGMENT)).toBe(POST);
  // That starts processes of its own.
  workspace.remove('node_modules/prisma');
  link(workspace, 'prisma');
  expect(await run(workspace, 'generate')).toContain('Generated Prisma Client');
  expect(workspace.read('extensions/blog/generated/client/models/Post.ts')).toContain('Post');
  expect(workspace.has('extensions/blog/generated/client/models/Order.ts')).toBe(false);
  expect(workspace.has('generated/client')).toBe(false);
});
