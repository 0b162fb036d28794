import { describe, expect, it } from 'vitest';
import { createTestDatabase, runSql } from '../packages/core/src/database/postgres/server.test-support.js';
import { BLOG_1, blogWorkspace, CORE_1 } from './support/blog-workspace.js';
import { postgresAt } from './support/cuttable-workspace.js';
import { differenceOf, dumpPostgres } from './support/dump-postgres.js';
import { NOTHING_LEFT, readLeftovers } from './support/postgres-leftovers.js';
import { createRole } from './support/postgres-roles.js';
import { TestWorkspace } from './support/test-workspace.js';

/** Names that take some care; those that Prisma's engine writes right into SQL. */
const ODD = [
  'mixedCASE',
  'select',
  'user',
  'a.b',
  ' a; b -- c ',
  "it's",
  'back\\slash',
  '$$?$1',
  'Größe_naïve_日本語',
  '🐘 table 👩‍👩‍👧',
  'e\u0301te\u0301',
  '_prisma_migration',
  'x'.repeat(63),
  `${'x'.repeat(59)}🐘`,
];

/** A model, an enum, their columns, index and constraints, all by one odd name; and another model that refers to them. */
function oddFragment(name: string, at: number): string {
  const text = JSON.stringify(name);
  // The engine writes values of enums as they are between single quotes.
  const value = JSON.stringify(name.replaceAll("'", ''));
  // What is in one namespace of the database must differ.
  const [type, label, index, foreign, primary] = ['k', 'l', 'i', 'f', 'p'].map((start) =>
    JSON.stringify(another(start, name)),
  );
  return `model Odd${at} {
  id     Int @map(${text})
  label  String? @map(${label})
  kind   OddKind${at} @default(FIRST)
  others OddToo${at}[]

  @@id([id], map: ${primary})
  @@index([label], map: ${index})
  @@map(${text})
}

model OddToo${at} {
  id    Int @id
  oddId Int? @unique @map(${text})
  odd   Odd${at}? @relation(fields: [oddId], references: [id], map: ${foreign})
}

enum OddKind${at} {
  FIRST  @map(${value})
  SECOND

  @@map(${type})
}
`;
}

/** Another name of at most 63 bytes. */
function another(start: string, name: string): string {
  const letters = [start, ...name];
  while (Buffer.byteLength(letters.join('')) > 63) letters.pop();
  return letters.join('');
}

describe('names of tables, columns, enums, values, indexes and constraints', () => {
  it('of many kinds come through all commands, and back', async () => {
    const { url } = await createTestDatabase();
    const before = await dumpPostgres(url);
    const workspace = await TestWorkspace.on(postgresAt(url), { core: ODD.map(oddFragment).join('\n') });
    expect(await workspace.auto('core')).toMatchObject({ kind: 'created', reversible: true });
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    expect(await workspace.auto('core')).toMatchObject({ kind: 'no-change' });
    const tables = await runSql<{ name: string }>(
      url,
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining([...ODD]));
    // Another extension that refers to a table, and uses an enum, leaves both and all others alone.
    const fields = ODD.map(
      (_, at) =>
        `  odd${at}Id Int\n  odd${at} Odd${at} @relation(fields: [odd${at}Id], references: [id])\n  kind${at} OddKind${at}\n`,
    );
    workspace.fragment('blog', `model Post {\n  id Int @id\n${fields.join('')}}\n`);
    const { migrationSql } = await workspace.auto('blog');
    const statements = migrationSql.match(/^(CREATE|ALTER|DROP) (TABLE|TYPE|INDEX) "[^"]+"/gm) ?? [];
    expect([...new Set(statements)]).toEqual(['CREATE TABLE "Post"', 'ALTER TABLE "Post"']);
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    expect(await workspace.downgrade('blog', 'base')).toHaveLength(1);
    expect(await workspace.downgrade('core', 'base')).toHaveLength(1);
    await runSql(url, 'DROP TABLE "_prisma_migrations", "_prisma_migrations_blog"');
    expect(differenceOf(before, await dumpPostgres(url))).toEqual([]);
  });

  it('with double quotes, or single ones in the value of an enum, in SQL written by hand, which Prisma cannot write', async () => {
    const { url } = await createTestDatabase();
    const before = await dumpPostgres(url);
    const workspace = await TestWorkspace.on(postgresAt(url), {
      core: 'model Odd {\n  id Int @id(map: "p\\"k") @map("i\\"d")\n  kind OddKind @map("k\\"")\n\n  @@map("o\\"dd")\n}\n\nenum OddKind {\n  A @map("\\"A\'")\n\n  @@map("\\"kind\\"")\n}\n',
      blog: '',
    });
    workspace.revision('core/20260101000000_odd', {
      up: `CREATE TYPE """kind""" AS ENUM ('"A''');
CREATE TABLE "o""dd" ("i""d" INTEGER NOT NULL, "k""" """kind""" NOT NULL, CONSTRAINT "p""k" PRIMARY KEY ("i""d"));\n`,
      down: 'DROP TABLE "o""dd"; DROP TYPE """kind""";',
    });
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    expect(await workspace.auto('core')).toMatchObject({ kind: 'no-change' });
    workspace.fragment('blog', 'model Post {\n  id Int @id\n}\n');
    expect((await workspace.auto('blog')).migrationSql).not.toContain('dd');
    expect(await workspace.downgrade('core', 'base')).toHaveLength(1);
    await runSql(url, 'DROP TABLE "_prisma_migrations"');
    expect(differenceOf(before, await dumpPostgres(url))).toEqual([]);
  });

  it('longer than 63 bytes are cut as the server cuts them', async () => {
    const { url } = await createTestDatabase();
    for (const name of ['y'.repeat(70), `${'y'.repeat(62)}🐘`]) {
      const workspace = await TestWorkspace.on(postgresAt(url), {});
      workspace.revision('core/20260101000000_long', {
        up: `CREATE TABLE "${name}" ("id" INTEGER NOT NULL PRIMARY KEY);`,
        down: `DROP TABLE "${name}";`,
      });
      expect(await workspace.upgrade('--all')).toHaveLength(1);
      expect(await workspace.downgrade('core', 'base')).toHaveLength(1);
    }
  });
});

