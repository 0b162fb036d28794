import { describe, expect, it } from 'vitest';
import type { SqlLintContext, SqlRemark } from '../../sql-lint.js';
import { lintSqliteScript } from './lint-sqlite-script.js';
import { SQLITE_RULES } from './sqlite-rules.js';

const CONTEXT: SqlLintContext = {
  defaultSchema: null,
  isTransactional: null,
  lockTimeoutMs: null,
  statementTimeoutMs: null,
};

const lint = (sql: string, context: Partial<SqlLintContext> = {}) => lintSqliteScript(sql, { ...CONTEXT, ...context });

const codes = (sql: string, context: Partial<SqlLintContext> = {}) =>
  lint(sql, context).map(({ code }) => code.replace('SQL.', ''));

const PRISMA_TABLES = `-- CreateTable
CREATE TABLE "User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT NOT NULL,
    "data" JSONB,
    "price" DECIMAL NOT NULL,
    "big" BIGINT,
    "ok" BOOLEAN NOT NULL DEFAULT false,
    "raw" BLOB,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "_Tags" (
    "A" INTEGER NOT NULL,
    "B" TEXT NOT NULL,
    CONSTRAINT "_Tags_A_fkey" FOREIGN KEY ("A") REFERENCES "Post" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`;

const BEFORE = `CREATE TABLE "User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT,
    "it's" TEXT, "a ""b" TEXT
);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`;

/** What Prisma's engine writes. */
function rebuild(columns: string, filled: string, selected = filled, rest = ''): string {
  return `-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ${columns}
);
INSERT INTO "new_User" (${filled}) SELECT ${selected} FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
${rest}PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
`;
}

const ALL = '"email", "id", "it\'s", "a ""b"';
const COLUMNS = '"email" TEXT, "it\'s" TEXT, "a ""b" TEXT';

