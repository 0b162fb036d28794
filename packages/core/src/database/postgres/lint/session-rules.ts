import type { Node } from 'libpg-query';
import { OWN_TRANSACTION } from '../../../lint/sql/common-sql-rules.js';
import { postgresRule } from '../../../lint/sql/sql-rule.js';
import { nodesIn, readSetting } from './nodes.js';
import type { PostgresCheck } from './postgres-check.js';
import type { PostgresRemark, StatementView } from './statement-view.js';

const USERS = 'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY);\n';

const TRANSACTION_LEFT_OPEN = postgresRule({
  code: 'SQL.TRANSACTION_LEFT_OPEN',
  severity: 'error',
  summary: 'The script opens a transaction and does not end it.',
  why: 'What stands behind the `BEGIN` is taken back, or commits with something that it has nothing to do with. Orchestrate gives each revision a transaction; the script needs none.',
  before: USERS,
  bad: 'BEGIN;\nALTER TABLE "users" ADD COLUMN "name" TEXT;\n',
  good: 'ALTER TABLE "users" ADD COLUMN "name" TEXT;\n',
  squawk: ['ban-uncommitted-transaction'],
});

const SEARCH_PATH_SET = postgresRule({
  code: 'SQL.SEARCH_PATH_SET',
  severity: 'warning',
  summary: 'The script changes what unqualified names mean.',
  why: `The statements after it make and change tables somewhere else than where the database URL says, and what is recorded of the revision does not show it.
Orchestrate takes the setting back behind the script. Write \`"schema"."table"\`, or give the models a schema with \`@@schema\`.`,
  bad: 'SET search_path = "sales";\n',
  good: 'CREATE SCHEMA "sales";\nCREATE TABLE "sales"."orders" ("id" BIGINT PRIMARY KEY);\n',
});

const SERVER_CHANGED = postgresRule({
  code: 'SQL.SERVER_CHANGED',
  severity: 'error',
  summary: 'A revision changes settings of the server, of a database or of a role.',
  why: `They hold for everybody on that server, whatever database the revision belongs to; they outlive it, cannot be replayed in a shadow
database, and are not there in a copy. They belong to whoever sets the server up.`,
  bad: `ALTER SYSTEM SET work_mem = '64MB';\n`,
  good: `SET LOCAL work_mem = '64MB';\n`,
});

const GRANTED_TO_PUBLIC = postgresRule({
  code: 'SQL.GRANTED_TO_PUBLIC',
  severity: 'warning',
  summary: 'Rights are given to everybody.',
  why: '`PUBLIC` is every role of the server, those of other applications and those that do not exist yet included. Name the role.',
  before: USERS,
  bad: 'GRANT SELECT ON "users" TO PUBLIC;\n',
  good: 'GRANT SELECT ON "users" TO CURRENT_USER;\n',
});

const SCHEMA_UNNAMED = postgresRule({
  code: 'SQL.SCHEMA_UNNAMED',
  severity: 'off',
  summary: 'A table is made without saying in which schema.',
  why: 'It goes where the search path of the session points, which is the schema of the database URL. Off unless you turn it on, as Prisma names a schema only where models have one.',
  bad: 'CREATE TABLE "users" ("id" BIGINT PRIMARY KEY);\n',
  good: 'CREATE TABLE "public"."users" ("id" BIGINT PRIMARY KEY);\n',
  squawk: ['require-table-schema'],
});

const NOT_REPEATABLE = postgresRule({
  code: 'SQL.NOT_REPEATABLE',
  severity: 'off',
  summary: 'A statement that runs in no transaction fails when it is run again.',
  why: `Where a revision runs statement by statement and fails half-way, orchestrate goes on at the statement that failed. Somebody who runs the script by hand
again begins at the top, and needs \`IF NOT EXISTS\` and \`IF EXISTS\`. With an index, note that one that failed half-way is there, though invalid. Off unless you turn it on.`,
  before: USERS,
  bad: 'CREATE INDEX CONCURRENTLY "users_id_idx" ON "users" ("id");\n',
  good: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_id_idx" ON "users" ("id");\n',
  squawk: ['prefer-robust-stmts'],
});

/** Transactions, settings and rights. */
export const sessionRules: PostgresCheck = {
  rules: [
    OWN_TRANSACTION,
    TRANSACTION_LEFT_OPEN,
    SEARCH_PATH_SET,
    SERVER_CHANGED,
    GRANTED_TO_PUBLIC,
    SCHEMA_UNNAMED,
    NOT_REPEATABLE,
  ],
  check: (view) => [
    ...checkTransaction(view),
    ...checkSettings(view),
    ...checkGrant(view),
    ...checkSchema(view),
    ...checkRepeat(view),
  ],
};

