import type { Constraint } from 'libpg-query';
import { NOT_NULL_SET } from '../../../lint/sql/common-sql-rules.js';
import { postgresRule } from '../../../lint/sql/sql-rule.js';
import type { SqlEdit } from '../../sql-lint.js';
import { quoteIdentifier } from '../quote.js';
import { leavingTransaction } from './index-rules.js';
import { blocksWriters } from './locks.js';
import { textsOf } from './nodes.js';
import type { PostgresCheck } from './postgres-check.js';
import type { ObjectName } from './script-state.js';
import { type AlterAction, constraintsOfColumn, type PostgresRemark, type StatementView } from './statement-view.js';

const TABLES =
  'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT);\nCREATE TABLE "posts" ("id" INTEGER NOT NULL, "authorId" INTEGER, "price" INTEGER);\n';
const FOREIGN_KEY =
  'ALTER TABLE "posts" ADD CONSTRAINT "posts_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "users" ("id")';

const FOREIGN_KEY_VALIDATED = postgresRule({
  code: 'SQL.FOREIGN_KEY_VALIDATED',
  severity: 'warning',
  isFixable: true,
  summary: 'A foreign key is added to a table that is in use, and every row checked at once.',
  why: `Both tables are locked against writers (SHARE ROW EXCLUSIVE) until the revision commits, while every row is looked up.

Add it with \`NOT VALID\`: new rows are checked from then on, and it takes a moment. A later revision says \`VALIDATE CONSTRAINT\`,
which checks the old rows while others read and write.`,
  before: TABLES,
  bad: `${FOREIGN_KEY};\n`,
  good: `${FOREIGN_KEY} NOT VALID;\n`,
  squawk: ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
  strongMigrations: ['add_foreign_key', 'add_reference'],
});

const CHECK_VALIDATED = postgresRule({
  code: 'SQL.CHECK_VALIDATED',
  severity: 'warning',
  isFixable: true,
  summary: 'A check constraint is added to a table that is in use, and every row checked at once.',
  why: `The table is locked against readers and writers (ACCESS EXCLUSIVE) while every row is checked, and until the revision commits.

Add it with \`NOT VALID\`, and \`VALIDATE CONSTRAINT\` in a later revision, which lets others read and write.`,
  before: TABLES,
  bad: 'ALTER TABLE "posts" ADD CONSTRAINT "posts_price_check" CHECK ("price" > 0);\n',
  good: 'ALTER TABLE "posts" ADD CONSTRAINT "posts_price_check" CHECK ("price" > 0) NOT VALID;\n',
  squawk: ['constraint-missing-not-valid'],
  strongMigrations: ['add_check_constraint'],
});

const VALIDATED_UNDER_LOCK = postgresRule({
  code: 'SQL.VALIDATED_UNDER_LOCK',
  severity: 'warning',
  summary: 'VALIDATE CONSTRAINT runs in a transaction that keeps others from the table.',
  why: `\`VALIDATE CONSTRAINT\` by itself lets others read and write. In one transaction with the \`ADD CONSTRAINT … NOT VALID\`, or with any other
change of the table, it runs under the lock that this one has taken, which is what \`NOT VALID\` was meant to avoid.

Validate in a revision that does nothing else.`,
  before: TABLES,
  bad: `${FOREIGN_KEY} NOT VALID;\nALTER TABLE "posts" VALIDATE CONSTRAINT "posts_authorId_fkey";\n`,
  good: `${FOREIGN_KEY} NOT VALID;\n`,
  squawk: ['constraint-missing-not-valid'],
  strongMigrations: ['validate_foreign_key', 'validate_check_constraint'],
});

const UNIQUE_BUILDS_INDEX = postgresRule({
  code: 'SQL.UNIQUE_BUILDS_INDEX',
  severity: 'warning',
  summary: 'A unique constraint is added to a table that is in use, and builds its index at once.',
  why: `The table is locked against readers and writers (ACCESS EXCLUSIVE) while the index is built.

Build it first, in a revision of its own (\`CREATE UNIQUE INDEX CONCURRENTLY\`), and make the constraint from it:
\`ADD CONSTRAINT … UNIQUE USING INDEX\`. Prisma's own \`@unique\` needs the index only.`,
  before: TABLES,
  bad: 'ALTER TABLE "users" ADD CONSTRAINT "users_email_key" UNIQUE ("email");\n',
  good: 'CREATE UNIQUE INDEX CONCURRENTLY "users_email_key" ON "users" ("email");\n',
  squawk: ['disallowed-unique-constraint'],
  strongMigrations: ['add_unique_constraint'],
});

