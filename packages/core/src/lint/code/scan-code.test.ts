// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what the code under test holds
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanCode } from './scan-code.js';

/** What is found, one line each. */
function found(text: string, path = 'a.ts'): readonly string[] {
  const scan = scanCode(path, text);
  if (scan.kind === 'unreadable') return [`unreadable: ${scan.reason}`];
  return scan.remarks.map((remark) =>
    remark.kind === 'command'
      ? `${remark.line} prisma ${remark.command}`
      : `${remark.line} ${remark.by}: ${remark.statement.verb} ${remark.statement.object} ${remark.statement.name ?? '?'}`,
  );
}

describe('SQL that changes the schema, by way of the client', () => {
  it.each<readonly [text: string, expected: string]>([
    ['await prisma.$executeRaw`CREATE TABLE "a" (id int)`', '1 $executeRaw: CREATE TABLE "a"'],
    ['prisma.$executeRawUnsafe("create  table if not exists a (id int)")', '1 $executeRawUnsafe: CREATE TABLE a'],
    ["prisma.$queryRawUnsafe('ALTER TABLE a ADD b int')", '1 $queryRawUnsafe: ALTER TABLE a'],
    ['prisma.$queryRaw`DROP INDEX CONCURRENTLY IF EXISTS x.y`', '1 $queryRaw: DROP INDEX x.y'],
    ['prisma.$executeRaw`CREATE TABLE "a ""b" (id int)`', '1 $executeRaw: CREATE TABLE "a ""b"'],
    ['prisma.$executeRaw`-- why\n/* CREATE */ CREATE UNIQUE INDEX a ON b(c)`', '1 $executeRaw: CREATE INDEX a'],
    [
      'prisma.$executeRawUnsafe(`SELECT 1; CREATE OR REPLACE VIEW v AS SELECT 1`)',
      '1 $executeRawUnsafe: CREATE VIEW v',
    ],
    ['prisma.$executeRawUnsafe("CREATE " + "TABLE " + name + " (id int)")', '1 $executeRawUnsafe: CREATE TABLE ?'],
    ['prisma.$executeRawUnsafe(["CREATE TABLE a (", columns, ")"].join("\\n"))', '1 $executeRawUnsafe: CREATE TABLE a'],
    ['const sql = `CREATE TYPE t AS ENUM ()`;\nprisma.$executeRawUnsafe(sql)', '2 $executeRawUnsafe: CREATE TYPE t'],
    ['let sql = "";\nsql += "CREATE SCHEMA s";\nprisma.$executeRawUnsafe(sql)', '3 $executeRawUnsafe: CREATE SCHEMA s'],
    [
      'const SQL = { up: "CREATE TABLE a(b)" };\nprisma.$executeRawUnsafe(SQL.up)',
      '2 $executeRawUnsafe: CREATE TABLE a',
    ],
    [
      'const { up } = { up: "CREATE TABLE a(b)" };\nprisma.$executeRawUnsafe(up)',
      '2 $executeRawUnsafe: CREATE TABLE a',
    ],
    [
      'for (const s of ["SELECT 1", "DROP TABLE a"]) await prisma.$executeRawUnsafe(s)',
      '1 $executeRawUnsafe: DROP TABLE a',
    ],
    [
      'const all = ["DROP VIEW a"];\nall.map((s) => prisma.$executeRawUnsafe(s.trim()))',
      '2 $executeRawUnsafe: DROP VIEW a',
    ],
    ['const { $executeRaw } = prisma;\n$executeRaw`CREATE TABLE a(b)`', '2 $executeRaw: CREATE TABLE a'],
    ['const { $executeRawUnsafe: run } = prisma;\nrun("CREATE TABLE a(b)")', '2 $executeRawUnsafe: CREATE TABLE a'],
    [
      'const run = prisma.$executeRawUnsafe.bind(prisma);\nrun("CREATE TABLE a(b)")',
      '2 $executeRawUnsafe: CREATE TABLE a',
    ],
    ['prisma.$executeRawUnsafe.call(prisma, "CREATE TABLE a(b)")', '1 $executeRawUnsafe: CREATE TABLE a'],
    ['prisma.$executeRawUnsafe.apply(prisma, ["CREATE TABLE a(b)"])', '1 $executeRawUnsafe: CREATE TABLE a'],
    ["prisma['$executeRawUnsafe']('CREATE TABLE a(b)')", '1 $executeRawUnsafe: CREATE TABLE a'],
    ["prisma[`$executeRawUnsafe`]('CREATE TABLE a(b)')", '1 $executeRawUnsafe: CREATE TABLE a'],
    ["this.db?.client?.$executeRawUnsafe?.('CREATE TABLE a(b)')", '1 $executeRawUnsafe: CREATE TABLE a'],
    ["prisma.\\u0024executeRawUnsafe('CREATE TABLE a(b)')", '1 $executeRawUnsafe: CREATE TABLE a'],
    ["prisma\n  .$executeRawUnsafe('CREATE TABLE a(b)' as string)", '2 $executeRawUnsafe: CREATE TABLE a'],
    ['tx.$executeRaw(Prisma.sql`CREATE TABLE a(b)`)', '1 $executeRaw: CREATE TABLE a'],
    ['const q = Prisma.sql`CREATE TABLE a(b)`;\ntx.$executeRaw(q)', '2 $executeRaw: CREATE TABLE a'],
    ['export const q = Prisma.sql`CREATE TABLE a(b)`', '1 Prisma.sql: CREATE TABLE a'],
    ['prisma.$executeRaw`${Prisma.raw("CREATE TABLE a(b)")}`', '1 $executeRaw: CREATE TABLE a'],
    ['prisma.$executeRaw(sql`CREATE TABLE a(b)`)', '1 $executeRaw: CREATE TABLE a'],
    ['prisma.$executeRawUnsafe(fresh ? "DROP TABLE a" : "SELECT 1")', '1 $executeRawUnsafe: DROP TABLE a'],
    [
      "prisma.$executeRawUnsafe(`DO $$ BEGIN EXECUTE 'CREATE TABLE a(b)'; END $$`)",
      '1 $executeRawUnsafe: CREATE TABLE a',
    ],
    [
      'prisma.$executeRawUnsafe("DO $$ BEGIN IF x THEN CREATE TABLE a(b); END IF; END $$")',
      '1 $executeRawUnsafe: CREATE TABLE a',
    ],
    ['prisma.$executeRawUnsafe("SELECT * INTO b FROM a")', '1 $executeRawUnsafe: SELECT INTO TABLE b'],
    ['<A onClick={() => prisma.$executeRaw`DROP TABLE a`} />', '1 $executeRaw: DROP TABLE a'],
  ])('%s', (text, expected) => {
    expect(found(text, text.startsWith('<') ? 'a.tsx' : 'a.ts')).toEqual([expected]);
  });
});

