import {
  COLUMN_DROPPED,
  COLUMN_RENAMED,
  NOT_NULL_SET,
  OWN_TRANSACTION,
  REQUIRED_COLUMN_ADDED,
  ROWS_DELETED,
  TABLE_DROPPED,
  TABLE_RENAMED,
  UPDATE_WITHOUT_WHERE,
} from '../../../lint/sql/common-sql-rules.js';
import { sqliteRule } from '../../../lint/sql/sql-rule.js';
import { quoteIdentifier } from '../quote.js';
import { keyOf } from './known-schema.js';
import type { DeclaredColumn } from './read-action.js';
import { isLive, type SqliteCheck, type SqliteRemark, type SqliteView } from './sqlite-view.js';

const USERS = 'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT);\n';

const DEFAULT_NOT_CONSTANT = sqliteRule({
  code: 'SQL.DEFAULT_NOT_CONSTANT',
  severity: 'error',
  summary: 'A column is added whose values SQLite cannot give to rows that are there.',
  why: `\`ADD COLUMN\` with \`CURRENT_TIMESTAMP\`, an expression in parentheses or a stored computed value works on the empty table of a developer, and
fails in production: "Cannot add a column with non-constant default". Add it without, and fill it; or make the table anew, as Prisma's engine does.`,
  before: USERS,
  bad: 'ALTER TABLE "users" ADD COLUMN "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP;\n',
  good: 'ALTER TABLE "users" ADD COLUMN "at" DATETIME;\n',
});

const INDEX_BLOCKS_WRITERS = sqliteRule({
  code: 'SQL.INDEX_BLOCKS_WRITERS',
  severity: 'notice',
  summary: 'An index is built on a table that may have rows.',
  why: `SQLite reads and sorts the whole table, and nobody else can write to the database file until the revision commits. That is seconds
for some millions of rows: know how big the table is. Nothing else can be done about it.`,
  before: USERS,
  bad: 'CREATE INDEX "users_email_idx" ON "users" ("email");\n',
  good: 'CREATE TABLE "posts" ("id" INTEGER NOT NULL PRIMARY KEY);\nCREATE INDEX "posts_id_idx" ON "posts" ("id");\n',
});

/** Tables, columns and rows. */
export const tableRules: SqliteCheck = {
  rules: [
    TABLE_DROPPED,
    TABLE_RENAMED,
    COLUMN_DROPPED,
    COLUMN_RENAMED,
    NOT_NULL_SET,
    OWN_TRANSACTION,
    REQUIRED_COLUMN_ADDED,
    ROWS_DELETED,
    UPDATE_WITHOUT_WHERE,
    DEFAULT_NOT_CONSTANT,
    INDEX_BLOCKS_WRITERS,
  ],
  check: (view) => [...checkTransaction(view), ...checkAction(view)],
};

function checkTransaction({ statement }: SqliteView): readonly SqliteRemark[] {
  if (statement.kind !== 'begin' && statement.kind !== 'end') return [];
  return [
    {
      code: OWN_TRANSACTION.code,
      at: statement.start,
      message:
        'The script has a transaction of its own, so it runs statement by statement: when it fails half-way, the first half stays.',
      fix: 'Take BEGIN, COMMIT and ROLLBACK out: the revision is one transaction by itself.',
    },
  ];
}