const PRIMARY_KEY_BUILDS_INDEX = postgresRule({
  code: 'SQL.PRIMARY_KEY_BUILDS_INDEX',
  severity: 'warning',
  summary: 'A primary key is added to a table that is in use, and builds its index at once.',
  why: `The table is locked against readers and writers (ACCESS EXCLUSIVE) while the index is built, and, where a column is
optional, while every row is looked at.

Make the columns required and build a unique index concurrently, each in a revision of its own; then
\`ADD CONSTRAINT … PRIMARY KEY USING INDEX\`.`,
  before: TABLES,
  bad: 'ALTER TABLE "posts" ADD CONSTRAINT "posts_pkey" PRIMARY KEY ("id");\n',
  good: 'CREATE UNIQUE INDEX CONCURRENTLY "posts_pkey" ON "posts" ("id");\n',
  squawk: ['adding-serial-primary-key-field'],
});

const EXCLUSION_ADDED = postgresRule({
  code: 'SQL.EXCLUSION_ADDED',
  severity: 'warning',
  summary: 'An exclusion constraint is added to a table that is in use.',
  why: `The table is locked against readers and writers (ACCESS EXCLUSIVE) while its index is built and every row compared. PostgreSQL knows
no gentle way. Do it while nobody is there, or on a new table that rows are moved to.`,
  before: 'CREATE TABLE "stays" ("room" INTEGER NOT NULL, "during" TSRANGE NOT NULL);\n',
  bad: 'ALTER TABLE "stays" ADD CONSTRAINT "stays_once" EXCLUDE USING gist ("during" WITH &&);\n',
  good: 'CREATE TABLE "visits" ("during" TSRANGE NOT NULL, CONSTRAINT "visits_once" EXCLUDE USING gist ("during" WITH &&));\n',
  strongMigrations: ['add_exclusion_constraint'],
});

/** Constraints on tables that are in use. */
export const constraintRules: PostgresCheck = {
  rules: [
    FOREIGN_KEY_VALIDATED,
    CHECK_VALIDATED,
    VALIDATED_UNDER_LOCK,
    UNIQUE_BUILDS_INDEX,
    PRIMARY_KEY_BUILDS_INDEX,
    EXCLUSION_ADDED,
  ],
  check: (view) => {
    if (!('AlterTableStmt' in view.node)) return [];
    const table = view.live(view.node.AlterTableStmt.relation);
    if (table === null) return [];
    return view.actions.flatMap((action) => [
      ...checkAdded(view, table, action),
      ...checkColumn(view, table, action),
      ...checkValidation(view, table, action),
    ]);
  },
};

function checkAdded(view: StatementView, table: ObjectName, action: AlterAction): readonly PostgresRemark[] {
  const { constraint, kind } = action;
  if (kind !== 'AT_AddConstraint' || constraint === null) return [];
  return remarkOn(view, table, { constraint, at: action.start, end: action.end });
}

/** A new column is empty, so that a foreign key of its own has nothing to check unless it has a default. */
function checkColumn(view: StatementView, table: ObjectName, action: AlterAction): readonly PostgresRemark[] {
  if (action.kind !== 'AT_AddColumn') return [];
  const constraints = constraintsOfColumn(action);
  const hasValues = constraints.some(({ contype }) => VALUES.has(contype));
  return constraints
    .filter(({ contype }) => contype !== 'CONSTR_NOTNULL' && (contype !== 'CONSTR_FOREIGN' || hasValues))
    .flatMap((constraint) => remarkOn(view, table, { constraint, at: view.at(constraint.location), end: null }));
}

const VALUES: ReadonlySet<string | undefined> = new Set(['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY']);

interface PlacedConstraint {
  readonly constraint: Constraint;
  readonly at: number;
  /** Where more can be said of it; null where it cannot. */
  readonly end: number | null;
}