describe('SQL that changes the schema, by way of a driver', () => {
  it.each<readonly [text: string, expected: string]>([
    [
      "import Database from 'better-sqlite3';\nconst db = new Database('x');\ndb.exec('CREATE TABLE a(b)')",
      '3 exec of better-sqlite3: CREATE TABLE a',
    ],
    [
      "const db = require('better-sqlite3')('x');\ndb.prepare('DROP TABLE a').run()",
      '2 prepare of better-sqlite3: DROP TABLE a',
    ],
    [
      "import pg from 'pg';\nconst pool = new pg.Pool();\npool.query({ text: 'ALTER TABLE a ADD b int' })",
      '3 query of pg: ALTER TABLE a',
    ],
    [
      "import { Pool } from 'pg';\nconst pool = new Pool();\nconst c = await pool.connect();\nawait c.query(`CREATE TABLE a(b)`)",
      '4 query of pg: CREATE TABLE a',
    ],
    [
      "import type { PoolClient } from 'pg';\nfunction up(client: PoolClient) { return client.query('CREATE TABLE a(b)') }",
      '2 query of pg: CREATE TABLE a',
    ],
    [
      "import { Client } from 'pg';\nclass A { #c = new Client(); up() { this.#c.query('CREATE TABLE a(b)') } }",
      '2 query of pg: CREATE TABLE a',
    ],
    [
      "import { Client } from 'pg';\nclass A { constructor(private c: Client) {} up() { this.c.query('CREATE TABLE a(b)') } }",
      '2 query of pg: CREATE TABLE a',
    ],
    [
      "const { Client } = await import('pg');\nconst c = new Client();\nc.query('CREATE TABLE a(b)')",
      '3 query of pg: CREATE TABLE a',
    ],
    [
      "import mysql from 'mysql2/promise';\nconst c = await mysql.createConnection('x');\nc.execute('RENAME TABLE a TO b')",
      '3 execute of mysql2/promise: RENAME TABLE a',
    ],
    [
      "import postgres from 'postgres';\nconst sql = postgres('x');\nawait sql`CREATE TABLE a(b)`",
      '3 postgres: CREATE TABLE a',
    ],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });
});