function checkAction(view: SqliteView): readonly SqliteRemark[] {
  const { action, statement, rebuilds, position } = view;
  const at = statement.start;
  switch (action.kind) {
    case 'drop-table':
      if (!isLive(view, action.name) || rebuilds.some(({ drop }) => drop === position)) return [];
      return [
        {
          code: TABLE_DROPPED.code,
          at,
          message: `Table ${quoteIdentifier(action.name)} is dropped with all its rows.`,
          fix: 'Release code that does not use the table first; drop it in a later revision, after a backup.',
        },
      ];
    case 'rename-table': {
      const hasView = view.actions.some(
        (it, later) => later > position && it.kind === 'create-view' && keyOf(it.name) === keyOf(action.table),
      );
      if (!isLive(view, action.table) || hasView || rebuilds.some(({ rename }) => rename === position)) return [];
      return [
        {
          code: TABLE_RENAMED.code,
          at,
          message: `Table ${quoteIdentifier(action.table)} becomes ${quoteIdentifier(action.to)}: every query of the running release that names it fails.`,
          fix: `Leave the table alone and write @@map(${JSON.stringify(action.table)}) at the model; or put a view in its place: CREATE VIEW ${quoteIdentifier(action.table)} AS SELECT * FROM ${quoteIdentifier(action.to)};`,
        },
      ];
    }
    case 'rename-column':
      if (!isLive(view, action.table)) return [];
      return [
        {
          code: COLUMN_RENAMED.code,
          at,
          message: `${quoteIdentifier(action.table)}.${quoteIdentifier(action.column)} becomes ${quoteIdentifier(action.to)}: every query of the running release that names it fails.`,
          fix: `Leave the column alone and write @map(${JSON.stringify(action.column)}) at the field; or add ${quoteIdentifier(action.to)}, copy the values, and drop ${quoteIdentifier(action.column)} a release later.`,
        },
      ];
    case 'drop-column': {
      const isOwn = view.actions.some(
        (it, earlier) =>
          earlier < position &&
          it.kind === 'add-column' &&
          keyOf(it.table) === keyOf(action.table) &&
          keyOf(it.column.name) === keyOf(action.column),
      );
      if (!isLive(view, action.table) || isOwn) return [];
      return [
        {
          code: COLUMN_DROPPED.code,
          at: at + action.at,
          message: `${quoteIdentifier(action.table)}.${quoteIdentifier(action.column)} is dropped with all its values, and the running release still asks for it.`,
          fix: 'Take the field out of the code first (@ignore), release that, and drop the column in a later revision, after a backup.',
        },
      ];
    }
    case 'add-column':
      return isLive(view, action.table) ? checkColumn(view, action.table, action.column) : [];
    case 'update':
    case 'delete':
      return action.isPartial || !isLive(view, action.table) ? [] : [checkRows(at, action)];
    case 'create-index':
      if (!isLive(view, action.table) || view.remade.has(keyOf(action.table))) return [];
      return [
        {
          code: INDEX_BLOCKS_WRITERS.code,
          at,
          message: `Index ${quoteIdentifier(action.name)} is built on ${quoteIdentifier(action.table)}: nobody else can write to the database until the revision commits.`,
          fix: 'Look how big the table is.',
        },
      ];
    default:
      return [];
  }
}

function checkRows(
  at: number,
  { kind, table }: { readonly kind: 'update' | 'delete'; readonly table: string },
): SqliteRemark {
  const name = quoteIdentifier(table);
  return kind === 'delete'
    ? {
        code: ROWS_DELETED.code,
        at,
        message: `All rows of ${name} are deleted.`,
        fix: 'Say with WHERE which rows go; take a backup before.',
      }
    : {
        code: UPDATE_WITHOUT_WHERE.code,
        at,
        message: `Every row of ${name} is written, and nobody else can write to the database until the revision commits.`,
        fix: 'Say with WHERE which rows need it; fill a big table in batches.',
      };
}

function checkColumn({ statement }: SqliteView, table: string, column: DeclaredColumn): readonly SqliteRemark[] {
  const name = `${quoteIdentifier(table)}.${quoteIdentifier(column.name)}`;
  const at = statement.start + column.start;
  const remarks: SqliteRemark[] = [];
  if (column.isRequired && !column.hasValue) {
    remarks.push({
      code: REQUIRED_COLUMN_ADDED.code,
      at,
      message: `${name} is required and has no default: SQLite refuses to add it as soon as there is a row.`,
      fix: 'Add it as optional, fill it, and require it in a later revision; or give it a constant DEFAULT.',
    });
  }
  if (column.isLateDefault || column.isStored) {
    remarks.push({
      code: DEFAULT_NOT_CONSTANT.code,
      at,
      message: `${name} has ${column.isStored ? 'a stored computed value' : 'a default that is no constant'}: SQLite refuses to add it as soon as there is a row.`,
      fix: column.isStored ? 'Make it VIRTUAL.' : 'Add it without the default and fill it; or make the table anew.',
    });
  }
  return remarks;
}
