import {
  COLUMN_DROPPED,
  COLUMN_RENAMED,
  NOT_NULL_SET,
  REQUIRED_COLUMN_ADDED,
} from '../../../lint/sql/common-sql-rules.js';
import { postgresRule } from '../../../lint/sql/sql-rule.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { truncateIdentifier } from '../truncate-identifier.js';
import { isFreeTypeChange, renderColumnType } from './column-type.js';
import type { KnownColumn } from './known-columns.js';
import { nodesIn, textsOf } from './nodes.js';
import type { PostgresCheck } from './postgres-check.js';
import type { ObjectName } from './script-state.js';
import { type AlterAction, constraintsOfColumn, type PostgresRemark, type StatementView } from './statement-view.js';
import { isSerial } from './type-rules.js';
import { volatileCall } from './volatile-call.js';

const USERS = 'CREATE TABLE "users" ("id" INTEGER NOT NULL, "email" TEXT, "age" INTEGER);\n';

const COLUMN_TYPE_CHANGED = postgresRule({
  code: 'SQL.COLUMN_TYPE_CHANGED',
  severity: 'error',
  summary: 'A column of a table that is in use gets a type for which every row is written anew.',
  why: `The table and its indexes are written anew while nobody can read or write (ACCESS EXCLUSIVE), with twice the space, and
prepared statements of the running release fail afterwards.

Some changes are free, and not meant: a longer or no limit of \`VARCHAR\`, to \`TEXT\`, a higher precision of \`NUMERIC\` with the same scale or none,
a higher precision of a point in time, \`TIMESTAMP\` to \`TIMESTAMPTZ\` in a session whose time zone is UTC, \`CIDR\` to \`INET\`.
Whether a change is one of them depends on the type before, which lint knows from the earlier revisions.

Otherwise: add a column of the new type, write both, copy in batches, read the new one, drop the old one in a later revision.`,
  before: USERS,
  bad: 'ALTER TABLE "users" ALTER COLUMN "age" SET DATA TYPE BIGINT;\n',
  good: 'ALTER TABLE "users" ADD COLUMN "ageInDays" BIGINT;\n',
  squawk: ['changing-column-type'],
  strongMigrations: ['change_column', 'change_column_constraint'],
});

const VOLATILE_DEFAULT = postgresRule({
  code: 'SQL.VOLATILE_DEFAULT',
  severity: 'error',
  summary: 'A new column has a default that is different for every row.',
  why: `A constant default costs nothing since PostgreSQL 11. One that has to be computed for each row (\`gen_random_uuid()\`, \`random()\`,
\`clock_timestamp()\`, a function of your own) makes PostgreSQL write the table anew while nobody can read or write it.

Add the column without a default, set the default in the next statement, which is for new rows only, and fill the old rows in batches.`,
  before: USERS,
  bad: 'ALTER TABLE "users" ADD COLUMN "token" UUID DEFAULT gen_random_uuid();\n',
  good: 'ALTER TABLE "users" ADD COLUMN "token" UUID;\nALTER TABLE "users" ALTER COLUMN "token" SET DEFAULT gen_random_uuid();\n',
  squawk: ['adding-field-with-default'],
  strongMigrations: ['add_column_default', 'add_column_default_callable'],
});

const GENERATED_COLUMN_STORED = postgresRule({
  code: 'SQL.GENERATED_COLUMN_STORED',
  severity: 'error',
  summary: 'A stored generated column is added to a table that is in use, or computed anew.',
  why: `PostgreSQL writes every row anew to compute it, while nobody can read or write the table. A \`VIRTUAL\` one (since 18) is
computed when it is read; a plain column that a trigger fills, with the old rows filled in batches, does it before 18.`,
  before: USERS,
  bad: 'ALTER TABLE "users" ADD COLUMN "emailLower" TEXT GENERATED ALWAYS AS (lower("email")) STORED;\n',
  good: 'ALTER TABLE "users" ADD COLUMN "emailLower" TEXT;\n',
  squawk: ['adding-field-with-default'],
  strongMigrations: ['add_column_generated_stored'],
});

