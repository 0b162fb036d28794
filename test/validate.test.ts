import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { addEntries, testdir } from '../packages/core/src/testdir.test-support.js';
import { copySample } from './support/copy-sample.js';
import { readContentsOf } from './support/directory-contents.js';
import { repositoryRoot } from './support/repository.js';
import { cleanEnvironment } from './support/run-cli.js';
import { runInProcess } from './support/run-in-process.js';

const DATASOURCE = 'datasource db {\n  provider = "sqlite"\n}\n\n';

/** Prisma's own CLI. Commands that touch no database only want its engine to be some executable. */
function prisma(args: readonly string[], cwd: string) {
  const cli = join(repositoryRoot, 'node_modules/prisma/build/index.js');
  return execa(process.execPath, [cli, ...args], {
    cwd,
    env: cleanEnvironment({ PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }),
    extendEnv: false,
    reject: false,
    all: true,
  });
}

const schemaOf = (extension: string): string => `extensions/${extension}/prisma/schema.prisma`;
const dependsOn = (...extensions: readonly string[]): string =>
  JSON.stringify({ orchestrate: { dependsOn: extensions } });

/** One problem of each kind, each in an extension of its own. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'package.json': '{ "private": true }',
  'prisma/schema.prisma': `${DATASOURCE}model User {
  id    Int    @id
  email String @unique
}

model Team {
  id      Int  @id
  members Int
}
`,
  // Two models of one name, and two of one name but for its case.
  [schemaOf('accounts')]: 'model User {\n  id Int @id\n}\n',
  [schemaOf('again')]: 'model team {\n  id Int @id\n}\n',
  // A table, an index and a history table that belong to others.
  [schemaOf('blog')]:
    'model Post {\n  id    Int    @id\n  title String @unique(map: "title_key")\n\n  @@map("posts")\n}\n',
  [schemaOf('forum')]: 'model Thread {\n  id Int @id\n\n  @@map("posts")\n}\n',
  [schemaOf('index')]: 'model Page {\n  id    Int    @id\n  title String\n\n  @@index([title], map: "title_key")\n}\n',
  // An implicit many-to-many table that is another's table.
  [schemaOf('joins')]:
    'model Dish {\n  id    Int    @id\n  menus Menu[]\n}\n\nmodel Menu {\n  id     Int    @id\n  dishes Dish[]\n}\n',
  [schemaOf('joint')]: 'model Joint {\n  id Int @id\n\n  @@map("_DishToMenu")\n}\n',
  [schemaOf('ledger')]: 'model Row {\n  id Int @id\n\n  @@map("_prisma_migrations_blog")\n}\n',
  // A reference that is not declared, after an opposite field was inserted above it; with CRLF.
  [schemaOf('likes')]:
    'model Like {\r\n  id     Int  @id\r\n  userId Int\r\n  user   User @relation(fields: [userId], references: [id])\r\n\r\n  postId Int\r\n  post   Post @relation(fields: [postId], references: [id])\r\n}\r\n',
  // Opposite fields that cannot be, and extending blocks that hold more than those.
  [schemaOf('members')]:
    'model Member {\n  id     Int  @id\n  teamId Int\n  team   Team @relation(fields: [teamId], references: [id])\n}\n',
  [schemaOf('pairs')]:
    'model Pair {\n  id  Int  @id\n  aId Int\n  a   User @relation(fields: [aId], references: [id])\n  bId Int\n  b   User @relation(fields: [bId], references: [id])\n}\n',
  [schemaOf('profile')]: '/// @extend\nmodel User {\n  bio String?\n\n  @@index([email])\n}\n',
  [schemaOf('readers')]: 'model Book {\n  id      Int    @id\n  readers User[]\n}\n',
  // Dependencies that are no dependencies.
  'extensions/x1/package.json': dependsOn('x2'),
  [schemaOf('x1')]: '',
  'extensions/x2/package.json': dependsOn('x1'),
  [schemaOf('x2')]: '',
  'extensions/x3/package.json': dependsOn('blgo'),
  [schemaOf('x3')]: '',
  // What only Prisma's validator knows, after fields were inserted into the same file above it.
  [schemaOf('y')]:
    'model Shelf {\n  id     Int     @id\n  userId Int     @unique\n  user   User    @relation(fields: [userId], references: [id])\n}\n\nmodel Slot {\n  id    Int     @id\n  shelf String2\n}\n',
  // A block without an end.
  [schemaOf('z')]: 'model Open {\n  id Int @id\n',
};

/** By extension in dependency order (those in a cycle come last), then by place, as `validate` prints them. */
const FOUND: readonly string[] = [
  `${schemaOf('accounts')}:1:7  error  COMPOSITION.NAME_CLASH`,
  `${schemaOf('again')}:1:7  error  COMPOSITION.NAME_CLASH`,
  `${schemaOf('forum')}:4:3  error  COMPOSITION.TABLE_CLASH`,
  `${schemaOf('index')}:5:3  error  COMPOSITION.CONSTRAINT_CLASH`,
  `${schemaOf('joint')}:4:3  error  COMPOSITION.JOIN_TABLE_CLASH`,
  `${schemaOf('ledger')}:4:3  error  COMPOSITION.HISTORY_TABLE_CLASH`,
  `${schemaOf('likes')}:7:10  error  COMPOSITION.UNDECLARED_DEPENDENCY`,
  `${schemaOf('members')}:4:3  error  COMPOSITION.OPPOSITE_FIELD_CLASH`,
  `${schemaOf('pairs')}:4:3  error  COMPOSITION.AMBIGUOUS_RELATIONS`,
  `${schemaOf('profile')}:3:3  error  COMPOSITION.EXTEND_COLUMN`,
  `${schemaOf('profile')}:5:3  error  COMPOSITION.EXTEND_ATTRIBUTE`,
  `${schemaOf('readers')}:3:3  error  COMPOSITION.MANY_TO_MANY_OPPOSITE`,
  'extensions/x3/package.json:1:1  error  COMPOSITION.UNKNOWN_DEPENDENCY',
  `${schemaOf('y')}:9:9  error  SCHEMA.INVALID`,
  `${schemaOf('z')}:1:1  error  COMPOSITION.UNCLOSED_BLOCK`,
  'extensions/x1/package.json:1:1  error  COMPOSITION.DEPENDENCY_CYCLE',
];