describe('Prisma’s own commands', () => {
  it.each<readonly [text: string, expected: string]>([
    [
      "import { execSync } from 'node:child_process';\nexecSync('npx prisma db push --force-reset')",
      '2 prisma db push',
    ],
    ["import cp from 'child_process';\ncp.exec(`pnpm exec prisma migrate dev --name ${name}`)", '2 prisma migrate dev'],
    [
      "import { spawn } from 'child_process';\nspawn('npx', ['prisma', 'migrate', 'deploy'])",
      '2 prisma migrate deploy',
    ],
    ["import { execa } from 'execa';\nconst args = ['db', 'push'];\nawait execa('prisma', args)", '3 prisma db push'],
    ["import { $ } from 'execa';\nawait $`prisma migrate reset -f`", '2 prisma migrate reset'],
    ["import { $ } from 'execa';\nawait $({ env })`prisma migrate reset -f`", '2 prisma migrate reset'],
    ['await $`prisma migrate resolve --applied x`', '1 prisma migrate resolve'],
    [
      "const { promisify } = require('util');\nconst run = promisify(require('child_process').exec);\nrun('prisma db push')",
      '3 prisma db push',
    ],
    ["Bun.spawn(['bunx', 'prisma', 'db', 'push'])", '1 prisma db push'],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });
});

describe('what is none of it', () => {
  it.each([
    "const text = 'CREATE TABLE a(b)'; console.log(text, prisma.$executeRaw)",
    '// prisma.$executeRaw`CREATE TABLE a(b)`',
    'prisma.$executeRaw`INSERT INTO logs VALUES (${"CREATE TABLE a(b)"})`',
    'prisma.$queryRawUnsafe("SELECT \'x; CREATE TABLE a(b)\'")',
    'prisma.$queryRaw`SELECT created, "drop", truncate(1.5) FROM "CREATE TABLE" /* ; DROP TABLE a */`',
    'prisma.$executeRaw`CREATE TEMP TABLE a AS SELECT 1`',
    'prisma.$executeRaw`CREATE TEMPORARY TABLE IF NOT EXISTS a (b)`; prisma.$executeRaw`DROP TABLE a`',
    'prisma.$executeRawUnsafe("DROP TABLE temp.a")',
    'prisma.$executeRawUnsafe(sql)',
    'prisma.$executeRaw`UPDATE a SET b = ${x}`',
    // Rows are the application's: jobs and tests empty tables.
    'prisma.$executeRaw`TRUNCATE a`; prisma.$executeRawUnsafe(`TRUNCATE TABLE ${names} CASCADE`)',
    'gql`CREATE TABLE a(b)`; sql`DROP TABLE a`',
    "db.exec('CREATE TABLE a(b)')",
    "import { exec } from './x.js';\nexec('prisma db push')",
    "import x from 'pg';\nconst other = make();\nother.query('CREATE TABLE a(b)')",
    "import Database from 'better-sqlite3';\nfunction f(db) { db.exec('CREATE TABLE a(b)') }\nconst db = new Database('x')",
    "/prisma/.exec('prisma db push')",
    "import { execSync } from 'child_process';\nexecSync('prisma generate'); execSync('prisma migrate status'); execSync('prisma migrate diff')",
    "import { execSync } from 'child_process';\nconsole.log('run prisma migrate dev'); execSync('echo prisma db push')",
    "import { execSync } from 'child_process';\nexecSync('orchestrate prisma blog -- migrate status'); execSync('npx orchestrate prisma blog -- migrate deploy')",
    'prisma.$executeRaw`CREATE FUNCTION`.foo; prisma.$queryRaw`DO $$ BEGIN PERFORM 1; END $$`',
    'prisma.$queryRaw`SELECT a FROM b`; const raw = Prisma.raw("a")',
    'prisma.$executeRaw`COMMENT`; prisma.$executeRaw`VACUUM`; prisma.$executeRaw`CREATE ROLE x`',
  ])('%s', (text) => {
    const expected = text.startsWith('prisma.$executeRaw`CREATE FUNCTION') ? 1 : 0;
    expect(found(text)).toHaveLength(expected);
  });
});

