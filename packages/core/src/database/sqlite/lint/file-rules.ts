import { sqliteRule } from '../../../lint/sql/sql-rule.js';
import type { SqliteCheck } from './sqlite-view.js';

const PRAGMA_OUTSIDE = sqliteRule({
  code: 'SQL.PRAGMA_OUTSIDE',
  severity: 'warning',
  summary: 'A pragma of the connection or of the file stands in a revision.',
  why: `\`journal_mode\`, \`synchronous\`, \`page_size\`, \`auto_vacuum\` and their like do nothing in a transaction, so orchestrate runs the whole revision statement by
statement for them: when it fails half-way, the first half stays. What is set for the connection is gone with it. Set it where the application opens the database.`,
  bad: 'PRAGMA journal_mode = WAL;\n',
  good: 'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
});

const FOREIGN_KEYS_PRAGMA = sqliteRule({
  code: 'SQL.FOREIGN_KEYS_PRAGMA',
  severity: 'warning',
  summary: 'A script turns foreign keys on or off where that means nothing, or harm.',
  why: `Orchestrate has foreign keys off while a revision runs, and checks them all before it commits; inside a transaction the pragma does nothing. By hand, \`ON\` before a table is
dropped to be made anew deletes the rows that refer to it. Prisma's engine writes it around the tables that it makes anew, and that is not meant.`,
  bad: 'PRAGMA foreign_keys = ON;\nCREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
  good: 'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
});

const FILE_REWRITTEN = sqliteRule({
  code: 'SQL.FILE_REWRITTEN',
  severity: 'warning',
  summary: 'The whole database file is written anew.',
  why: `\`VACUUM\` copies the file, with room for both, while nobody else can write; it runs in no transaction, so that the whole revision runs statement by
statement. Do it by hand when nobody is there, or set \`auto_vacuum\` when the file is made.`,
  bad: 'VACUUM;\n',
  good: 'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
});

/** The database file and the connection to it. */
export const fileRules: SqliteCheck = {
  rules: [PRAGMA_OUTSIDE, FOREIGN_KEYS_PRAGMA, FILE_REWRITTEN],
  check: ({ action, statement, rebuilds, position }) => {
    const at = statement.start;
    if (action.kind === 'vacuum') {
      return [
        {
          code: FILE_REWRITTEN.code,
          at,
          message: 'The whole database file is copied while nobody else can write, and the revision is no transaction.',
          fix: 'Do it by hand when nobody is there.',
        },
      ];
    }
    if (action.kind !== 'pragma') return [];
    if (statement.kind === 'outside') {
      return [
        {
          code: PRAGMA_OUTSIDE.code,
          at,
          message: `PRAGMA ${action.name} means nothing in a transaction, so this revision is none.`,
          fix: 'Set it where the application opens the database.',
        },
      ];
    }
    if (action.name !== 'foreign_keys' || action.value === '') return [];
    const isOn = ['on', '1', 'true', 'yes'].includes(action.value);
    if (rebuilds.length > 0 && !(isOn && rebuilds.some(({ drop }) => drop > position))) return [];
    return [
      {
        code: FOREIGN_KEYS_PRAGMA.code,
        at,
        message:
          rebuilds.length > 0
            ? 'By hand, this makes dropping the old table delete the rows that refer to it; orchestrate has foreign keys off, and it does nothing.'
            : 'It does nothing: orchestrate has foreign keys off while the revision runs, and checks them all before it commits.',
        fix: 'Take the statement out.',
      },
    ];
  },
};