describe('validate', () => {
  it('shows a problem of each kind in one run, each at its place and with its fix', async () => {
    const cwd = testdir(PROBLEMS);
    const before = readContentsOf(cwd);
    const { exitCode, stdout, stderr } = await runInProcess(['validate'], cwd);
    expect(exitCode).toBe(1);
    const lines = (stdout + stderr).split('\n');
    expect(lines.filter((line) => /^\S+:\d+:\d+ {2}\w+ {2}\S+$/.test(line))).toEqual(FOUND);
    expect(lines.filter((line) => line.startsWith('  fix: '))).toHaveLength(FOUND.length);
    expect(lines).toContain(`${FOUND.length} errors`);

    const document = JSON.parse((await runInProcess(['validate', '--json'], cwd)).stdout);
    const owners = document.result.findings.map(({ extension }: { extension: string }) => extension);
    expect(owners).toEqual(FOUND.map((line) => line.split('/')[1]));
    expect(readContentsOf(cwd)).toEqual(before);
  });

  it.each(['\n', '\r\n'])('points into the user file where fields were inserted, with line ends %j', async (end) => {
    const core = `${DATASOURCE}model User {\n  id Int @id\n}\n\nmodel Broken {\n  id Int @id\n  x  Nope\n}\n`;
    const post =
      'model Post {\n  id     Int  @id\n  userId Int\n  user   User @relation(fields: [userId], references: [id])\n}\n';
    const cwd = testdir({ 'prisma/schema.prisma': core.replaceAll('\n', end), [schemaOf('blog')]: post });
    const { result } = JSON.parse((await runInProcess(['validate', '--json'], cwd)).stdout);
    const where = { file: 'prisma/schema.prisma', line: 11, column: 6 };
    expect(result.findings).toMatchObject([{ code: 'SCHEMA.INVALID', extension: 'core', where }]);
  });
});

