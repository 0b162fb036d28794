// Scripts that nobody writes, read by our readers and by the databases' own.
import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { loadModule, parseSync, scanSync } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { evil, fuzz, mutated } from '../fuzz.test-support.js';
import { suppressionsInSql } from '../lint/suppress/suppressions-in-sql.js';
import type { Driver } from './database.js';
import { driverFor } from './driver-for.js';
import type { SqlLintContext } from './sql-lint.js';

// Words as they are, names behind a colon.
const COMMON = [
  'CREATE TABLE :t ( :a INTEGER NOT NULL , :b TEXT , PRIMARY KEY ( :a ) )',
  'CREATE TABLE IF NOT EXISTS :u ( :a INTEGER )',
  'CREATE UNIQUE INDEX :i ON :t ( :a )',
  'CREATE VIEW :v AS SELECT :a FROM :t',
  'DROP TABLE :t',
  'DROP TABLE IF EXISTS :t',
  'DROP INDEX IF EXISTS :i',
  'DROP VIEW :v',
  'ALTER TABLE :t ADD COLUMN :c INTEGER',
  'ALTER TABLE :t ADD COLUMN :c INTEGER NOT NULL',
  'ALTER TABLE :t DROP COLUMN :b',
  'ALTER TABLE :t RENAME TO :u',
  'ALTER TABLE :t RENAME COLUMN :b TO :c',
  'DELETE FROM :t',
  'DELETE FROM :t WHERE :a = 1',
  'UPDATE :t SET :b = 2',
  'INSERT INTO :t ( :a ) SELECT :a FROM :u',
  'WITH :x AS ( SELECT 1 ) DELETE FROM :t',
];
const SQLITE = [
  ...COMMON,
  'INSERT OR REPLACE INTO :t VALUES ( 1 , 2 )',
  'CREATE TRIGGER :g AFTER INSERT ON :t BEGIN UPDATE :t SET :b = CASE WHEN 1 THEN 2 END ; DELETE FROM :u ; END',
  'CREATE TEMP TRIGGER :g AFTER INSERT ON :t BEGIN SELECT 1 ; END',
  'CREATE VIRTUAL TABLE :f USING fts5 ( :a )',
  'PRAGMA foreign_keys = OFF',
  'DROP TRIGGER IF EXISTS :g',
];
const POSTGRES = [
  ...COMMON,
  'DROP TABLE :t CASCADE',
  'DROP TABLE :t , :u',
  'DROP SCHEMA :s CASCADE',
  'DROP TYPE :e',
  'TRUNCATE TABLE :t',
  'TRUNCATE :t , :u RESTART IDENTITY',
  'ALTER TABLE :s . :t ALTER COLUMN :a TYPE TEXT',
  'ALTER TABLE ONLY :t ALTER :a SET NOT NULL',
  'ALTER TABLE :t ADD CONSTRAINT :k FOREIGN KEY ( :a ) REFERENCES :u ( :a )',
  'ALTER TABLE :t ADD CONSTRAINT :k UNIQUE ( :a )',
  'ALTER TABLE :t ADD CONSTRAINT :k CHECK ( :a > 0 )',
  'ALTER TYPE :e ADD VALUE :n',
  'CREATE INDEX CONCURRENTLY :i ON :t ( :a )',
  'CREATE TYPE :e AS ENUM ( )',
  'CREATE FUNCTION :f ( ) RETURNS INTEGER LANGUAGE SQL BEGIN ATOMIC SELECT 1 ; SELECT CASE WHEN TRUE THEN 2 END ; END',
  'COMMENT ON TABLE :t IS NULL',
  'LOCK TABLE :t IN ACCESS EXCLUSIVE MODE',
  'REINDEX TABLE :t',
  'VACUUM FULL :t',
].filter((statement) => !statement.includes(':n'));

const STRINGS = ["'a;b'", "''';'", "'--'", "'/*'", "'é😀'", "'\"'"];
const COMMENTS = ['/* ; */', "/* ' */", '-- ;\n', '-- " \n', '/**/', '/***/', '/* -- */', '-- é😀\n'];

interface Dialect {
  readonly provider: string;
  readonly statements: readonly string[];
  readonly comments: readonly string[];
  /** Ways to write a name that mean the same. */
  readonly quotes: readonly (readonly [string, string])[];
}

const DIALECTS: readonly Dialect[] = [
  {
    provider: 'sqlite',
    statements: SQLITE,
    comments: COMMENTS,
    quotes: [
      ['', ''],
      ['"', '"'],
      ['`', '`'],
      ['[', ']'],
    ],
  },
  {
    provider: 'postgresql',
    statements: POSTGRES,
    comments: [...COMMENTS, '/* /* ; */ */', "/* /*' */ ; */"],
    quotes: [
      ['', ''],
      ['"', '"'],
    ],
  },
];