describe('reading', () => {
  it('goes on behind a mistake', () => {
    expect(found('const a = 1; const a = 2;\nprisma.$executeRaw`DROP TABLE a`')).toEqual([
      '2 $executeRaw: DROP TABLE a',
    ]);
  });

  it('says what cannot be read', () => {
    expect(scanCode('a.ts', 'prisma.$executeRaw(((')).toMatchObject({ kind: 'unreadable', line: 1 });
  });

  it('reads JavaScript with types, decorators and a first line for the shell', () => {
    expect(found('#!/usr/bin/env node\nfunction f(a: string) { p.$executeRaw`DROP TABLE a` }', 'a.js')).toHaveLength(1);
    expect(
      found('@Injectable()\nclass A { @Inject() p; f() { this.p.$executeRaw`DROP TABLE a` } }', 'a.js'),
    ).toHaveLength(1);
    expect(found('const a = <T,>(x: T) => x; enum E { A } \n p.$executeRaw`DROP TABLE a`', 'a.mts')).toHaveLength(1);
  });

  it('stands long sums and deep nesting', () => {
    const sum = Array.from({ length: 800 }, (_, index) => `"column${index} int,"`).join(' + ');
    expect(found(`p.$executeRawUnsafe("CREATE TABLE a (" + ${sum})`)).toEqual(['1 $executeRawUnsafe: CREATE TABLE a']);
    const deep = `p.$executeRawUnsafe(${'['.repeat(20_000)}${']'.repeat(20_000)})`;
    expect(scanCode('a.ts', deep).kind).toMatch(/^(unreadable|read)$/);
  });

  it('stands names that stand for each other', () => {
    expect(found('let a = b; let b = a; a += a; const { x } = x; p.$executeRawUnsafe(a + x)')).toEqual([]);
  });

  it('stands names that stand for many others', () => {
    const names = Array.from({ length: 14 }, (_, index) => `n${index}`);
    const lines = names.map(
      (name, index) => `let ${name} = n${index + 1}; ${`${name} = n${index + 1} + ${name}; `.repeat(20)}`,
    );
    const code = `import { Pool } from 'pg'; ${lines.join('')} n0.query(n0); p.$executeRawUnsafe(n0); n0(n0); n0\`\${n0}\``;
    expect(found(code)).toEqual([]);
  });

  it('gives an answer for any text', () => {
    const pieces = fc.constantFrom(
      'prisma.$executeRaw`',
      'CREATE TABLE ',
      '`',
      '${',
      '}',
      '(',
      ')',
      '"',
      "'",
      '\\',
      'const a = ',
      'a',
      ';',
      '\n',
      '=>',
      '<T>',
      "import pg from 'pg';",
      'new pg.Pool()',
      '.query(',
      '+',
      '+=',
      '[',
      ']',
      '{',
      'async ',
      'function ',
      '/*',
      '*/',
      '//',
      '\u2028',
      '\\u0024',
      '🙂',
      '?.',
      ' as ',
      'class A {',
      '#x',
      '@d ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: pieces }, fc.string()), { maxLength: 30 }), (parts) => {
        for (const path of ['a.ts', 'a.tsx', 'a.js']) {
          expect(['read', 'unreadable']).toContain(scanCode(path, `p.$executeRaw;${parts.join('')}`).kind);
        }
      }),
      { numRuns: 300 },
    );
  });
});