function checkTransaction(view: StatementView): readonly PostgresRemark[] {
  const { kind, isRedundant } = view.parts;
  if (isRedundant || (kind !== 'begin' && kind !== 'end')) return [];
  const isEnded = view.later.some((node) => 'TransactionStmt' in node && ENDS.has(node.TransactionStmt.kind));
  if (kind === 'begin' && !isEnded) {
    return [
      {
        code: TRANSACTION_LEFT_OPEN.code,
        at: view.start,
        message: 'The transaction that begins here is not ended.',
        fix: 'Take the statement out: orchestrate gives the revision a transaction.',
      },
    ];
  }
  return [
    {
      code: OWN_TRANSACTION.code,
      at: view.start,
      message:
        view.state.context.isTransactional === true
          ? 'The script has a transaction of its own inside that of the revision, which ends it too early.'
          : 'The script has a transaction of its own, so it runs statement by statement: when it fails half-way, the first half stays.',
      fix: 'Take BEGIN, COMMIT and ROLLBACK out: the revision is one transaction by itself.',
    },
  ];
}

const ENDS: ReadonlySet<string | undefined> = new Set([
  'TRANS_STMT_COMMIT',
  'TRANS_STMT_ROLLBACK',
  'TRANS_STMT_PREPARE',
]);

function checkSettings(view: StatementView): readonly PostgresRemark[] {
  const { node, start: at } = view;
  const server = SERVER.find((kind) => kind in node);
  if (server !== undefined) {
    return [
      {
        code: SERVER_CHANGED.code,
        at,
        message: 'This setting is one of the server, of a whole database or of a role, and outlives the revision.',
        fix: 'Leave it to whoever sets the server up; SET LOCAL serves for the revision itself.',
      },
    ];
  }
  const setting = readSetting(node);
  if (setting?.name !== 'search_path' || setting.values === null) return [];
  return [
    {
      code: SEARCH_PATH_SET.code,
      at,
      message: `Unqualified names mean ${setting.values[0] ? `schema ${JSON.stringify(setting.values[0])}` : 'no schema'} from here on, and not the one of the database URL.`,
      fix: 'Take it out, and write the schema before each name.',
    },
  ];
}

const SERVER: readonly string[] = ['AlterDatabaseSetStmt', 'AlterDatabaseStmt', 'AlterRoleSetStmt', 'AlterSystemStmt'];

function checkGrant(view: StatementView): readonly PostgresRemark[] {
  const { node } = view;
  const isGrant =
    ('GrantStmt' in node && node.GrantStmt.is_grant === true) ||
    ('GrantRoleStmt' in node && node.GrantRoleStmt.is_grant === true) ||
    ('AlterDefaultPrivilegesStmt' in node && node.AlterDefaultPrivilegesStmt.action?.is_grant === true);
  if (!isGrant) return [];
  return [...nodesIn(node, 'RoleSpec')]
    .filter(({ roletype }) => roletype === 'ROLESPEC_PUBLIC')
    .map(({ location }) => ({
      code: GRANTED_TO_PUBLIC.code,
      at: view.at(location),
      message: 'Every role of the server, those of other applications included, gets these rights.',
      fix: 'Name the role that needs them.',
    }));
}

function checkSchema(view: StatementView): readonly PostgresRemark[] {
  if (!('CreateStmt' in view.node)) return [];
  const { relation } = view.node.CreateStmt;
  if (relation === undefined || relation.schemaname !== undefined || relation.relpersistence === 't') return [];
  const { schema, quoted } = view.state.table(relation);
  return [
    {
      code: SCHEMA_UNNAMED.code,
      at: view.at(relation.location),
      message: `${quoted} is made where the search path points.`,
      fix: `Write ${view.state.named(relation.relname, schema).quoted}.`,
    },
  ];
}

function checkRepeat(view: StatementView): readonly PostgresRemark[] {
  if (view.parts.isInTransaction || isRepeatable(view.node)) return [];
  return [
    {
      code: NOT_REPEATABLE.code,
      at: view.start,
      message: 'This statement runs in no transaction, and fails when the script is run again.',
      fix: 'Add IF NOT EXISTS, or IF EXISTS.',
    },
  ];
}

function isRepeatable(node: Node): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.if_not_exists === true && node.IndexStmt.idxname !== undefined;
  if ('CreateStmt' in node) return node.CreateStmt.if_not_exists === true;
  if ('CreateSchemaStmt' in node) return node.CreateSchemaStmt.if_not_exists === true;
  if ('CreateSeqStmt' in node) return node.CreateSeqStmt.if_not_exists === true;
  if ('DropStmt' in node) return node.DropStmt.missing_ok === true;
  if (!('AlterTableStmt' in node)) return true;
  return (node.AlterTableStmt.cmds ?? []).every(
    (it) =>
      !('AlterTableCmd' in it) || !DIFFERENT.has(it.AlterTableCmd.subtype) || it.AlterTableCmd.missing_ok === true,
  );
}

/** Actions that a second run finds done. */
const DIFFERENT: ReadonlySet<string | undefined> = new Set([
  'AT_AddColumn',
  'AT_AddConstraint',
  'AT_DropColumn',
  'AT_DropConstraint',
]);
