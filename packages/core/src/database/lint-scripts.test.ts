// No text makes the rules for SQL fail, and what they say is about a place that is there.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintPostgresScript } from './postgres/lint/lint-postgres-script.js';
import { parseSql } from './postgres/script/parse-sql.js';
import type { SqlLintContext, SqlRemark } from './sql-lint.js';
import { lintSqliteScript } from './sqlite/lint/lint-sqlite-script.js';

const PIECES = [
  ...'ADD ALTER AS BEGIN CASCADE CHECK CLUSTER COLUMN COMMIT CONCURRENTLY CONSTRAINT COPY CREATE DEFAULT DELETE DETACH DISABLE'.split(
    ' ',
  ),
  ...'DOMAIN DROP ENUM EXCLUDE EXISTS FOREIGN FROM FULL GENERATED GRANT IDENTITY IF INDEX INSERT INTO KEY LOCK NOT NULL ON'.split(
    ' ',
  ),
  ...'ONLY PARTITION PRAGMA PRIMARY PUBLIC REFERENCES REFRESH REINDEX RENAME REPLACE RULE SCHEMA SELECT SERIAL SET SYSTEM'.split(
    ' ',
  ),
  ...'TABLE TEMP TO TRIGGER TRUNCATE TYPE UNIQUE UPDATE USING VACUUM VALID VALIDATE VALUE VALUES VIEW WHERE WITH'.split(
    ' ',
  ),
  ...[
    't',
    'u',
    '"é""ü"',
    '"😀"',
    's.t',
    "'x'",
    '$$',
    '$a$',
    '(',
    ')',
    '[',
    ']',
    ',',
    ';',
    '.',
    '*',
    '=',
    '::',
    '1',
    'int',
  ],
  ...['-- é\n', '/*', '*/', '\n', '\r\n', '\uFEFF', '"', "'", '`', 'ALTER TABLE t', 'ADD COLUMN a int', 'SET NOT NULL'],
  ...['ALTER COLUMN a TYPE text', 'ADD CONSTRAINT c CHECK (a > 0)', 'CREATE TABLE new_t (a int)', 'DROP TABLE t'],
  ...[
    'ALTER TABLE new_t RENAME TO t',
    'INSERT INTO new_t SELECT * FROM t',
    'FOREIGN KEY (a) REFERENCES u',
    'NOT VALID',
  ],
  ...["ALTER TYPE e ADD VALUE 'x'", 'CREATE INDEX i ON t (a)', 'UPDATE t SET a = 1', 'SET search_path = s'],
];

const STATEMENTS = [
  'ALTER TABLE "é" ADD COLUMN "😀" int NOT NULL, ALTER b SET NOT NULL',
  'ALTER TABLE t ALTER a TYPE text, ADD CONSTRAINT "c c" FOREIGN KEY (a) REFERENCES u',
  'ALTER TABLE t ADD CONSTRAINT "c c" FOREIGN KEY (a) REFERENCES u, ADD CONSTRAINT d CHECK (f(a, "é") > 0)',
  'ALTER TABLE "ü" ADD CONSTRAINT "c c" CHECK (a > 0)',
  'DROP INDEX "ü"',
  'REINDEX (VERBOSE) TABLE t',
  'ALTER TABLE t DETACH PARTITION p',
  'ALTER TABLE t DROP a CASCADE, VALIDATE CONSTRAINT c, DETACH PARTITION p',
  "CREATE TABLE t (a int, b text DEFAULT 'é', PRIMARY KEY (a))",
  'CREATE INDEX "ü" ON t (a, b, c, d)',
  'DROP TABLE t, s."x.y" CASCADE',
  "UPDATE t SET a = '😀'",
  'DELETE FROM t',
  'INSERT INTO t VALUES (1, "x")',
  'ALTER TABLE t RENAME TO u',
  'DROP TABLE t',
  'BEGIN',
  'COMMIT',
  'TRUNCATE t',
];

const script = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(' ')),
  fc
    .array(fc.tuple(fc.constantFrom(...STATEMENTS), fc.constantFrom(';', ';\n', '; -- é\r\n', ' /* 😀; */;')), {
      maxLength: 8,
    })
    .map((parts) => parts.flat().join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

const context = fc.record({
  defaultSchema: fc.constantFrom(null, 'public', 'Ünique'),
  isTransactional: fc.constantFrom(null, true, false),
  lockTimeoutMs: fc.constantFrom(null, 5),
  statementTimeoutMs: fc.constantFrom(null, 5),
  scriptsBefore: fc.array(script, { maxLength: 2 }),
});

/** Remarks at places that are not in the text, and edits that are not. */
function misplaced(text: string, remarks: readonly SqlRemark[]): readonly SqlRemark[] {
  const lines = text.split('\n');
  return remarks.filter(({ line, column, edit }) => {
    const length = lines[line - 1]?.length ?? -1;
    const isEdited = (edit?.changes ?? []).every(({ start, end }) => 0 <= start && start <= end && end <= text.length);
    return !(column >= 1 && column <= length + 1 && isEdited);
  });
}

/** The text with everything mended at once, insertions at one place in their order. */
function mended(text: string, remarks: readonly SqlRemark[]): string {
  const changes = remarks.flatMap(({ edit }) => edit?.changes ?? []).map((change, order) => ({ ...change, order }));
  const backwards = changes.sort((left, right) => right.start - left.start || right.order - left.order);
  return backwards.reduce((done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end), text);
}

describe.each<{
  readonly name: string;
  readonly lint: (text: string, context: SqlLintContext) => Promise<readonly SqlRemark[]>;
}>([
  { name: 'PostgreSQL', lint: lintPostgresScript },
  { name: 'SQLite', lint: async (text, given) => lintSqliteScript(text, given) },
])('rules for $name', ({ lint }) => {
  it('take any text, and speak of places in it', async () => {
    await fc.assert(
      fc.asyncProperty(script, context, async (text, given) => {
        expect(misplaced(text, await lint(text, given))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

it('mends what PostgreSQL can read then', async () => {
  const own = script.filter((text) => /ADD CONSTRAINT|INDEX|DETACH/.test(text));
  await fc.assert(
    fc.asyncProperty(own, context, async (text, given) => {
      const remarks = await lintPostgresScript(text, given);
      const after = mended(text, remarks);
      if (after !== text) expect(await parseSql(after.replace(/^\uFEFF/, ''), () => null)).not.toBeNull();
    }),
    { numRuns: 200 },
  );
});