const NUMBERED_COLUMN_ADDED = postgresRule({
  code: 'SQL.NUMBERED_COLUMN_ADDED',
  severity: 'error',
  summary: 'A serial or identity column is added to a table that is in use.',
  why: `Every row gets a number, so PostgreSQL writes the table anew while nobody can read or write it. Which row gets which is chance.

Add a plain column, give it a sequence as its default for new rows, fill the old ones in batches, and make it required at the end.`,
  before: USERS,
  bad: 'ALTER TABLE "users" ADD COLUMN "number" SERIAL;\n',
  good: 'ALTER TABLE "users" ADD COLUMN "number" INTEGER;\n',
  squawk: ['adding-field-with-default', 'adding-serial-primary-key-field'],
  strongMigrations: ['add_column_auto_incrementing'],
});

const IDENTITY_STARTS_OVER = postgresRule({
  code: 'SQL.IDENTITY_STARTS_OVER',
  severity: 'warning',
  summary: 'A column with values becomes an identity that begins at 1.',
  why: `The new sequence knows nothing of the numbers that are there, so the next rows get numbers that are taken: duplicate
keys, or, without a unique index, two rows of one number.

Say where it begins (\`START WITH\`), or set it right behind it: \`SELECT setval(pg_get_serial_sequence(…), …)\`.`,
  before: USERS,
  bad: 'ALTER TABLE "users" ALTER COLUMN "id" ADD GENERATED BY DEFAULT AS IDENTITY;\n',
  good: 'ALTER TABLE "users" ALTER COLUMN "id" ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 100000);\n',
});

const NOT_NULL_DROPPED = postgresRule({
  code: 'SQL.NOT_NULL_DROPPED',
  severity: 'notice',
  summary: 'A required column becomes optional while code that expects a value is running.',
  why: `A client that was generated before takes the value for there and fails when it reads a row without one; after a rollback of
the code the rows that have none stay. First release code that can live without the value, then drop the constraint.`,
  before: USERS,
  bad: 'ALTER TABLE "users" ALTER COLUMN "id" DROP NOT NULL;\n',
  good: 'ALTER TABLE "users" ADD COLUMN "phone" TEXT;\n',
  squawk: ['ban-drop-not-null'],
});

/** Columns of tables that are in use. */
export const columnRules: PostgresCheck = {
  rules: [
    COLUMN_DROPPED,
    COLUMN_RENAMED,
    REQUIRED_COLUMN_ADDED,
    NOT_NULL_SET,
    COLUMN_TYPE_CHANGED,
    VOLATILE_DEFAULT,
    GENERATED_COLUMN_STORED,
    NUMBERED_COLUMN_ADDED,
    IDENTITY_STARTS_OVER,
    NOT_NULL_DROPPED,
  ],
  check: (view) => {
    if ('RenameStmt' in view.node) return checkRename(view, view.node.RenameStmt);
    if (!('AlterTableStmt' in view.node)) return [];
    const table = view.live(view.node.AlterTableStmt.relation);
    return table === null ? [] : view.actions.flatMap((action) => checkAction(view, table, action));
  },
};

function checkAction(view: StatementView, table: ObjectName, action: AlterAction): readonly PostgresRemark[] {
  switch (action.kind) {
    case 'AT_AddColumn':
      return checkAdded(view, table, action);
    case 'AT_DropColumn':
      return checkDropped(view, table, action);
    case 'AT_AlterColumnType':
      return checkType(view, table, action);
    case 'AT_SetNotNull':
      return checkNotNull(view, table, action);
    case 'AT_DropNotNull':
      return [
        {
          code: NOT_NULL_DROPPED.code,
          at: action.start,
          message: `${nameOf(table, action)} may be empty from now on, and code that is running expects a value.`,
          fix: 'Release code that can live without the value first.',
        },
      ];
    case 'AT_SetExpression':
      return [stored(table, action, nameOf(table, action))];
    case 'AT_AddIdentity':
      return checkIdentity(view, table, action);
    default:
      return [];
  }
}

