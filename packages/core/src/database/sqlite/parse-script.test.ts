import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScript } from './parse-script.js';

const sqlOf = (script: string): readonly string[] => parseScript(script).map(({ sql }) => sql);

describe('parseScript', () => {
  it.each([
    ['nothing', '', []],
    ['blanks and comments', ' \n-- a; b\n/* c; */\n;;', []],
    ['two statements', 'SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2']],
    ['no last semicolon', 'SELECT 1;\nSELECT 2', ['SELECT 1', 'SELECT 2']],
    ['a comment before', '-- CreateTable\nCREATE TABLE a (x);', ['CREATE TABLE a (x)']],
    ['a comment inside', 'SELECT 1 -- one;\n, 2;', ['SELECT 1 -- one;\n, 2']],
    ['a semicolon in a string', `SELECT 'a;''b;';SELECT 2`, [`SELECT 'a;''b;'`, 'SELECT 2']],
    ['a semicolon in names', 'SELECT "a;", `b;`, [c;] FROM t;SELECT 2', ['SELECT "a;", `b;`, [c;] FROM t', 'SELECT 2']],
    ['an unterminated string', `SELECT 'a; b`, [`SELECT 'a; b`]],
    [
      'letters that look like space',
      'SELECT 1;\u00a0\uFEFF;ALTER\u00a0TABLE a',
      ['SELECT 1', '\u00a0\uFEFF', 'ALTER\u00a0TABLE a'],
    ],
    ['the sign of a comment at the end', 'SELECT 1 /*', ['SELECT 1 /*']],
    ['an unterminated comment', 'SELECT 1 /* ; ', ['SELECT 1']],
    [
      'a trigger',
      'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET x = CASE WHEN 1 THEN 2 END; SELECT 1; END;\nSELECT 2;',
      ['CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET x = CASE WHEN 1 THEN 2 END; SELECT 1; END', 'SELECT 2'],
    ],
    [
      'a temporary trigger with comments',
      'create /* ; */ temp trigger t after insert on a begin select 1; -- done\nend; select 2',
      ['create /* ; */ temp trigger t after insert on a begin select 1; -- done\nend', 'select 2'],
    ],
  ])('splits %s', (_name, script, statements) => {
    expect(sqlOf(script)).toEqual(statements);
  });

  it('splits a text of millions of doubled quotes', () => {
    const insert = `INSERT INTO a VALUES ('${"''".repeat(5_000_000)};')`;
    expect(parseScript(`${insert}; SELECT 1;`).map(({ sql }) => sql.length)).toEqual([insert.length, 8]);
  });

  it('counts statements and lines from one', () => {
    expect(
      parseScript('-- first\r\nSELECT 1;\r\n\r\n/* a\nb */ SELECT\n2;').map(({ index, line }) => [index, line]),
    ).toEqual([
      [1, 2],
      [2, 5],
    ]);
  });

  it.each([
    ['plain', 'CREATE TABLE a (x)'],
    ['plain', 'PRAGMA foreign_keys=OFF'],
    ['plain', 'PRAGMA defer_foreign_keys=ON'],
    ['plain', 'SAVEPOINT s'],
    ['plain', 'ROLLBACK TO s'],
    ['plain', 'ROLLBACK TRANSACTION TO s'],
    ['outside', 'VACUUM'],
    ['outside', 'PRAGMA journal_mode = WAL'],
    ['outside', 'pragma main.journal_mode=wal'],
    ['outside', `ATTACH 'x' AS y`],
    ['begin', 'BEGIN IMMEDIATE'],
    ['end', 'COMMIT'],
    ['end', 'END TRANSACTION'],
    ['end', 'ROLLBACK'],
  ])('knows as %s: %s', (kind, statement) => {
    expect(parseScript(`/* c */ ${statement};`).map((parsed) => parsed.kind)).toEqual([kind]);
  });

  it.each([
    [true, 'CREATE TABLE a (x)'],
    [true, 'create /* a */ temp table a (x)'],
    [true, 'CREATE VIRTUAL TABLE a USING fts5(x)'],
    [true, 'DROP TABLE IF EXISTS a'],
    [true, 'ALTER TABLE a RENAME TO b'],
    [true, 'ALTER TABLE main.a ADD COLUMN b'],
    [true, `ATTACH 'x' AS y`],
    [false, 'ALTER TABLE "a b" ADD COLUMN c'],
    [false, 'ALTER TABLE a DROP COLUMN c'],
    [false, 'CREATE UNIQUE INDEX i ON a (x)'],
    [false, 'INSERT INTO a SELECT * FROM b'],
    [false, 'PRAGMA foreign_keys=OFF'],
  ])('tells whether tables may change (%s): %s', (expected, statement) => {
    expect(parseScript(statement).map(({ mayChangeTables }) => mayChangeTables)).toEqual([expected]);
  });

  it('loses no token of any text, and never throws', () => {
    const pieces = fc.constantFrom(
      "'",
      '"',
      '`',
      '[',
      ']',
      ';',
      '--',
      '/*',
      '*/',
      '\n',
      ' ',
      'a',
      'END',
      'CREATE TRIGGER',
      'é',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const script = parts.join('');
        let from = 0;
        for (const { sql } of parseScript(script)) {
          const at = script.indexOf(sql, from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + sql.length;
        }
      }),
    );
  });

  it('reads a string of many megabytes', () => {
    const long = `INSERT INTO a VALUES ('${"x''".repeat(2_000_000)}')`;
    expect(sqlOf(`${long};SELECT 1`)).toEqual([long, 'SELECT 1']);
  });
});