describe('rules for SQLite', () => {
  it.each<readonly [string, readonly string[]]>([
    ['', []],
    [PRISMA_TABLES, []],
    ['-- AlterTable\nALTER TABLE "User" ADD COLUMN "name" TEXT;', []],
    ['ALTER TABLE "User" ADD COLUMN "n" INTEGER NOT NULL DEFAULT 0;', []],
    ['ALTER TABLE "User" ADD COLUMN "teamId" INTEGER REFERENCES "Team" ("id");', []],
    ['-- DropIndex\nDROP INDEX "User_email_key";', []],
    [rebuild(COLUMNS, ALL), ['TABLE_REBUILT']],
    [rebuild(`${COLUMNS}, "age" INTEGER NOT NULL DEFAULT 1`, ALL), ['TABLE_REBUILT']],
    [rebuild(`${COLUMNS}, "age" INTEGER NOT NULL`, ALL), ['TABLE_REBUILT', 'REQUIRED_COLUMN_ADDED']],
    [rebuild('"email" TEXT NOT NULL, "it\'s" TEXT, "a ""b" TEXT', ALL), ['TABLE_REBUILT', 'NOT_NULL_SET']],
    [
      rebuild(
        '"email" TEXT NOT NULL, "it\'s" TEXT, "a ""b" TEXT',
        ALL,
        `coalesce("email", '') AS "email", "id", "it's", "a ""b"`,
      ),
      ['TABLE_REBUILT'],
    ],
    [rebuild('"email" TEXT, "a ""b" TEXT', '"email", "id", "a ""b"'), ['TABLE_REBUILT', 'COLUMN_DROPPED']],
    [rebuild(COLUMNS, ALL, '*'), ['TABLE_REBUILT']],
    [rebuild(COLUMNS, ALL).replace(/INSERT.*\n/, ''), ['TABLE_REBUILT', 'TABLE_DROPPED']],
    [rebuild(COLUMNS, ALL).replace(' AUTOINCREMENT', ''), ['AUTOINCREMENT_LOST', 'TABLE_REBUILT']],
    [rebuild(COLUMNS, ALL).replace(/CREATE UNIQUE INDEX.*\n/, ''), ['TABLE_REBUILT', 'DEPENDENTS_LOST']],
    [
      rebuild(COLUMNS, ALL)
        .replace(/CREATE UNIQUE INDEX.*\n/, '')
        .replace('DROP TABLE', 'DROP INDEX "User_email_key";\nDROP TABLE'),
      ['TABLE_REBUILT'],
    ],
    [rebuild(COLUMNS, ALL, ALL, 'UPDATE "User" SET "email" = NULL;\n'), ['TABLE_REBUILT', 'UPDATE_WITHOUT_WHERE']],
    [rebuild(COLUMNS, ALL).replace('foreign_keys=OFF', 'foreign_keys=ON'), ['FOREIGN_KEYS_PRAGMA', 'TABLE_REBUILT']],
    [
      'ALTER TABLE User RENAME TO old; CREATE TABLE User (id integer primary key autoincrement, email text); INSERT INTO User SELECT id, email FROM old; DROP TABLE old; CREATE UNIQUE INDEX User_email_key ON User(email)',
      ['TABLE_REBUILT', 'COLUMN_DROPPED', 'COLUMN_DROPPED'],
    ],

    ['DROP TABLE "User"', ['TABLE_DROPPED']],
    ['drop table if exists main.[User]', ['TABLE_DROPPED']],
    ['CREATE TABLE t (a TEXT); DROP TABLE T', []],
    ['CREATE TEMP TABLE t AS SELECT 1; DROP TABLE t', []],
    ['CREATE TABLE t (a TEXT); ALTER TABLE t RENAME TO u; DROP TABLE u', []],
    ['CREATE TABLE IF NOT EXISTS "User" (id INTEGER); DROP TABLE "User"', ['TABLE_DROPPED']],
    ["SELECT 'DROP TABLE User'; -- DROP TABLE User\n/* DROP TABLE User */", []],
    ['ALTER TABLE "User" RENAME TO "Member"', ['TABLE_RENAMED']],
    ['ALTER TABLE "User" RENAME TO "Member"; CREATE VIEW "User" AS SELECT * FROM "Member"', []],
    ['ALTER TABLE "User" RENAME COLUMN "email" TO "mail"', ['COLUMN_RENAMED']],
    ['ALTER TABLE `User` RENAME email TO mail', ['COLUMN_RENAMED']],
    ['ALTER TABLE "User" DROP COLUMN "email"', ['COLUMN_DROPPED']],
    ['ALTER TABLE User DROP email', ['COLUMN_DROPPED']],
    ['ALTER TABLE User ADD a TEXT; ALTER TABLE User DROP COLUMN a', []],
    ['CREATE TABLE t (a, b); ALTER TABLE t DROP COLUMN a', []],
    ['ALTER TABLE User ADD a TEXT NOT NULL', ['REQUIRED_COLUMN_ADDED']],
    ['ALTER TABLE User ADD a TEXT NOT NULL DEFAULT NULL', ['REQUIRED_COLUMN_ADDED']],
    ["ALTER TABLE User ADD COLUMN a TEXT DEFAULT 'NOT NULL'", []],
    ['ALTER TABLE User ADD a DATETIME DEFAULT CURRENT_TIMESTAMP', ['DEFAULT_NOT_CONSTANT']],
    ["ALTER TABLE User ADD a TEXT DEFAULT (datetime('now'))", ['DEFAULT_NOT_CONSTANT']],
    ['ALTER TABLE User ADD a TEXT GENERATED ALWAYS AS (email || id) STORED', ['DEFAULT_NOT_CONSTANT']],
    ['ALTER TABLE User ADD a TEXT AS (email || id) VIRTUAL', []],
    ['CREATE INDEX i ON User (email)', ['INDEX_BLOCKS_WRITERS']],
    ['CREATE UNIQUE INDEX IF NOT EXISTS i ON "User" (email) WHERE email IS NOT NULL', ['INDEX_BLOCKS_WRITERS']],
    ['CREATE TABLE t (a); CREATE INDEX i ON t (a)', []],
    ['UPDATE User SET email = NULL', ['UPDATE_WITHOUT_WHERE']],
    ['UPDATE OR IGNORE main.User SET email = (SELECT a FROM b WHERE c)', ['UPDATE_WITHOUT_WHERE']],
    ["UPDATE User SET email = 'WHERE'", ['UPDATE_WITHOUT_WHERE']],
    ['UPDATE User SET email = NULL WHERE id = 1', []],
    ['CREATE TABLE t (a); UPDATE t SET a = 1', []],
    ['DELETE FROM User', ['ROWS_DELETED']],
    ['WITH x AS (SELECT 1 WHERE 1) DELETE FROM "User"', ['ROWS_DELETED']],
    ['DELETE FROM User WHERE id IN (SELECT 1)', []],
    ['CREATE TRIGGER t AFTER INSERT ON User BEGIN DELETE FROM Log; UPDATE User SET a = 1; END', []],

    ['BEGIN; SELECT 1; COMMIT', ['OWN_TRANSACTION', 'OWN_TRANSACTION']],
    ['SAVEPOINT a; RELEASE a', []],
    ['PRAGMA journal_mode = WAL', ['PRAGMA_OUTSIDE']],
    ['PRAGMA main.page_size(4096)', ['PRAGMA_OUTSIDE']],
    ['PRAGMA foreign_keys = ON', ['FOREIGN_KEYS_PRAGMA']],
    ['pragma foreign_keys(0)', ['FOREIGN_KEYS_PRAGMA']],
    ['PRAGMA foreign_keys', []],
    ['PRAGMA user_version = 3', []],
    ['PRAGMA foreign_key_check', []],
    ['VACUUM', ['FILE_REWRITTEN']],
    ["VACUUM INTO 'x.db'", ['FILE_REWRITTEN']],

    [
      'CREATE TABLE t (a STRING, b VARCHAR(20), c, d POINT, e UNSIGNED BIG INT, f DOUBLE PRECISION, g UUID)',
      ['TYPE_TAKEN_FOR_NUMBER', 'TYPE_TAKEN_FOR_NUMBER', 'TYPE_TAKEN_FOR_NUMBER'],
    ],
    ['CREATE TABLE t (a INT, b NUMERIC(10, 2), c TIMESTAMP, d "DATE", e NVARCHAR(5)) WITHOUT ROWID', []],
    ['CREATE TABLE t (a ANY, b INT) STRICT', []],
    ['ALTER TABLE User ADD a string', ['TYPE_TAKEN_FOR_NUMBER']],
    ['CREATE TABLE t (PRIMARY KEY (a), UNIQUE (b), CONSTRAINT c CHECK (a > 0), FOREIGN KEY (a) REFERENCES u)', []],
    ['INSERT OR REPLACE INTO User (id) VALUES (1)', ['ROW_REPLACED']],
    ['replace into User values (1)', ['ROW_REPLACED']],
    ['UPDATE OR REPLACE User SET id = 2 WHERE id = 1', ['ROW_REPLACED']],
    ['INSERT OR IGNORE INTO User (id) VALUES (1)', []],
    ["INSERT INTO User (email) VALUES (replace('a', 'b', 'c'))", []],
    ['CREATE TABLE t (a); INSERT OR REPLACE INTO t VALUES (1)', []],
    ['INSERT INTO User ("id", "email") VALUES (1, "a ""b""")', ['DOUBLE_QUOTED_STRING']],
    ['CREATE TABLE t (a TEXT DEFAULT "x", "b" TEXT DEFAULT \'"\')', ['DOUBLE_QUOTED_STRING']],
    ['INSERT INTO "User" ("id") SELECT "id" FROM "Old"', []],
    ['INSERT INTO User (id) VALUES (1) ON CONFLICT ("id") DO UPDATE SET "email" = excluded."email"', []],
  ])('%s', (sql, expected) => {
    expect(codes(sql, { scriptsBefore: [BEFORE] })).toEqual(expected);
  });

  it('knows what was done to the table since', () => {
    const scriptsBefore = [
      BEFORE,
      'ALTER TABLE "User" RENAME COLUMN "it\'s" TO "its"; ALTER TABLE "User" ADD COLUMN "more" TEXT; ALTER TABLE "User" DROP COLUMN "a ""b"',
      'DROP INDEX "User_email_key"; CREATE TRIGGER "t" AFTER INSERT ON "User" BEGIN SELECT 1; END',
    ];
    const lines = lint(rebuild('"email" TEXT', '"email", "id"'), { scriptsBefore }).map(({ message }) => message);
    expect(lines.slice(1)).toEqual([
      '"User"."its" is not copied: its values are gone, and the running release still asks for it.',
      '"User"."more" is not copied: its values are gone, and the running release still asks for it.',
      'Trigger "t" goes with the old "User", and is not created again.',
    ]);
  });

  it('takes the columns of a replay where no script says them', () => {
    const column = { table: 'User', type: 'TEXT', required: false, hasDefault: false, values: null };
    const columnsBefore = ['id', 'email', 'gone'].map((name) => ({ ...column, name }));
    expect(codes(rebuild('"email" TEXT NOT NULL', '"email", "id"'), { columnsBefore })).toEqual([
      'TABLE_REBUILT',
      'COLUMN_DROPPED',
      'NOT_NULL_SET',
    ]);
  });

  it('points at the clause', () => {
    const sql = `\uFEFF-- 😀; DROP TABLE x\r\nSELECT 1; ALTER TABLE "é""x"\n  DROP COLUMN "b"; DELETE FROM t`;
    expect(lint(sql).map(({ code, line, column }) => [code, line, column])).toEqual([
      ['SQL.COLUMN_DROPPED', 3, 3],
      ['SQL.ROWS_DELETED', 3, 20],
    ]);
  });

  it('mends texts in double quotes', () => {
    const sql = 'INSERT INTO t VALUES ("it\'s ""so""", \'"\', "x")';
    const changes = lint(sql).flatMap(({ edit }) => edit?.changes ?? []);
    const mended = changes.reduceRight((text, it) => text.slice(0, it.start) + it.text + text.slice(it.end), sql);
    expect(mended).toBe(`INSERT INTO t VALUES ('it''s "so"', '"', 'x')`);
    expect(lint(mended)).toEqual([]);
  });

  const own = SQLITE_RULES.filter(({ providers }) => providers !== null);
  it.each(own.map((rule) => [rule.code, rule] as const))('shows %s at work', (code, { bad, good }) => {
    const fires = (example: typeof bad) => {
      if (example.kind !== 'migration') throw new Error('SQL is shown by a migration');
      const remarks: readonly SqlRemark[] = lint(example.sql, { scriptsBefore: [example.before ?? ''] });
      return remarks.some((remark) => remark.code === code);
    };
    expect([fires(bad), fires(good)]).toEqual([true, false]);
  });
});