function checkRename(
  view: StatementView,
  { renameType, relationType, relation, subname = '', newname = '' }: NonNullable<RenameNode>,
): readonly PostgresRemark[] {
  if (renameType !== 'OBJECT_COLUMN' || relationType !== 'OBJECT_TABLE') return [];
  const table = view.live(relation);
  if (table === null) return [];
  return [
    {
      code: COLUMN_RENAMED.code,
      at: view.start,
      message: `${table.quoted}.${quoteIdentifier(subname)} becomes ${quoteIdentifier(newname)}: every query of the running release that names it fails.`,
      fix: `Leave the column alone and write @map(${JSON.stringify(subname)}) at the field; or add ${quoteIdentifier(newname)}, copy the values, and drop ${quoteIdentifier(subname)} a release later.`,
    },
  ];
}

type RenameNode = Extract<StatementView['node'], { RenameStmt: unknown }>['RenameStmt'];

function checkAdded(view: StatementView, table: ObjectName, action: AlterAction): readonly PostgresRemark[] {
  const { column } = action;
  const constraints = constraintsOfColumn(action);
  const name = quoteIdentifier(column?.colname ?? '');
  const alter = `ALTER TABLE ${table.quoted}`;
  const remarks: PostgresRemark[] = [];
  const of = (contype: string) => constraints.find((constraint) => constraint.contype === contype);
  const generated = of('CONSTR_GENERATED');
  const given = of('CONSTR_DEFAULT');
  const isNumbered = isSerial(column?.typeName) || of('CONSTR_IDENTITY') !== undefined;
  const type = column?.typeName === undefined ? '<type>' : renderColumnType(column.typeName);
  if (isNumbered) {
    remarks.push({
      code: NUMBERED_COLUMN_ADDED.code,
      at: action.start,
      message: `${table.quoted} gets the numbered column ${name}: every row is written anew while nobody can read or write the table.`,
      fix: `Add a plain column (${alter} ADD COLUMN ${name} BIGINT;), fill it in batches, then give it its sequence.`,
    });
  }
  if (generated !== undefined && generated.generated_kind !== 'v') remarks.push(stored(table, action, name));
  const call = given?.raw_expr === undefined ? null : volatileCall(given.raw_expr);
  if (call !== null) {
    const text = `${call}()`;
    remarks.push({
      code: VOLATILE_DEFAULT.code,
      at: view.at(given?.location),
      message: `The default of ${table.quoted}.${name}, ${text}, is computed for every row: the table is written anew while nobody can read or write it.`,
      fix: `${alter} ADD COLUMN ${name} ${type}; ${alter} ALTER COLUMN ${name} SET DEFAULT …; then fill the old rows in batches.`,
    });
  }
  const required = of('CONSTR_NOTNULL') ?? of('CONSTR_PRIMARY');
  const isNull = given?.raw_expr !== undefined && 'A_Const' in given.raw_expr && given.raw_expr.A_Const.isnull === true;
  if (required !== undefined && !isNumbered && generated === undefined && (given === undefined || isNull)) {
    remarks.push({
      code: REQUIRED_COLUMN_ADDED.code,
      at: view.at(required.location),
      message: `${table.quoted} gets the required column ${name} without a default: it fails as soon as there is a row.`,
      fix: `Add it as optional (${alter} ADD COLUMN ${name} ${type};), fill it, and require it in a later revision; or give it a DEFAULT.`,
    });
  }
  return remarks;
}

function stored(table: ObjectName, action: AlterAction, name: string): PostgresRemark {
  return {
    code: GENERATED_COLUMN_STORED.code,
    at: action.start,
    message: `The stored column ${name} is computed for every row of ${table.quoted}: the table is written anew while nobody can read or write it.`,
    fix: 'Make it VIRTUAL (PostgreSQL 18), or a plain column that a trigger fills, and fill the old rows in batches.',
  };
}

