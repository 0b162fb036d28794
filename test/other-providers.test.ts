// Databases that orchestrate cannot migrate: what needs none works, with the real generator, and the rest says why it does not.
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEntries } from '../packages/core/src/testdir.test-support.js';
import { repositoryRoot } from './support/repository.js';
import { runInProcess } from './support/run-in-process.js';

const ID = 'id Int @id @default(autoincrement())';
const OBJECT_ID = 'id String @id @default(auto()) @map("_id") @db.ObjectId';

/** Each with what only it has. */
const PROVIDERS = [
  {
    provider: 'mysql',
    id: ID,
    key: 'Int @db.UnsignedInt',
    userId: 'id Int @id @default(autoincrement()) @db.UnsignedInt',
    columns:
      '  body String @db.LongText\n  kind Kind @default(NEWS)\n  seen DateTime @db.Timestamp(3)\n\n  @@fulltext([body])\n',
    more: 'enum Kind {\n  NEWS\n  NOTE\n}\n',
    migrates: 'prisma migrate dev',
  },
  {
    provider: 'sqlserver',
    settings: '  schemas = ["dbo", "audit"]\n',
    id: 'id Int @id(map: "pk_post", clustered: false) @default(autoincrement())',
    key: 'Int',
    userId: ID,
    columns:
      '  body String @db.NVarChar(Max)\n  at DateTime @default(now(), map: "df_at") @db.DateTimeOffset\n\n  @@schema("audit")\n',
    more: '',
    migrates: 'prisma migrate dev',
  },
  {
    provider: 'mongodb',
    id: OBJECT_ID,
    key: 'String @db.ObjectId',
    userId: OBJECT_ID,
    columns: '  kind Kind @default(NEWS)\n  photos Photo[]\n  tags String[]\n\n  @@fulltext([kind])\n',
    more: 'type Photo {\n  url String\n}\n\nenum Kind {\n  NEWS\n  NOTE\n}\n',
    migrates: 'prisma db push',
  },
].map((each) => ({ settings: '', ...each }));

/** An extension as `list --models` has it. */
interface Listed {
  readonly models: readonly { readonly kind: string; readonly name: string }[];
}

const WITH_DATABASE = [
  ['upgrade', '--all'],
  ['upgrade', '--all', '--dry-run'],
  ['downgrade', '--target', 'base'],
  ['status'],
  ['current'],
  ['history'],
  ['check', '--database'],
  ['stamp', '--all', 'head'],
  ['backup'],
  ['revision', '-m', 'Init', '--auto'],
  ['dev', '-m', 'Init'],
  ['init-extension', 'late'],
];

const roots: string[] = [];
const programs: string[] = [];

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

describe.each(PROVIDERS)('$provider', ({ provider, settings, id, key, userId, columns, more, migrates }) => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'orchestrate-provider-'));
  const run = (...args: readonly string[]) => runInProcess(args, root);
  const ok = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await run(...args, '--json');
    expect({ args, exitCode, why: exitCode === 0 ? '' : stdout + stderr }).toEqual({ args, exitCode: 0, why: '' });
    return JSON.parse(stdout).result;
  };

  beforeAll(() => {
    const schema = settings.includes('schemas') ? '\n  @@schema("dbo")\n' : '';
    addEntries(root, {
      'package.json': '{ "name": "test", "private": true, "type": "module" }\n',
      'prisma.config.ts': "export default { schema: 'prisma/schema.prisma' };\n",
      'prisma/schema.prisma': `generator client {\n  provider = "prisma-client"\n  output = "../src/client"\n}\n\ndatasource db {\n  provider = "${provider}"\n${settings}}\n\nmodel User {\n  ${userId}\n${schema}}\n`,
      'extensions/blog/prisma/schema.prisma': `model Post {\n  ${id}\n  authorId ${key}\n  author User @relation(fields: [authorId], references: [id])\n${columns}}\n\n${more}`,
    });
    roots.push(root);
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  });

  it('is set up, extended, composed, mended, linted and generated from', async () => {
    const { next } = await ok('init');
    expect(JSON.stringify(next)).not.toMatch(/upgrade|stamp|status|revision/);
    expect(await ok('init-extension', 'shop', '--skip-migrate')).toMatchObject({ revision: null, upgrade: null });
    await ok('fix');
    expect(await ok('lint', '--fix')).toMatchObject({ findings: [] });
    expect(await ok('validate')).toMatchObject({ findings: [] });
    const { extensions } = await ok('list', '--models', '--verify');
    const names = extensions.map(({ models }: Listed) => models.filter(({ kind }) => kind === 'model'));
    expect(names.flat().map(({ name }: { readonly name: string }) => name)).toEqual(['User', 'Post', 'ShopItem']);
    await ok('generate');
    addEntries(root, {
      'src/main.ts': `import type { Post, Prisma, User } from './client/client.js';
export const wanted: Prisma.UserWhereInput = { posts: { some: { authorId: { not: undefined } } }, shopItems: { none: {} } };
export function authorOf(post: Post, users: readonly User[]): User | undefined {
  return users.find(({ id }) => id === post.authorId);
}
// @ts-expect-error Nobody has such a field.
export const wrong: Prisma.UserWhereInput = { poems: {} };
`,
    });
    programs.push(join(root, 'src/main.ts'));
  });

  it('is checked as far as that needs no database', async () => {
    expect(await ok('check', '--no-composed')).toMatchObject({
      database: null,
      findings: [{ code: 'CHECK.NOT_REPLAYED', severity: 'warning', fix: expect.stringContaining(migrates) }],
    });
  });

  it('is told what works instead, and nothing of URLs, where a command takes a database', async () => {
    for (const args of WITH_DATABASE) {
      const { exitCode, stdout } = await run(...args, '--json');
      const { error } = JSON.parse(stdout);
      expect({ args, exitCode, error }).toMatchObject({
        args,
        exitCode: 2,
        error: {
          code: 'DATABASE.UNSUPPORTED_PROVIDER',
          message: expect.stringContaining(`"${provider}"`),
          fix: expect.stringContaining(migrates),
        },
      });
    }
  });

  it('gets revisions by hand where Prisma has migrations', async () => {
    const { exitCode, stdout } = await run('revision', '-m', 'Init');
    if (provider === 'mongodb') expect(exitCode).toBe(2);
    else
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('no driver to apply it') });
  });
});

it('the generated clients have types that tsc checks', async () => {
  expect(programs).toHaveLength(PROVIDERS.length);
  const tsc = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', 'node'];
  const [first = ''] = roots;
  const { all } = await execa(process.execPath, [tsc, ...options, ...programs], {
    cwd: first,
    reject: false,
    all: true,
  });
  expect(all).toBe('');
});
