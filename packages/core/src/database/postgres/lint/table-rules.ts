import {
  ROWS_DELETED,
  TABLE_DROPPED,
  TABLE_RENAMED,
  UPDATE_WITHOUT_WHERE,
} from '../../../lint/sql/common-sql-rules.js';
import { postgresRule } from '../../../lint/sql/sql-rule.js';
import { quoteIdentifier } from '../quote.js';
import { nodesIn, textsOf } from './nodes.js';
import type { PostgresCheck } from './postgres-check.js';
import { droppedNames, type ObjectName } from './script-state.js';
import type { PostgresRemark, StatementView } from './statement-view.js';

const USERS =
  'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT);\nCREATE VIEW "emails" AS SELECT "email" FROM "users";\nCREATE SCHEMA "old";\n';

const SCHEMA_DROPPED = postgresRule({
  code: 'SQL.SCHEMA_DROPPED',
  severity: 'error',
  summary: 'A database schema is dropped.',
  why: `With \`CASCADE\` everything in it goes, whoever owns it, and nothing says what that was. Without, it fails unless it is empty.
Drop what is yours by name first.`,
  before: USERS,
  bad: 'DROP SCHEMA "old" CASCADE;\n',
  good: 'CREATE SCHEMA "new";\n',
});

const DATABASE_DROPPED = postgresRule({
  code: 'SQL.DATABASE_DROPPED',
  severity: 'error',
  summary: 'A whole database is dropped.',
  why: 'No revision has any business with it: a revision changes the one database that it runs in. `orchestrate test-db drop` is for test databases, and the rest is for whoever runs the server.',
  bad: 'DROP DATABASE IF EXISTS "app_old";\n',
  good: 'CREATE TABLE "users" ("id" BIGINT PRIMARY KEY);\n',
  squawk: ['ban-drop-database'],
});

const DROP_CASCADE = postgresRule({
  code: 'SQL.DROP_CASCADE',
  severity: 'warning',
  summary: 'Something is dropped with whatever depends on it.',
  why: `\`CASCADE\` takes views, foreign keys, functions and columns along, of other extensions too, and never says which. What depends on it in
production may be more than in your database.

Without \`CASCADE\` PostgreSQL names what stands in the way; drop that by name, in the order of the owners.`,
  before: USERS,
  bad: 'DROP VIEW "emails" CASCADE;\n',
  good: 'DROP VIEW "emails";\n',
});

const TRUNCATE_CASCADE = postgresRule({
  code: 'SQL.TRUNCATE_CASCADE',
  severity: 'error',
  summary: 'A table is emptied together with every table that refers to it.',
  why: `\`TRUNCATE … CASCADE\` empties all tables with a foreign key to it, and those that refer to these, of other extensions too; not only the rows
that refer. Name the tables that are to be empty.`,
  before: USERS,
  bad: 'TRUNCATE TABLE "users" CASCADE;\n',
  good: 'DELETE FROM "users" WHERE "email" IS NULL;\n',
  squawk: ['ban-truncate-cascade'],
});

const SCHEMA_RENAMED = postgresRule({
  code: 'SQL.SCHEMA_RENAMED',
  severity: 'warning',
  summary: 'A database schema gets another name while code that uses the old one is running.',
  why: `Every query that names it fails with the commit, and so does the next upgrade where the URL names it. Make a new schema, and move
one table after the other when nothing uses it any more.`,
  before: USERS,
  bad: 'ALTER SCHEMA "old" RENAME TO "archive";\n',
  good: 'CREATE SCHEMA "archive";\n',
  strongMigrations: ['rename_schema'],
});

/** Tables and their rows as a whole. */
export const tableRules: PostgresCheck = {
  rules: [
    TABLE_DROPPED,
    TABLE_RENAMED,
    ROWS_DELETED,
    UPDATE_WITHOUT_WHERE,
    SCHEMA_DROPPED,
    DATABASE_DROPPED,
    DROP_CASCADE,
    TRUNCATE_CASCADE,
    SCHEMA_RENAMED,
  ],
  check: (view) => [...checkDrop(view), ...checkRename(view), ...checkRows(view)],
};

function checkDrop(view: StatementView): readonly PostgresRemark[] {
  const { node, start: at } = view;
  if ('DropdbStmt' in node) {
    const name = quoteIdentifier(node.DropdbStmt.dbname ?? '');
    return [
      {
        code: DATABASE_DROPPED.code,
        at,
        message: `Database ${name} is dropped.`,
        fix: 'Take the statement out of the revision.',
      },
    ];
  }
  const remarks: PostgresRemark[] = [];
  if ('AlterTableStmt' in node && view.live(node.AlterTableStmt.relation) !== null) {
    for (const { command, start, kind } of view.actions) {
      if (command.behavior !== 'DROP_CASCADE') continue;
      const what = `${kind === 'AT_DropColumn' ? 'Column' : 'Constraint'} ${quoteIdentifier(command.name ?? '')}`;
      remarks.push(cascade(start, what));
    }
  }
  if ('DropOwnedStmt' in node) remarks.push(cascade(at, 'Everything that a role owns'));
  if (!('DropStmt' in node)) return remarks;
  const { removeType, objects = [], behavior } = node.DropStmt;
  if (removeType === 'OBJECT_SCHEMA') {
    const names = textsOf(objects).map(quoteIdentifier).join(', ');
    const isAll = behavior === 'DROP_CASCADE';
    return [
      {
        code: SCHEMA_DROPPED.code,
        at,
        message: `Schema ${names} is dropped${isAll ? ' with everything in it' : ''}.`,
        fix: 'Drop what is yours in it by name, after a backup; leave the schema where others have something in it.',
      },
    ];
  }
  const names = droppedNames(view.state, objects);
  const live = names.filter((name) => view.state.isLive(name));
  if (removeType === 'OBJECT_TABLE') {
    remarks.push(
      ...live.map((table) => ({
        code: TABLE_DROPPED.code,
        at,
        message: `Table ${table.quoted} is dropped with all its rows.`,
        fix: 'Release code that does not use the table first; drop it in a later revision, after a backup.',
      })),
    );
  }
  if (behavior === 'DROP_CASCADE' && live.length > 0)
    remarks.push(cascade(at, live.map(({ quoted }) => quoted).join(', ')));
  return remarks;
}