function checkDropped(view: StatementView, table: ObjectName, action: AlterAction): readonly PostgresRemark[] {
  const name = action.command.name ?? '';
  // What the script itself has added, nobody has written to.
  const isOwn = view.earlier.some(
    (node) =>
      'AlterTableStmt' in node &&
      isOf(view, node.AlterTableStmt.relation, table) &&
      (node.AlterTableStmt.cmds ?? []).some(
        (it) =>
          'AlterTableCmd' in it &&
          it.AlterTableCmd.subtype === 'AT_AddColumn' &&
          it.AlterTableCmd.def !== undefined &&
          'ColumnDef' in it.AlterTableCmd.def &&
          it.AlterTableCmd.def.ColumnDef.colname === name,
      ),
  );
  if (isOwn) return [];
  return [
    {
      code: COLUMN_DROPPED.code,
      at: action.start,
      message: `${nameOf(table, action)} is dropped with all its values, and the running release still asks for it.`,
      fix: 'Take the field out of the code first (@ignore), release that, and drop the column in a later revision, after a backup.',
    },
  ];
}

function checkType(view: StatementView, table: ObjectName, action: AlterAction): readonly PostgresRemark[] {
  const { column, command } = action;
  if (column === null) return [];
  const to = renderColumnType(column.typeName);
  if (isReplacedEnum(view, textsOf(column.typeName?.names).at(-1) ?? '')) return [];
  const before = knownColumn(view, table, command.name ?? '');
  const isPlain =
    column.collClause === undefined &&
    (column.raw_default === undefined || isOwnCast(column.raw_default, command.name ?? '', to));
  const zone = view.state.setting('timezone')?.toUpperCase() ?? '';
  if (before !== null && isPlain && isFreeTypeChange(before.type, to, UTC.has(zone))) {
    // What is free for the rows is not for what was said of them: constraints are made anew.
    if (before.type === to || !view.parts.known.isInCheck(table, command.name ?? '')) return [];
    return [
      {
        code: COLUMN_TYPE_CHANGED.code,
        at: action.start,
        message: `${nameOf(table, action)} becomes ${to}: no row is written, but each is checked anew against the check constraint, while nobody can read or write the table.`,
        fix: 'Drop the constraint before, and add it again behind it with NOT VALID; validate it in a later revision.',
      },
    ];
  }
  return [
    {
      code: COLUMN_TYPE_CHANGED.code,
      at: action.start,
      message: `${nameOf(table, action)} becomes ${to}${before === null ? '' : ` (it was ${before.type})`}: every row is written anew while nobody can read or write the table${before === null ? ', unless its type before makes that needless' : ''}.`,
      fix: `ALTER TABLE ${table.quoted} ADD COLUMN ${quoteIdentifier(`${command.name}_new`)} ${to}; write both, copy in batches, read the new one, and drop the old one in a later revision.`,
    },
  ];
}

/** Names of the time zone in which `TIMESTAMP` and `TIMESTAMPTZ` are the same. */
const UTC: ReadonlySet<string> = new Set(['0', 'ETC/UTC', 'GMT', 'UTC']);

/** `USING "a"` and `USING "a"::text` are what happens without them. */
function isOwnCast(expression: StatementView['node'], name: string, to: string): boolean {
  if ('TypeCast' in expression) {
    const { arg, typeName } = expression.TypeCast;
    return arg !== undefined && renderColumnType(typeName) === to && isOwnCast(arg, name, to);
  }
  return 'ColumnRef' in expression && textsOf(expression.ColumnRef.fields).at(-1) === name;
}

/** Prisma's engine makes a new enum and gives it the old name at the end; that has a rule of its own. */
function isReplacedEnum(view: StatementView, name: string): boolean {
  return (
    view.earlier.some((node) => 'CreateEnumStmt' in node && textsOf(node.CreateEnumStmt.typeName).at(-1) === name) &&
    view.later.some((node) => 'RenameStmt' in node && node.RenameStmt.renameType === 'OBJECT_TYPE')
  );
}