const CONTEXT: SqlLintContext = {
  defaultSchema: null,
  isTransactional: null,
  lockTimeoutMs: null,
  statementTimeoutMs: null,
};

const PUNCTUATION = /^[(),;.=>]$/;

/** How a text is written: a number for every choice there is. */
const style = fc.array(fc.nat(997), { minLength: 8, maxLength: 24 });

/** The same statement in another hand: case, quotes, blanks and comments. */
function written(statement: string, { quotes, comments }: Dialect, choices: readonly number[]): string {
  let at = 0;
  const choose = (count: number): number => {
    at += 1;
    return ((choices[at % choices.length] ?? 0) + at * 31) % count;
  };
  const blanks = ['', ' ', '\n', '\t', '\r\n', ' \f', ...comments.map((comment) => ` ${comment}`)];
  let text = '';
  let before = '';
  for (const token of statement.split(' ')) {
    const isClose = text === '' || PUNCTUATION.test(token) || PUNCTUATION.test(before);
    const blank = blanks[choose(blanks.length)] ?? ' ';
    text += text === '' ? '' : isClose || blank !== '' ? blank : ' ';
    const [open, close] = quotes[choose(quotes.length)] ?? ['', ''];
    if (token.startsWith(':')) text += `${open}${token.slice(1)}${close}`;
    else text += [...token].map((letter) => (choose(2) === 0 ? letter.toLowerCase() : letter)).join('');
    before = token;
  }
  return text;
}

const plain = (statement: string): string => statement.replaceAll(':', '');

async function verdicts(driver: Driver, script: string): Promise<object> {
  const statements = await driver.parseScript(script);
  const remarks = await driver.lintScript(script, CONTEXT);
  return {
    statements: statements.map(({ kind, isRedundant, setsSession, mayChangeTables }) => [
      kind,
      isRedundant,
      setsSession,
      mayChangeTables,
    ]),
    touches: await driver.readTouches(statements, null),
    rules: remarks.map(({ code }) => code),
  };
}

describe.each(DIALECTS)('scripts for $provider', async (dialect) => {
  const driver = await driverFor(dialect.provider);
  const one = fc.constantFrom(...dialect.statements);
  const end = fc.constantFrom(';', ' ;\n', ';;', ...dialect.comments.flatMap((it) => [`;${it}`, `\n${it};`]));
  const script = fc
    .array(fc.tuple(one, style, end), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.map(([statement, choices, last]) => written(statement, dialect, choices) + last).join(''));
  const piece = fc.oneof(one.map(plain), evil, fc.constantFrom(...STRINGS, ...dialect.comments, ' ', '\n', ';', 'END'));
  const any = fc.oneof(
    mutated(script),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  );

  it('are judged alike, in whatever hand they are written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(one, style, end), { minLength: 1, maxLength: 4 }), async (parts) => {
        const simple = parts.map(([statement]) => `${plain(statement)};\n`).join('');
        const other = parts.map(([statement, choices, last]) => written(statement, dialect, choices) + last).join('');
        expect(await verdicts(driver, other)).toEqual(await verdicts(driver, simple));
      }),
      fuzz(60),
    );
  });

  it('have their statements, tokens and remarks where they say, whatever stands there', async () => {
    await fc.assert(
      fc.asyncProperty(any, async (text) => {
        // A byte order mark is no part of the script, and text is decoded.
        const sql = text.replace(/\p{Cs}/gu, '').replace(/^\uFEFF+/, '');
        const tokens = await driver.readTokens(sql);
        expect(tokens.map(({ start, end: last }) => sql.slice(start, last)).join('')).toBe(sql);
        const statements = await driver.parseScript(sql);
        let from = 0;
        for (const statement of statements) {
          const start = sql.indexOf(statement.sql, from);
          expect(start).toBeGreaterThanOrEqual(from);
          from = start + statement.sql.length;
        }
        await driver.readTouches(statements, null);
        const lines = sql.split('\n');
        for (const { line, column, edit } of await driver.lintScript(sql, CONTEXT)) {
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
          for (const change of edit?.changes ?? []) {
            expect([0, change.start, change.end, sql.length]).toEqual(
              [0, change.start, change.end, sql.length].sort((left, right) => left - right),
            );
          }
        }
      }),
      fuzz(80),
    );
  });

  it('are suppressed by comments, and by nothing else', async () => {
    const mark = 'orchestrate-ignore A.B: why';
    const around = fc.constantFrom("'", '"', '/*', '*/', '--', '\n', ';', ' ', '$$', '`', '[', ']', "E'", '\\', mark);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(around, one.map(plain)), { maxLength: 12 }), async (parts) => {
        const text = parts.join('').replaceAll(mark, `-- ${mark}`);
        const tokens = await driver.readTokens(text);
        const found = suppressionsInSql({ file: 'a', text, tokens, statements: await driver.parseScript(text) });
        const inComments = tokens.filter(
          ({ kind, start, end: last }) =>
            kind === 'comment' && /^--\s*orchestrate-ignore\b/.test(text.slice(start, last)),
        );
        expect(found.length).toBeLessThanOrEqual(inComments.length);
        for (const { lines } of found) if (lines !== null) expect(lines.last).toBeGreaterThanOrEqual(lines.first);
      }),
      fuzz(60),
    );
  });
});