const EVERY_SPECIAL_CHARACTER = ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ é';

describe('names in the URL', () => {
  it.each([
    ['plain', 'plain', 'plain'],
    ['Mixed "Quotes"', 'The "Schema"', 'The "Role"'],
    ['a.b/c?d#e@f:g%20&h=i', 'a.b/c?d#e@f:g%20&h=i', 'a.b/c?d#e@f:g%20&h=i'],
    ["it's; -- \\ $1", "it's; -- \\ $1", "it's; -- \\ $1"],
    ['Größe 🐘', 'Größe 🐘', 'Größe 🐘'],
    ['select', 'select', 'select'],
    ['d'.repeat(40), 's'.repeat(63), 'r'.repeat(40)],
  ])('database %s, schema %s, role %s, and a password with every special character', async (database, schema, name) => {
    const role = await createRole({ name, password: EVERY_SPECIAL_CHARACTER, attributes: 'CREATEDB' });
    const { url, name: stored } = await createTestDatabase({ name: database });
    await runSql(
      url,
      `DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO %I', current_database(), ${literal(role.name)}); END $$`,
    );
    const workspace = await blogWorkspace(postgresAt(role.urlOf(url, `schema=${encodeURIComponent(schema)}`)));
    const dry = await workspace.run('upgrade', '--all', '--sql');
    expect(dry.exitCode).toBe(0);
    expect(await workspace.upgrade('--all')).toEqual([CORE_1, BLOG_1]);
    const tables = `SELECT schemaname FROM pg_tables WHERE tablename IN ('User', 'Post', '_prisma_migrations', '_prisma_migrations_blog')`;
    expect(await runSql(url, tables)).toEqual(Array.from({ length: 4 }, () => ({ schemaname: schema })));
    expect(await workspace.auto('blog')).toMatchObject({ kind: 'no-change' });
    for (const command of ['status', 'debug']) {
      const { exitCode, stdout, stderr } = await workspace.run(command, '--verbose');
      expect({ command, exitCode }).toEqual({ command, exitCode: 0 });
      for (const secret of [EVERY_SPECIAL_CHARACTER, encodeURIComponent(EVERY_SPECIAL_CHARACTER)])
        expect(stdout + stderr).not.toContain(secret);
    }
    expect(await workspace.downgrade('core', 'base').catch(() => 'refused')).toBe('refused');
    expect(await workspace.downgrade('blog', 'base')).toEqual([BLOG_1]);
    expect(await readLeftovers(url)).toEqual(NOTHING_LEFT);
    expect(stored).toContain(database);
  });
});

describe('extensions with long names', () => {
  const LONG = `long-${'n'.repeat(43)}`;

  it('have a history table, by the name that the server makes of it', async () => {
    const { url } = await createTestDatabase();
    const workspace = await TestWorkspace.on(postgresAt(url), { [LONG]: 'model Long {\n  id Int @id\n}\n' });
    expect(LONG).toHaveLength(48);
    expect(await workspace.auto(LONG)).toMatchObject({ kind: 'created' });
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    expect(await workspace.upgrade('--all')).toEqual([]);
    await workspace.ok('status');
    const table = `_prisma_migrations_${LONG.replaceAll('-', '_')}`.slice(0, 63);
    expect(await runSql(url, `SELECT count(*)::int AS count FROM "${table}"`)).toEqual([{ count: 1 }]);
    expect(await workspace.auto(LONG)).toMatchObject({ kind: 'no-change' });
    expect(await workspace.downgrade(LONG, 'base')).toHaveLength(1);
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    expect(await readLeftovers(url, [LONG.slice(0, 20)])).toEqual(NOTHING_LEFT);
  });

  it('are refused where the server would keep the history of two in one table', async () => {
    const { url } = await createTestDatabase();
    const before = await dumpPostgres(url);
    const one = `${'n'.repeat(44)}-one`;
    const two = `${'n'.repeat(44)}-two`;
    const workspace = await TestWorkspace.on(postgresAt(url), { [one]: '', [two]: '' });
    for (const extension of [one, two]) workspace.revision(`${extension}/20260101000000_same`, { up: 'SELECT 1;' });
    for (const args of [['upgrade', '--all'], ['status'], ['validate']]) {
      const run = await workspace.run(...args);
      expect({ args, exitCode: run.exitCode }).toEqual({ args, exitCode: 2 });
      expect(run.stdout + run.stderr).toContain(one);
      expect(run.stdout + run.stderr).toContain(two);
    }
    expect(differenceOf(before, await dumpPostgres(url))).toEqual([]);
  });
});

function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
