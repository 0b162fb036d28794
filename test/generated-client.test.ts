import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { readContentsOf } from './support/directory-contents.js';
import { repositoryRoot } from './support/repository.js';
import { cleanEnvironment, runCli } from './support/run-cli.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';
import { loadTesting } from './support/testing-package.js';

const MODULES = join(repositoryRoot, 'node_modules');

const USER = `model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
`;

const POST = `model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)

  @@index([authorId])
  @@map("blog_posts")
}
`;

const COMMENT = `model Comment {
  id       Int    @id @default(autoincrement())
  body     String
  postId   Int
  post     Post   @relation(fields: [postId], references: [id], onDelete: Cascade)
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])

  @@index([postId])
  @@index([authorId])
  @@map("comments_comments")
}
`;

const CLIENTS = `generator client {
  provider = "prisma-client"
  output   = "../src/client"
}

generator classic {
  provider = "prisma-client-js"
}

`;

const ADAPTERS = {
  sqlite: { name: 'PrismaBetterSqlite3', module: '@prisma/adapter-better-sqlite3', option: 'url' },
  postgresql: { name: 'PrismaPg', module: '@prisma/adapter-pg', option: 'connectionString' },
};

/** Queries that cross core, blog and comments in both directions, with what each must give. */
function program(client: string, provider: keyof typeof ADAPTERS): string {
  const { name, module, option } = ADAPTERS[provider];
  return `import { deepEqual, equal, rejects } from 'node:assert/strict';
import { ${name} } from '${module}';
import { PrismaClient } from '${client}';

const prisma = new PrismaClient({ adapter: new ${name}({ ${option}: process.env['CLIENT_URL'] ?? '' }) });

// From core to blog to comments, and from there to another row of core, in one nested write.
const ada = await prisma.user.create({
  data: {
    email: 'ada@example.org',
    posts: {
      create: { title: 'Notes', comments: { create: { body: 'Yes', author: { create: { email: 'bob@example.org' } } } } },
    },
  },
  include: { posts: { include: { comments: { include: { author: true } } } } },
});
const title: string | undefined = ada.posts[0]?.title;
equal(title, 'Notes');
equal(ada.posts[0]?.comments[0]?.author.email, 'bob@example.org');
// @ts-expect-error A title is a string.
const wrong: number | undefined = ada.posts[0]?.title;
equal(typeof wrong, 'string');
// @ts-expect-error Nobody has such a field.
await rejects(prisma.user.findMany({ where: { poems: { some: {} } } }));

// And back.
const comment = await prisma.comment.findFirstOrThrow({ include: { post: { include: { author: true } } } });
const email: string = comment.post.author.email;
equal(email, 'ada@example.org');
deepEqual(
  await prisma.user.findMany({
    where: { comments: { some: { post: { author: { email } } } } },
    select: { email: true, posts: { select: { title: true } } },
  }),
  [{ email: 'bob@example.org', posts: [] }],
);

await rejects(
  prisma.$transaction(async (transaction) => {
    await transaction.post.update({ where: { id: comment.postId }, data: { title: 'Lost', comments: { deleteMany: {} } } });
    equal(await transaction.comment.count(), 0);
    throw new Error('taken back');
  }),
  /taken back/,
);
const post = await prisma.post.findFirstOrThrow({ include: { comments: true, author: true } });
deepEqual([post.title, post.comments.length, post.author.id], ['Notes', 1, ada.id]);

await prisma.post.deleteMany();
equal(await prisma.comment.count(), 0);
await prisma.user.deleteMany();
await prisma.$disconnect();
console.log('all as it should be');
`;
}

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    target: 'es2023',
    module: 'nodenext',
    skipLibCheck: true,
    types: ['node'],
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
};

/**
 * The packages of the repository, with a copy of `@prisma/client`: the client that its generator writes beside it is then
 * the workspace's own.
 */
function linkPackages(root: string): void {
  mkdirSync(join(root, 'node_modules/@prisma'), { recursive: true });
  const link = (name: string) => symlinkSync(join(MODULES, name), join(root, 'node_modules', name), 'junction');
  for (const name of readdirSync(MODULES)) if (!/^\.|^@prisma$/.test(name)) link(name);
  for (const name of readdirSync(join(MODULES, '@prisma'))) if (name !== 'client') link(`@prisma/${name}`);
  cpSync(join(MODULES, '@prisma/client'), join(root, 'node_modules/@prisma/client'), {
    recursive: true,
    // Compilers for other databases and of other sizes, most of what the package weighs.
    filter: (file) => !/(?:mysql|sqlserver|cockroachdb|_small_|\.map$)/.test(file),
  });
}

/** A machine that reaches nothing, whatever way it tries. */
const UNREACHABLE = {
  PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
};