describe('compose', () => {
  it('writes what changed and nothing else', async () => {
    await using sample = await copySample();
    const cwd = sample.directory;
    const folder = join(cwd, 'generated/schema');
    expect((await runInProcess(['compose', '--check'], cwd)).exitCode).toBe(1);
    expect(existsSync(folder)).toBe(false);
    expect((await runInProcess(['compose'], cwd)).exitCode).toBe(0);
    const first = readContentsOf(folder);
    const times = timesOf(folder);
    expect(Object.keys(first)).toEqual(
      ['analytics', 'audit-log', 'billing', 'blog', 'comments', 'core'].map((name) => `${name}.prisma`),
    );

    const again = JSON.parse((await runInProcess(['compose', '--json'], cwd)).stdout);
    expect(new Set(again.result.files.map(({ state }: { state: string }) => state))).toEqual(new Set(['unchanged']));
    expect(timesOf(folder)).toEqual(times);
    expect((await runInProcess(['compose', '--check'], cwd)).exitCode).toBe(0);

    appendFileSync(join(cwd, schemaOf('audit-log')), '\nmodel Extra {\n  id Int @id\n}\n');
    const stale = await runInProcess(['compose', '--check'], cwd);
    expect(stale.exitCode).toBe(1);
    expect(stale.stdout + stale.stderr).toContain('generated/schema/audit-log.prisma');
    expect(readContentsOf(folder)).toEqual(first);
    expect((await runInProcess(['compose'], cwd)).exitCode).toBe(0);
    const changed = Object.keys(first).filter((name) => timesOf(folder)[name] !== times[name]);
    expect(changed).toEqual(['audit-log.prisma']);

    rmSync(join(cwd, 'extensions/audit-log'), { recursive: true });
    expect((await runInProcess(['compose'], cwd)).exitCode).toBe(0);
    expect(existsSync(join(folder, 'audit-log.prisma'))).toBe(false);
    expect(readdirSync(folder)).toHaveLength(5);
  });

  it('touches no file of other making in its folder, and nothing beside one', async () => {
    await using sample = await copySample();
    const cwd = sample.directory;
    const folder = join(cwd, 'generated/schema');
    addEntries(folder, { 'notes.md': 'mine', 'mine.prisma': '// mine\n' });
    const { exitCode, stdout } = await runInProcess(['compose', '--json'], cwd);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'COMPOSITION.FOREIGN_FILE',
      message: expect.stringContaining('generated/schema/mine.prisma'),
    });
    expect(readContentsOf(folder)).toEqual({ 'mine.prisma': '// mine\n', 'notes.md': 'mine' });
    rmSync(join(folder, 'mine.prisma'));
    expect((await runInProcess(['compose'], cwd)).exitCode).toBe(0);
    expect(readContentsOf(folder)).toMatchObject({ 'notes.md': 'mine' });
  });
});

