import { sqliteRule } from '../../../lint/sql/sql-rule.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { nameOf } from '../sql-tokens.js';
import type { DeclaredColumn } from './read-action.js';
import { isLive, type SqliteCheck, type SqliteRemark, type SqliteView } from './sqlite-view.js';

const USERS = 'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);\n';

const TYPE_TAKEN_FOR_NUMBER = sqliteRule({
  code: 'SQL.TYPE_TAKEN_FOR_NUMBER',
  severity: 'warning',
  summary: 'A column has a type whose name SQLite takes for a number.',
  why: `SQLite knows five kinds of columns and guesses from the letters of the type: \`STRING\` holds none of those for text, so it is NUMERIC, and
\`'007'\` is stored as \`7\`; \`POINT\` holds \`INT\`. Text is \`TEXT\`: https://www.sqlite.org/datatype3.html#determination_of_column_affinity`,
  bad: 'CREATE TABLE "items" ("id" INTEGER NOT NULL PRIMARY KEY, "code" STRING);\n',
  good: 'CREATE TABLE "items" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT, "at" DATETIME, "price" DECIMAL);\n',
});

const ROW_REPLACED = sqliteRule({
  code: 'SQL.ROW_REPLACED',
  severity: 'warning',
  summary: 'Rows are written with OR REPLACE.',
  why: `\`INSERT OR REPLACE\` deletes every row that is in the way, by any unique index, and inserts a new one: columns that the statement does not
name get their default, and rows of other tables that refer to it may be deleted with it. \`INSERT … ON CONFLICT (…) DO UPDATE SET …\` changes the row that is there.`,
  before: USERS,
  bad: `INSERT OR REPLACE INTO "users" ("id", "name") VALUES (1, 'root');\n`,
  good: `INSERT INTO "users" ("id", "name") VALUES (1, 'root') ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name";\n`,
});

const DOUBLE_QUOTED_STRING = sqliteRule({
  code: 'SQL.DOUBLE_QUOTED_STRING',
  severity: 'warning',
  isFixable: true,
  summary: 'A text stands in double quotes, which are for names.',
  why: `SQLite looks for a column of that name and takes it for a text where there is none, so a typing error in a name is no error, and a column that is
added later changes what the statement means. Some builds of SQLite refuse it: https://www.sqlite.org/quirks.html#double_quoted_string_literals_are_accepted`,
  before: USERS,
  bad: 'INSERT INTO "users" ("id", "name") VALUES (1, "root");\n',
  good: `INSERT INTO "users" ("id", "name") VALUES (1, 'root');\n`,
});

/** What becomes of values. */
export const valueRules: SqliteCheck = {
  rules: [TYPE_TAKEN_FOR_NUMBER, ROW_REPLACED, DOUBLE_QUOTED_STRING],
  check: (view) => [...checkTypes(view), ...checkReplaced(view), ...checkQuotes(view)],
};

function checkTypes({ action, statement }: SqliteView): readonly SqliteRemark[] {
  const declared = action.kind === 'create-table' ? action.declared : null;
  const columns =
    action.kind === 'add-column' ? [action.column] : declared?.isStrict === true ? [] : (declared?.columns ?? []);
  return columns.filter(misleads).map((column) => ({
    code: TYPE_TAKEN_FOR_NUMBER.code,
    at: statement.start + column.typeStart,
    message: `SQLite takes ${column.type} of ${quoteIdentifier(column.name)} for ${/INT/i.test(column.type) ? 'an integer' : 'a number'}: a text that looks like one is stored as one.`,
    fix: 'Write TEXT, or another of the types that SQLite knows: INTEGER, REAL, NUMERIC, BLOB.',
  }));
}

/** By the rules of SQLite, and then by what people mean by the name. */
function misleads({ type }: DeclaredColumn): boolean {
  const name = type.toUpperCase();
  if (name === '') return false;
  if (name.includes('INT')) return !INTEGER.test(name);
  return !/CHAR|CLOB|TEXT|BLOB|REAL|FLOA|DOUB/.test(name) && !NUMBER.test(name);
}

const INTEGER = /\b(?:TINY|SMALL|MEDIUM|BIG|UNSIGNED\s+BIG\s+)?INT(?:EGER|[248])?\b/;
const NUMBER = /^(?:NUMERIC|NUMBER|DECIMAL|DEC|BOOLEAN|BOOL|DATE|DATETIME|TIME|TIMESTAMP|JSONB?|ANY|MONEY|BIT)\b/;

function checkReplaced(view: SqliteView): readonly SqliteRemark[] {
  const { action, statement } = view;
  if ((action.kind !== 'insert' && action.kind !== 'update') || !action.replaces || !isLive(view, action.table))
    return [];
  return [
    {
      code: ROW_REPLACED.code,
      at: statement.start,
      message: `Rows of ${quoteIdentifier(action.table)} that are in the way are deleted, with what refers to them.`,
      fix: 'INSERT … ON CONFLICT (<the key>) DO UPDATE SET …; changes the row that is there.',
    },
  ];
}

/** Only where no column can stand. */
function checkQuotes({ tokens, statement, action }: SqliteView): readonly SqliteRemark[] {
  if (action.kind === 'create-trigger' || action.kind === 'create-view') return [];
  const remarks: SqliteRemark[] = [];
  const hasQuery = tokens.some(({ text }) => text.toUpperCase() === 'SELECT');
  let inValues = false;
  let depth = 0;
  for (const [index, { text, start, end }] of tokens.entries()) {
    const previous = tokens[index - 1]?.text.toUpperCase() ?? '';
    if (text.toUpperCase() === 'VALUES' && depth === 0) inValues = true;
    else if (inValues && depth === 0 && !'(,'.includes(text)) inValues = false;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (!text.startsWith('"')) continue;
    // A name with a dot is one all the same.
    const isNamed = previous === '.' || tokens[index + 1]?.text === '.' || tokens[index + 1]?.text === '(';
    if (previous !== 'DEFAULT' && (!inValues || depth === 0 || isNamed || hasQuery)) continue;
    const from = statement.start + start;
    const literal = quoteLiteral(nameOf(text));
    remarks.push({
      code: DOUBLE_QUOTED_STRING.code,
      at: from,
      message: `${text} is a name to SQL, and a text only because there is no such column.`,
      fix: `Write ${literal}.`,
      edit: { changes: [{ start: from, end: statement.start + end, text: literal }] },
    });
  }
  return remarks;
}