describe.each(DATABASES)('the generated client on $name', (on) => {
  it('reads and writes across extensions in both directions, with types that tsc checks', async () => {
    const workspace = await TestWorkspace.on(
      on,
      { core: CLIENTS + USER, blog: POST, comments: COMMENT },
      {
        'package.json': '{ "name": "test", "private": true, "type": "module" }\n',
        'extensions/comments/package.json': '{ "name": "comments", "orchestrate": { "dependsOn": ["blog"] } }\n',
        'tsconfig.json': JSON.stringify(TSCONFIG),
        'src/main.ts': program('./client/client.js', on.provider),
        'src/classic.ts': program('@prisma/client', on.provider),
      },
    );
    const { root, database } = workspace;
    linkPackages(root);
    await workspace.ok('dev', '-m', 'Begin', '--no-generate');
    const run = await runCli(['generate'], { cwd: root, env: UNREACHABLE });
    expect({ exitCode: run.exitCode, stderr: run.exitCode === 0 ? '' : run.stderr }).toEqual({
      exitCode: 0,
      stderr: '',
    });
    expect(run.stdout).toContain('client in src/client, classic in node_modules/.prisma/client');
    const again = await runCli(['generate'], { cwd: root, env: UNREACHABLE });
    expect(again.stdout).toMatch(/^Nothing to do: /);

    const env = cleanEnvironment({
      CLIENT_URL: database.url.replace(/^file:(?!\/)(.*)$/, (_, file) => `file:${resolve(root, file)}`),
    });
    const node = (...args: readonly string[]) => execa(process.execPath, args, { cwd: root, env, extendEnv: false });
    await node(join(MODULES, 'typescript/bin/tsc'), '-p', '.');
    for (const name of ['main', 'classic']) expect((await node(`dist/${name}.js`)).stdout).toBe('all as it should be');

    // Nor does it notice that a database is one for tests.
    const { createTestDatabase } = await loadTesting();
    await using forTests = await createTestDatabase({ cwd: root, server: database.url });
    const main = { cwd: root, env: { ...env, CLIENT_URL: forTests.url }, extendEnv: false };
    expect((await execa(process.execPath, ['dist/main.js'], main)).stdout).toBe('all as it should be');
  });
});

describe('the generators of the core fragment', () => {
  const GENERATORS = `generator client {
  provider = "prisma-client"
  output   = "../client"
}

generator json {
  provider = "prisma-json-types-generator"
}

generator kysely {
  provider = "prisma-kysely"
  output   = "../kysely"
}

generator own {
  provider      = "node ./tools/gen.mjs"
  output        = "./own"
  binaryTargets = ["native", "windows"]
}

`;

  const OWN = `import helper from '@prisma/generator-helper';
import { mkdirSync, writeFileSync } from 'node:fs';
helper.generatorHandler({
  onManifest: () => ({ prettyName: 'own', requiresEngines: ['schemaEngine'] }),
  onGenerate: async ({ dmmf, generator: { output } }) => {
    mkdirSync(output.value, { recursive: true });
    writeFileSync(output.value + '/models.txt', dmmf.datamodel.models.map(({ name }) => name).join());
  },
});
`;

  it('all run, without an engine, and write what plain Prisma does where their author meant', async () => {
    const workspace = await TestWorkspace.on(
      SQLITE,
      { core: `${GENERATORS}${USER.replace('}', '  /// [Settings]\n  settings Json?\n}')}`, blog: POST },
      { 'tools/gen.mjs': OWN },
    );
    symlinkSync(MODULES, join(workspace.root, 'node_modules'), 'junction');
    const run = await runCli(['generate'], { cwd: workspace.root, env: UNREACHABLE });
    expect({ exitCode: run.exitCode, stderr: run.exitCode === 0 ? '' : run.stderr }).toEqual({
      exitCode: 0,
      stderr: '',
    });
    const outputs = () =>
      ['client', 'kysely', 'prisma/own'].map((output) => readContentsOf(join(workspace.root, output)));
    const ours = outputs();
    expect(workspace.read('client/models/User.ts')).toContain('PrismaJson.Settings');
    expect(workspace.read('kysely/types.ts')).toContain('blog_posts: Post');
    expect(workspace.read('prisma/own/models.txt')).toBe('Post,User');

    for (const output of ['client', 'kysely', 'prisma/own']) workspace.remove(output);
    await execa(
      process.execPath,
      [join(MODULES, 'prisma/build/index.js'), 'generate', '--schema', 'generated/schema'],
      {
        cwd: workspace.root,
        env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
        preferLocal: true,
        localDir: workspace.root,
      },
    );
    expect(outputs()).toEqual(ours);
  });
});