/** Every kind of relation between extensions, and what fragments of real projects hold besides. */
const RELATIONS: Readonly<Record<string, string>> = {
  'package.json': '{ "private": true }',
  'prisma/schema.prisma': `${DATASOURCE}generator client {
  provider = "prisma-client"
  output   = "../src/client"
}

enum Role {
  ADMIN
  MEMBER
}

model User {
  id   Int  @id
  role Role @default(MEMBER)
}

/// A key of two columns.
model Place {
  country String
  city    String

  @@id([country, city])
  @@map("places")
}
`,
  // One-to-many, optional and required, to a composite key too; one-to-one; several by name; to itself.
  'extensions/blog/prisma/post.prisma': `model Post {
  id       Int   @id
  authorId Int
  author   User  @relation("Author", fields: [authorId], references: [id], onDelete: Cascade)
  editorId Int?
  editor   User? @relation("Editor", fields: [editorId], references: [id])
  country  String?
  city     String?
  place    Place? @relation(fields: [country, city], references: [country, city])
  parentId Int?
  parent   Post?  @relation("Thread", fields: [parentId], references: [id], onDelete: NoAction, onUpdate: NoAction)
  children Post[] @relation("Thread")
  tags     Tag[]
  readers  User[] @relation("Readers")
}

/// @extend
model User {
  written Post[] @relation("Author")
  edited  Post[] @relation("Editor")
  read    Post[] @relation("Readers")
}
`,
  'extensions/blog/prisma/tag.prisma': 'model Tag {\r\n  id    Int    @id\r\n  posts Post[]\r\n}\r\n',
  'extensions/profile/prisma/schema.prisma': `generator own {
  provider = "prisma-client-js"
}

datasource own {
  provider = "sqlite"
}

model Profile {
  userId Int  @id
  user   User @relation(fields: [userId], references: [id])
  role   Role
}
`,
  'extensions/shop/package.json': dependsOn('blog', 'core'),
  // Names that are words of the schema language, and comments in odd places.
  'extensions/shop/prisma/schema.prisma': `model type { // a model
  id    Int    @id /// of this
  model String @map("enum") // } not the end
  post  Post   @relation(fields: [datasource], references: [id])
  datasource Int @unique
}
`,
  'extensions/empty/prisma/schema.prisma': '// Nothing yet.\n',
};

describe('the composed schema', () => {
  it('of the sample is what Prisma reads, and its client comes out where core wants it', async () => {
    await using sample = await copySample();
    const cwd = sample.directory;
    expect((await runInProcess(['compose'], cwd)).exitCode).toBe(0);
    const before = readContentsOf(join(cwd, 'generated/schema'));
    const validated = await prisma(['validate', '--schema', 'generated/schema'], cwd);
    expect({ exitCode: validated.exitCode, all: validated.all }).toMatchObject({ exitCode: 0 });
    const generated = await prisma(['generate', '--schema', 'generated/schema'], cwd);
    expect({ exitCode: generated.exitCode, all: generated.all }).toMatchObject({ exitCode: 0 });
    // As core's own `output = "../generated/client"` means it, seen from prisma/.
    const client = readFileSync(join(cwd, 'generated/client/client.ts'), 'utf8');
    for (const model of ['User', 'Post', 'Comment', 'Invoice', 'AuditEntry', 'MonthlyRevenue']) {
      expect(client).toContain(`export type ${model} `);
    }
    expect(readContentsOf(join(cwd, 'generated/schema'))).toEqual(before);
    expect((await runInProcess(['compose', '--check'], cwd)).exitCode).toBe(0);
  });

  it('of every kind of relation is valid to Prisma, down to the client', async () => {
    const cwd = testdir(RELATIONS);
    symlinkSync(join(repositoryRoot, 'node_modules'), join(cwd, 'node_modules'), 'junction');
    const composed = await runInProcess(['compose'], cwd);
    expect({ exitCode: composed.exitCode, notes: composed.stderr }).toMatchObject({ exitCode: 0 });
    const validated = await prisma(['validate', '--schema', 'generated/schema'], cwd);
    expect({ exitCode: validated.exitCode, all: validated.all }).toMatchObject({ exitCode: 0 });
    const generated = await prisma(['generate', '--schema', 'generated/schema'], cwd);
    expect({ exitCode: generated.exitCode, all: generated.all }).toMatchObject({ exitCode: 0 });
    const user = readFileSync(join(cwd, 'src/client/models/User.ts'), 'utf8');
    for (const field of ['written', 'edited', 'read', 'profile']) expect(user).toMatch(new RegExp(`\\b${field}\\??:`));
    expect(existsSync(join(cwd, 'src/client/models/type.ts'))).toBe(true);
  });
});

function timesOf(folder: string): Readonly<Record<string, number>> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]));
}