function cascade(at: number, what: string): PostgresRemark {
  return {
    code: DROP_CASCADE.code,
    at,
    message: `${what} is dropped with whatever depends on it, of other extensions too.`,
    fix: 'Leave CASCADE out: PostgreSQL then names what depends on it, to be dropped by name before.',
  };
}

function checkRename(view: StatementView): readonly PostgresRemark[] {
  const { node, start: at } = view;
  if ('AlterObjectSchemaStmt' in node && node.AlterObjectSchemaStmt.objectType === 'OBJECT_TABLE') {
    const table = view.live(node.AlterObjectSchemaStmt.relation);
    const schema = node.AlterObjectSchemaStmt.newschema ?? '';
    return table === null ? [] : renamed(view, table, `moves to schema ${quoteIdentifier(schema)}`);
  }
  if (!('RenameStmt' in node)) return [];
  const { renameType, relation, newname = '', subname = '' } = node.RenameStmt;
  if (renameType === 'OBJECT_SCHEMA') {
    return [
      {
        code: SCHEMA_RENAMED.code,
        at,
        message: `Schema ${quoteIdentifier(subname)} becomes ${quoteIdentifier(newname)}: every query of the running release that names it fails.`,
        fix: `CREATE SCHEMA ${quoteIdentifier(newname)}; and move one table after the other.`,
      },
    ];
  }
  const table = renameType === 'OBJECT_TABLE' ? view.live(relation) : null;
  return table === null ? [] : renamed(view, table, `becomes ${quoteIdentifier(newname)}`);
}

/** A view in its place serves the old release. */
function renamed(view: StatementView, table: ObjectName, how: string): readonly PostgresRemark[] {
  const isReplaced = view.later.some(
    (node) => 'ViewStmt' in node && view.state.table(node.ViewStmt.view).key === table.key,
  );
  if (isReplaced) return [];
  return [
    {
      code: TABLE_RENAMED.code,
      at: view.start,
      message: `Table ${table.quoted} ${how}: every query of the running release that names it fails.`,
      fix: `Leave the table alone and write @@map(${JSON.stringify(table.name)}) at the model; or put a view in its place: CREATE VIEW ${table.quoted} AS SELECT * FROM <the new name>;`,
    },
  ];
}

function checkRows(view: StatementView): readonly PostgresRemark[] {
  const { node } = view;
  if ('TruncateStmt' in node) {
    const { relations = [], behavior } = node.TruncateStmt;
    const tables = relations.flatMap((it) => ('RangeVar' in it ? (view.live(it.RangeVar) ?? []) : []));
    if (tables.length === 0) return [];
    const names = tables.map(({ quoted }) => quoted).join(', ');
    if (behavior === 'DROP_CASCADE') {
      return [
        {
          code: TRUNCATE_CASCADE.code,
          at: view.start,
          message: `${names} is emptied, and with it every table that refers to it, of other extensions too.`,
          fix: 'Leave CASCADE out, and name the tables that are to be empty.',
        },
      ];
    }
    return [deleted(view.start, names, ', while nobody can read or write it')];
  }
  if (
    'DeleteStmt' in node ||
    'UpdateStmt' in node ||
    'MergeStmt' in node ||
    'SelectStmt' in node ||
    'InsertStmt' in node
  ) {
    return [...checkDeletes(view), ...checkUpdates(view)];
  }
  return [];
}

/** One in a `WITH` counts as well. */
function checkDeletes(view: StatementView): readonly PostgresRemark[] {
  return [...nodesIn(view.node, 'DeleteStmt')].flatMap(({ relation, whereClause, usingClause }) => {
    const table = view.live(relation);
    if (table === null || whereClause !== undefined || usingClause !== undefined) return [];
    return [deleted(view.at(relation?.location), table.quoted, '')];
  });
}

function checkUpdates(view: StatementView): readonly PostgresRemark[] {
  return [...nodesIn(view.node, 'UpdateStmt')].flatMap(({ relation, whereClause, fromClause }) => {
    const table = view.live(relation);
    if (table === null || whereClause !== undefined || fromClause !== undefined) return [];
    return [
      {
        code: UPDATE_WITHOUT_WHERE.code,
        at: view.at(relation?.location),
        message: `Every row of ${table.quoted} is written anew and stays locked against other writers until the revision commits.`,
        fix: 'Fill in batches, each in a transaction of its own, with a WHERE that leaves out what is done.',
      },
    ];
  });
}

function deleted(at: number, names: string, more: string): PostgresRemark {
  return {
    code: ROWS_DELETED.code,
    at,
    message: `All rows of ${names} are deleted${more}.`,
    fix: 'Say with WHERE which rows go; take a backup before.',
  };
}