const script = (statements: readonly string[]): fc.Arbitrary<string> => {
  const dialect = DIALECTS.find((each) => each.statements === statements) ?? (DIALECTS[0] as Dialect);
  const { comments } = dialect;
  const one = fc
    .tuple(fc.constantFrom(...statements), style)
    .map(([statement, choices]) => written(statement, dialect, choices));
  const piece = fc.oneof(one, evil, fc.constantFrom(...STRINGS, ...comments, ' ', '\n', ';', 'END'));
  return fc.oneof(
    mutated(fc.array(one, { maxLength: 5 }).map((parts) => parts.join(';'))),
    fc.tuple(fc.array(piece, { maxLength: 10 }), fc.constantFrom('', ' ')).map(([pieces, gap]) => pieces.join(gap)),
  );
};

/** Text as a file can hold it, without vertical tabs, which SQLite takes for space in some places only. */
const decoded = (text: string): string => text.replace(/\p{Cs}/gu, '').replaceAll(/[\0\v]/g, '');

it('SQLite takes scripts apart where we do', async () => {
  const { parseScript } = await driverFor('sqlite');
  await fc.assert(
    fc.asyncProperty(script(SQLITE), async (text) => {
      const sql = decoded(text);
      // SQLite stumbles over its own copy of a view that ends in an open comment, which we leave out.
      if (sql.lastIndexOf('/*') > sql.lastIndexOf('*/')) return;
      const statements = await parseScript(sql);
      expect(stateAfter(statements.map((statement) => statement.sql))).toEqual(stateAfter([sql]));
    }),
    fuzz(80),
  );
});

/** What SQLite makes of scripts, run one after the other: the schema, and whether there was an error. */
function stateAfter(scripts: readonly string[]): object {
  const database = new BetterSqlite3(':memory:');
  try {
    // What it says of a statement depends on the semicolon behind it.
    const isRefused = answerOf(() => scripts.map((each) => database.exec(each))) === null;
    const names = database.prepare('SELECT type, name, tbl_name FROM sqlite_master ORDER BY 1, 2, 3').raw().all();
    return { isRefused, names };
  } finally {
    database.close();
  }
}

describe('PostgreSQL', () => {
  beforeAll(loadModule);

  it('sees the statements that we see', async () => {
    const { parseScript } = await driverFor('postgresql');
    await fc.assert(
      fc.asyncProperty(script(POSTGRES), async (text) => {
        const sql = decoded(text).replace(/^\uFEFF+/, '');
        const ours = await parseScript(sql);
        const theirs = answerOf(() => parseSync(sql).stmts?.length ?? 0);
        if (theirs === null) return;
        expect(ours).toHaveLength(theirs);
        for (const statement of ours) expect(parseSync(statement.sql).stmts).toHaveLength(1);
      }),
      fuzz(80),
    );
  });

  it('finds comments and ends of statements where we do', async () => {
    const { readTokens } = await driverFor('postgresql');
    await fc.assert(
      fc.asyncProperty(script(POSTGRES), async (text) => {
        const sql = decoded(text);
        const tokens = answerOf(() => scanSync(sql).tokens);
        if (tokens === null) return;
        const bytes = Buffer.from(sql);
        const placeOf = (at: number): number => bytes.toString('utf8', 0, at).length;
        const theirs = tokens
          .filter(({ tokenName, text: of }) => /COMMENT/.test(tokenName) || of === ';')
          .map(({ start }) => placeOf(start));
        const strings = tokens.filter(({ tokenName }) => /CONST/.test(tokenName));
        const ours = (await readTokens(sql))
          .filter(({ kind, start }) => kind === 'comment' || (kind === 'other' && sql[start] === ';'))
          .map(({ start }) => start)
          // A string that goes on in a later line is one token to them.
          .filter((at) => !strings.some(({ start, end }) => placeOf(start) < at && at < placeOf(end)));
        expect(ours).toEqual(theirs);
      }),
      fuzz(80),
    );
  });
});

function answerOf<Answer>(ask: () => Answer): Answer | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