function knownColumn(view: StatementView, table: ObjectName, name: string): KnownColumn | null {
  const entity = view.state.entityName(table);
  const stored = view.state.context.columnsBefore?.find((column) => column.table === entity && column.name === name);
  const said = view.parts.known.column(table, name);
  return said ?? (stored === undefined ? null : { type: stored.type, isRequired: stored.required });
}

function checkNotNull(view: StatementView, table: ObjectName, action: AlterAction): readonly PostgresRemark[] {
  const column = action.command.name ?? '';
  const { known } = view.parts;
  if (knownColumn(view, table, column)?.isRequired === true || known.isChecked(table, column)) return [];
  // Somebody who validates a constraint before, or drops one after it, has the proof, though it is not seen here.
  if (touchesUnknown(view, view.earlier, table, 'AT_ValidateConstraint')) return [];
  if (touchesUnknown(view, [view.node, ...view.later], table, 'AT_DropConstraint')) return [];
  const name = quoteIdentifier(column);
  const constraint = quoteIdentifier(`${table.name}_${column}_not_null`);
  const alter = `ALTER TABLE ${table.quoted}`;
  return [
    {
      code: NOT_NULL_SET.code,
      at: action.start,
      message: `Every row of ${table.quoted} is looked at while nobody can read or write the table, and it fails where ${name} is empty.`,
      fix: `${alter} ADD CONSTRAINT ${constraint} CHECK (${name} IS NOT NULL) NOT VALID; in a later revision: ${alter} VALIDATE CONSTRAINT ${constraint}; and in one after that: ${alter} ALTER COLUMN ${name} SET NOT NULL, DROP CONSTRAINT ${constraint};`,
    },
  ];
}

/** The name alone tells most tables apart, and takes less time. */
function isOf(view: StatementView, range: Parameters<StatementView['live']>[0], table: ObjectName): boolean {
  return truncateIdentifier(range?.relname ?? '') === table.name && view.state.table(range).key === table.key;
}

function touchesUnknown(
  view: StatementView,
  nodes: readonly StatementView['node'][],
  table: ObjectName,
  kind: AlterAction['kind'],
): boolean {
  return nodes.some(
    (node) =>
      'AlterTableStmt' in node &&
      isOf(view, node.AlterTableStmt.relation, table) &&
      (node.AlterTableStmt.cmds ?? []).some(
        (it) =>
          'AlterTableCmd' in it &&
          it.AlterTableCmd.subtype === kind &&
          !view.parts.known.knows(table, it.AlterTableCmd.name ?? ''),
      ),
  );
}

function checkIdentity(view: StatementView, table: ObjectName, action: AlterAction): readonly PostgresRemark[] {
  const options = action.constraint?.options ?? [];
  const starts = options.some(
    (option) => 'DefElem' in option && ['start', 'restart'].includes(option.DefElem.defname ?? ''),
  );
  const isSet = view.later.some((node) =>
    [...nodesIn(node, 'FuncCall')].some(({ funcname }) => textsOf(funcname).at(-1) === 'setval'),
  );
  if (starts || isSet) return [];
  const name = quoteIdentifier(action.command.name ?? '');
  const sequence = `pg_get_serial_sequence(${quoteLiteral(table.quoted)}, ${quoteLiteral(action.command.name ?? '')})`;
  return [
    {
      code: IDENTITY_STARTS_OVER.code,
      at: action.start,
      message: `${nameOf(table, action)} is numbered from 1, whatever numbers its rows have already.`,
      fix: `Behind it: SELECT setval(${sequence}, (SELECT max(${name}) FROM ${table.quoted}));`,
    },
  ];
}

function nameOf(table: ObjectName, { command }: AlterAction): string {
  return `${table.quoted}.${quoteIdentifier(command.name ?? '')}`;
}
