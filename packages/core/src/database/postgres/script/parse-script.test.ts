import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScript } from './parse-script.js';

const sqlOf = async (script: string): Promise<readonly string[]> => (await parseScript(script)).map(({ sql }) => sql);

describe('parseScript', () => {
  it.each([
    ['nothing', '', []],
    ['blanks and comments', ' \n-- a; b\n/* c; /* d */ */\n;;', []],
    ['two statements', 'SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2']],
    ['no last semicolon', 'SELECT 1;\nSELECT 2\n-- end\n', ['SELECT 1', 'SELECT 2']],
    ['comments around', '-- CreateTable\nCREATE TABLE a (); -- b\n/* c */;', ['CREATE TABLE a ()']],
    ['a comment before the semicolon', 'SELECT 1 -- one\n;\nSELECT 2 /* two */ ;', ['SELECT 1', 'SELECT 2']],
    ['a comment inside', 'SELECT 1 -- one;\n, 2;', ['SELECT 1 -- one;\n, 2']],
    ['what only looks like a comment', `SELECT '-- a', '/* b */';`, [`SELECT '-- a', '/* b */'`]],
    [
      'semicolons in strings and names',
      `SELECT 'a;''b;', E'\\';', U&'c;' AS "d;";SELECT 2`,
      [`SELECT 'a;''b;', E'\\';', U&'c;' AS "d;"`, 'SELECT 2'],
    ],
    ['text of several bytes a character', `SELECT 'é😀' AS "Ω"; SELECT 'ß' ;`, [`SELECT 'é😀' AS "Ω"`, `SELECT 'ß'`]],
    [
      'functions',
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;\nDO $a$ BEGIN PERFORM $$;$$; END $a$;',
      [
        'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
        'DO $a$ BEGIN PERFORM $$;$$; END $a$',
      ],
    ],
    [
      'rules',
      'CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2); SELECT 3',
      ['CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2)', 'SELECT 3'],
    ],
  ])('splits %s', async (_name, script, statements) => {
    expect(await sqlOf(script)).toEqual(statements);
  });

  it('knows what the statements after it rely on', async () => {
    const script =
      "SET a.b = 1; SET LOCAL a.b = 1; RESET ROLE; SELECT set_config('a.b', '1', false); SELECT 1; SET TRANSACTION READ ONLY";
    expect((await parseScript(script)).map(({ setsSession }) => setsSession)).toEqual([
      true,
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('takes no notice of a byte order mark', async () => {
    expect(await parseScript('\uFEFFCREATE TABLE a ();\nSELECT 1')).toMatchObject([
      { sql: 'CREATE TABLE a ()', line: 1 },
      { sql: 'SELECT 1', line: 2 },
    ]);
    expect(await parseScript('\uFEFFCREATE TABEL a ()')).toMatchObject([{ sql: 'CREATE TABEL a ()', line: 1 }]);
  });

  it('counts statements and lines from one', async () => {
    const statements = await parseScript('-- é\r\nSELECT 1;\r\n\r\n/* a\nb */ SELECT\n2; SELECT 3;\nSELECT 4');
    expect(statements.map(({ index, line }) => [index, line])).toEqual([
      [1, 2],
      [2, 5],
      [3, 6],
      [4, 7],
    ]);
  });

  it.each([
    ['a mistake', '\n-- é\nSELECT 1;\nCREATE TABEL a ();\n', 'SELECT 1;\nCREATE TABEL a ();', 3],
    ['a command of psql', 'SELECT 1;\n\\d', 'SELECT 1;\n\\d', 1],
    ['an unterminated string', `SELECT 'a; b`, `SELECT 'a; b`, 1],
    [
      'too many parentheses',
      `SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)}`,
      `SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)}`,
      1,
    ],
    ['too long an expression', `SELECT ${'1+'.repeat(100_000)}1`, `SELECT ${'1+'.repeat(100_000)}1`, 1],
  ])('leaves %s to the database, in one piece', async (_name, script, sql, line) => {
    expect(await parseScript(script)).toEqual([
      { index: 1, sql, line, kind: 'plain', isRedundant: false, setsSession: false, mayChangeTables: true },
    ]);
  });

  it.each([
    ['outside', 'CREATE UNIQUE INDEX CONCURRENTLY i ON a (b)'],
    ['outside', 'DROP INDEX CONCURRENTLY IF EXISTS i'],
    ['outside', 'REINDEX INDEX CONCURRENTLY i'],
    ['outside', 'REINDEX (VERBOSE, CONCURRENTLY ON) TABLE a'],
    ['outside', 'REINDEX DATABASE d'],
    ['outside', 'REINDEX SCHEMA s'],
    ['outside', 'REINDEX SYSTEM d'],
    ['outside', 'VACUUM (ANALYZE) a'],
    ['outside', 'CLUSTER'],
    ['outside', 'CREATE DATABASE d'],
    ['outside', 'DROP DATABASE d'],
    ['outside', `CREATE TABLESPACE t LOCATION '/t'`],
    ['outside', 'DROP TABLESPACE t'],
    ['outside', 'ALTER DATABASE d SET TABLESPACE t'],
    ['outside', 'ALTER SYSTEM SET work_mem = 1'],
    ['outside', 'ALTER TABLE a DETACH PARTITION b CONCURRENTLY'],
    ['outside', 'DISCARD ALL'],
    ['outside', `COMMIT PREPARED 'x'`],
    ['outside', `ROLLBACK PREPARED 'x'`],
    ['outside', `CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p`],
    ['outside', 'DROP SUBSCRIPTION s'],
    ['outside', 'ALTER SUBSCRIPTION s REFRESH PUBLICATION'],
    ['outside', 'ALTER SUBSCRIPTION s ADD PUBLICATION p'],
    ['outside', 'DO $$ BEGIN UPDATE a SET b = 1; COMMIT; END $$'],
    ['plain', `DO $$ BEGIN RAISE 'commit; rollback'; END $$`],
    ['plain', `CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p WITH (connect = false)`],
    ['plain', `CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p WITH (create_slot = off)`],
    ['plain', 'ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (refresh = false)'],
    ['plain', 'CREATE INDEX i ON a (b)'],
    ['plain', 'REINDEX TABLE a'],
    ['plain', 'REINDEX (CONCURRENTLY false) TABLE a'],
    ['plain', 'CLUSTER a'],
    ['plain', 'ANALYZE a'],
    ['plain', 'DISCARD TEMP'],
    ['plain', 'REFRESH MATERIALIZED VIEW CONCURRENTLY m'],
    ['plain', 'ALTER TABLE a DETACH PARTITION b'],
    ['plain', `ALTER TYPE e ADD VALUE 'x'`],
    ['plain', 'SAVEPOINT s'],
    ['plain', 'RELEASE s'],
    ['plain', 'ROLLBACK TO s'],
    ['begin', 'BEGIN'],
    ['begin', 'START TRANSACTION ISOLATION LEVEL SERIALIZABLE'],
    ['end', 'COMMIT AND CHAIN'],
    ['end', 'END'],
    ['end', 'ROLLBACK'],
    ['end', 'ABORT'],
    ['end', `PREPARE TRANSACTION 'x'`],
  ])('knows as %s: %s', async (kind, statement) => {
    expect((await parseScript(`/* c */ ${statement};`)).map((parsed) => parsed.kind)).toEqual([kind]);
  });

  const adding = (values: readonly string[], rest: string): string =>
    `${values.map((value) => `ALTER TYPE "Role" ADD VALUE '${value}';`).join('\n')}\n${rest}`;

  it.each([
    ['a default', `ALTER TABLE a ALTER b SET DEFAULT 'B'`],
    ['a row', `INSERT INTO a VALUES (1, 'B')`],
    ['a list', `UPDATE a SET b = '{X,"B"}'`],
    ['an index', `CREATE INDEX i ON a (b) WHERE b = 'B'`],
    ['the body of a function', `CREATE FUNCTION f() RETURNS "Role" LANGUAGE sql AS $$ SELECT 'B'::"Role" $$`],
    ['a block', `DO $$ BEGIN UPDATE a SET b = 'B'; END $$`],
  ])('runs a new enum value outside where it is used in %s', async (_name, use) => {
    expect((await parseScript(adding(['A', 'B', 'C'], use))).map(({ kind }) => kind)).toEqual([
      'plain',
      'outside',
      'plain',
      'plain',
    ]);
  });

  it.each([
    ['not used', adding(['B'], `COMMENT ON TYPE "Role" IS 'B'; SELECT "B" FROM a; INSERT INTO a VALUES ('AB')`)],
    ['used before only', `INSERT INTO a VALUES ('B'); ${adding(['B'], '')}`],
    ['used by another value', adding(['B'], `ALTER TYPE "Role" ADD VALUE 'C' AFTER 'B'`)],
    [
      'used by a function that is not called',
      adding(['B'], `CREATE FUNCTION f() RETURNS "Role" LANGUAGE plpgsql AS $$ BEGIN RETURN 'B'; END $$`),
    ],
    ['of a type created in the script', `CREATE TYPE "Role" AS ENUM ('A'); ${adding(['B'], `SELECT 'B'::"Role"`)}`],
    ['renamed', `ALTER TYPE "Role" RENAME VALUE 'A' TO 'B'; SELECT 'B'::"Role"`],
  ])('runs a new enum value in the transaction where it is %s', async (_name, script) => {
    expect(new Set((await parseScript(script)).map(({ kind }) => kind))).toEqual(new Set(['plain']));
  });

  it.each([
    [true, 'BEGIN; CREATE TYPE a AS ENUM (); COMMIT;'],
    [true, 'SELECT 1; BEGIN; SELECT 2; COMMIT; START TRANSACTION; SELECT 3; END;'],
    [true, 'BEGIN; SET LOCAL lock_timeout = 1; SAVEPOINT s; ROLLBACK TO s; RELEASE s; COMMIT;'],
    [false, 'BEGIN; SET LOCAL search_path = x; COMMIT; SELECT 1;'],
    [false, 'BEGIN; SET CONSTRAINTS ALL DEFERRED; COMMIT; BEGIN; SELECT 1; COMMIT;'],
    [false, 'BEGIN; CREATE TEMP TABLE a () ON COMMIT DROP; COMMIT; SELECT 1'],
    [false, 'BEGIN; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; COMMIT;'],
    [false, 'BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT;'],
    [false, 'BEGIN; SELECT 1; ROLLBACK;'],
    [false, 'BEGIN; SELECT 1; COMMIT AND CHAIN; SELECT 2; COMMIT'],
    [false, 'BEGIN; BEGIN; COMMIT;'],
    [false, 'COMMIT; BEGIN;'],
    [false, 'BEGIN; SELECT 1;'],
    [false, 'BEGIN; SELECT 1; COMMIT; CREATE INDEX CONCURRENTLY i ON a (b);'],
  ])('tells whether transactions of the script are needless (%s): %s', async (expected, script) => {
    const control = (await parseScript(script)).filter(({ kind }) => kind === 'begin' || kind === 'end');
    expect(new Set(control.map(({ isRedundant }) => isRedundant))).toEqual(new Set([expected]));
  });

  it.each([
    [true, 'CREATE TABLE a ()'],
    [true, 'CREATE TABLE a AS SELECT 1'],
    [true, 'SELECT 1 INTO a'],
    [true, 'CREATE FOREIGN TABLE a () SERVER s'],
    [true, 'IMPORT FOREIGN SCHEMA s FROM SERVER t INTO u'],
    [true, 'DROP TABLE a'],
    [true, 'DROP TYPE a'],
    [true, 'DROP SCHEMA s CASCADE'],
    [true, 'DROP SERVER s CASCADE'],
    [true, 'ALTER TABLE a RENAME TO b'],
    [true, 'ALTER INDEX a RENAME TO b'],
    [true, 'ALTER TABLE a SET SCHEMA s'],
    [true, 'ALTER TYPE a RENAME TO b'],
    [true, 'CREATE TYPE a AS ENUM ()'],
    [true, 'CREATE SCHEMA s CREATE TABLE a ()'],
    [true, 'CREATE EXTENSION citext'],
    [true, 'SELECT f()'],
    [true, 'CALL f()'],
    [true, 'DO $$ BEGIN END $$'],
    [true, 'ROLLBACK TO s'],
    [true, 'ROLLBACK'],
    [false, 'BEGIN'],
    [false, 'COMMIT'],
    [false, 'CREATE SCHEMA s'],
    [false, 'ALTER TABLE a ADD b int, DROP c'],
    [false, 'ALTER TABLE a RENAME b TO c'],
    [false, 'CREATE INDEX i ON a (b)'],
    [false, 'CREATE VIEW v AS SELECT 1'],
    [false, 'CREATE MATERIALIZED VIEW v AS SELECT 1'],
    [false, 'DROP VIEW v CASCADE'],
    [false, 'INSERT INTO a SELECT * FROM b'],
    [false, 'WITH x AS (SELECT 1) DELETE FROM a'],
    [false, `COMMENT ON TABLE a IS 'b'`],
    [false, 'GRANT SELECT ON a TO b'],
    [false, 'SET search_path = s'],
  ])('tells whether tables may change (%s): %s', async (expected, statement) => {
    expect((await parseScript(statement)).map(({ mayChangeTables }) => mayChangeTables)).toEqual([expected]);
  });

  const STATEMENTS = [
    'SELECT 1',
    `SELECT 'a;''b', "c;d" FROM "t;"`,
    `SELECT E'a\\';\\\\', E'b'\n'c\\';'`,
    'SELECT $$;$$, $tag$ $$ ; $tag$, $1',
    'SELECT /* a /* ; */ b; */ 1 -- c;\n + 2',
    `INSERT INTO "Ω" VALUES ('é😀;', U&'\\0061;')`,
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT (2); END',
    `CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS $body$\r\nBEGIN\r\n  PERFORM 1; -- x\r\nEND;\r\n$body$`,
    'CREATE RULE r AS ON INSERT TO a DO ALSO (INSERT INTO b VALUES (1); DELETE FROM c)',
  ];
  const GAPS = ['', ' ', '\n', '\r\n', '-- a; b\n', '-- é\r\n', '/* c; /* ü\n */ */', ';'];

  it('finds exactly the statements that a script was made of, with their lines', async () => {
    const gap = fc.array(fc.constantFrom(...GAPS), { maxLength: 4 }).map((parts) => parts.join(''));
    const script = fc.array(
      fc.tuple(gap, fc.constantFrom(...STATEMENTS), fc.constantFrom('', ' ', '\n-- d\n', ' /* e */\n')),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(script, gap, async (parts, tail) => {
        let text = '';
        const expected = parts.map(([before, sql, after]) => {
          const line = (text + before).split('\n').length;
          text += `${before}${sql}${after};`;
          return { sql, line };
        });
        const statements = await parseScript(text + tail);
        expect(statements.map(({ sql, line }) => ({ sql, line }))).toEqual(expected);
      }),
    );
  });

  it('finds the same in a script that is too long for one tree', async () => {
    const block = STATEMENTS.map((sql) => `-- é\r\n${sql};`).join('\n');
    const blocks = 1_000;
    const [one, many] = await Promise.all([parseScript(block), parseScript(`${block}\n`.repeat(blocks))]);
    const lines = block.split('\n').length;
    expect(many).toHaveLength(one.length * blocks);
    expect(many.at(-1)).toEqual({
      ...one.at(-1),
      index: one.length * blocks,
      line: (one.at(-1)?.line ?? 0) + lines * (blocks - 1),
    });
    expect(new Set(many.map(({ sql }) => sql))).toEqual(new Set(STATEMENTS));
  });

  it('reads one statement of many megabytes', async () => {
    const insert = `INSERT INTO a VALUES ('${"x'';".repeat(1_000_000)}')`;
    expect(await parseScript(`SELECT 1;\n-- rows\n${insert} -- end\n;\nSELECT 2`)).toMatchObject([
      { sql: 'SELECT 1', line: 1 },
      { sql: insert, line: 3, kind: 'plain', mayChangeTables: false },
      { sql: 'SELECT 2', line: 5 },
    ]);
  });
});