function remarkOn(
  view: StatementView,
  table: ObjectName,
  { constraint, at, end }: PlacedConstraint,
): readonly PostgresRemark[] {
  const { contype, conname, indexname, skip_validation: isSkipped = false, pktable, keys } = constraint;
  const name = conname === undefined ? null : quoteIdentifier(conname);
  const what = name ?? 'The constraint';
  const alter = `ALTER TABLE ${table.quoted}`;
  const later = `then, in a later revision: ${alter} VALIDATE CONSTRAINT ${name ?? '<its name>'};`;
  const columns = textsOf(keys).map(quoteIdentifier).join(', ');
  switch (contype) {
    case 'CONSTR_FOREIGN':
      if (isSkipped) return [];
      return [
        {
          code: FOREIGN_KEY_VALIDATED.code,
          at,
          message: `${what} checks every row of ${table.quoted} while nobody can write to it or to ${view.state.table(pktable).quoted}, until the revision commits.`,
          fix:
            end === null
              ? `Add the column without the reference; ${notValid(alter, '<the constraint>')} ${later}`
              : `${clause(view, at, end, alter)} ${later}`,
          edit: validating(view, table, { name, end }),
        },
      ];
    case 'CONSTR_CHECK':
      if (isSkipped) return [];
      return [
        {
          code: CHECK_VALIDATED.code,
          at,
          message: `${what} checks every row of ${table.quoted} while nobody can read or write it, until the revision commits.`,
          fix:
            end === null
              ? `Add the column without the constraint, then ${alter} ADD CONSTRAINT <name> CHECK (…) NOT VALID; ${later}`
              : `${clause(view, at, end, alter)} ${later}`,
          edit: validating(view, table, { name, end }),
        },
      ];
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY': {
      if (indexname !== undefined) return [];
      const isKey = contype === 'CONSTR_PRIMARY';
      const index = name ?? quoteIdentifier(`${table.name}_${isKey ? 'pkey' : 'key'}`);
      return [
        {
          code: isKey ? PRIMARY_KEY_BUILDS_INDEX.code : UNIQUE_BUILDS_INDEX.code,
          at,
          message: `${name ?? (isKey ? 'The primary key' : 'The unique constraint')} builds its index while nobody can read or write ${table.quoted}.`,
          fix: `In a revision of its own: CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${table.quoted} (${columns || '<the column>'}); then: ${alter} ADD CONSTRAINT ${index} ${isKey ? 'PRIMARY KEY' : 'UNIQUE'} USING INDEX ${index};`,
        },
      ];
    }
    case 'CONSTR_EXCLUSION':
      return [
        {
          code: EXCLUSION_ADDED.code,
          at,
          message: `${what} builds its index and compares every row of ${table.quoted} while nobody can read or write it.`,
          fix: 'Add it while nobody is there, with a lock_timeout, or make a new table with it and move the rows.',
        },
      ];
    case 'CONSTR_NOTNULL':
      return isSkipped
        ? []
        : [
            {
              code: NOT_NULL_SET.code,
              at,
              message: `${what} looks at every row of ${table.quoted} while nobody can read or write it, and fails where ${columns} is empty.`,
              fix: `${clause(view, at, end ?? view.end, alter)} ${later}`,
              edit: validating(view, table, { name, end }),
            },
          ];
    default:
      return [];
  }
}

function checkValidation(view: StatementView, table: ObjectName, action: AlterAction): readonly PostgresRemark[] {
  if (action.kind !== 'AT_ValidateConstraint' || !view.parts.isInTransaction) return [];
  const mine = view.actions.some(({ kind, start }) => start < action.start && kind !== 'AT_ValidateConstraint');
  const lock = view.parts.held.find(({ mode, table: { key } }) => key === table.key && blocksWriters(mode));
  if (!mine && lock === undefined) return [];
  const name = quoteIdentifier(action.command.name ?? '');
  return [
    {
      code: VALIDATED_UNDER_LOCK.code,
      at: action.start,
      message: `${name} is validated in the transaction that has locked ${table.quoted} ${lock === undefined ? '' : `(${lock.mode.toUpperCase()}) `}before: nobody can write to it while every row is checked.`,
      fix: `Move it to a later revision: ALTER TABLE ${table.quoted} VALIDATE CONSTRAINT ${name};`,
    },
  ];
}

function clause(view: StatementView, at: number, end: number, alter: string): string {
  const text = view.sql.slice(at - view.start, end - view.start).replaceAll(/\s+/g, ' ');
  return notValid(alter, text);
}

function notValid(alter: string, text: string): string {
  return `${alter} ${text} NOT VALID;`;
}

interface ValidatingOptions {
  readonly name: string | null;
  readonly end: number | null;
}

/** Whether an action adds something that every row is checked against. */
function isValidated({ constraint }: AlterAction): boolean {
  return constraint !== null && constraint.skip_validation !== true && CHECKED.has(constraint.contype);
}

const CHECKED: ReadonlySet<string | undefined> = new Set(['CONSTR_CHECK', 'CONSTR_FOREIGN', 'CONSTR_NOTNULL']);

/** Without a name it cannot be validated afterwards. */
function validating(view: StatementView, table: ObjectName, { name, end }: ValidatingOptions): SqlEdit | undefined {
  if (end === null || name === null || !view.parts.mayLeaveTransaction) return undefined;
  // Of several, each would have to go behind the other.
  if (view.actions.filter(isValidated).length > 1) return undefined;
  const validate = `;\nALTER TABLE ${table.quoted} VALIDATE CONSTRAINT ${name}`;
  const changes =
    end === view.end
      ? [{ start: end, end, text: ` NOT VALID${validate}` }]
      : [
          { start: end, end, text: ' NOT VALID' },
          { start: view.end, end: view.end, text: validate },
        ];
  return leavingTransaction(view, changes);
}
