import { postgresRule } from '../../../lint/sql/sql-rule.js';
import { blocksWriters, lockMode, locksOf } from './locks.js';
import type { PostgresCheck } from './postgres-check.js';
import type { PostgresRemark, StatementView } from './statement-view.js';

const TABLES =
  'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY);\nCREATE TABLE "posts" ("id" INTEGER NOT NULL PRIMARY KEY);\n';

const LOCK_WITHOUT_TIMEOUT = postgresRule({
  code: 'SQL.LOCK_WITHOUT_TIMEOUT',
  severity: 'notice',
  summary: 'A lock that keeps others out is waited for without a limit.',
  why: `The lock itself may last a moment only, but it is not granted before every running query has ended, and every new query waits
behind it: one long report, and the application stands still. With a \`lock_timeout\` the revision fails instead, changes nothing, and can be tried again.

\`datasource.lockTimeoutMs\` in the configuration sets it for all revisions; \`SET lock_timeout = '2s'\` for one script.`,
  before: TABLES,
  bad: 'ALTER TABLE "users" ADD COLUMN "name" TEXT;\n',
  good: `SET lock_timeout = '2s';\nALTER TABLE "users" ADD COLUMN "name" TEXT;\n`,
  squawk: ['require-lock-timeout', 'require-timeout-settings'],
});

const STATEMENT_WITHOUT_TIMEOUT = postgresRule({
  code: 'SQL.STATEMENT_WITHOUT_TIMEOUT',
  severity: 'off',
  summary: 'A statement that keeps others out may run without a limit.',
  why: `A statement that takes longer in production than anybody expected holds its lock for as long as it takes. With a \`statement_timeout\` it is given up.
\`datasource.statementTimeoutMs\` sets it for all revisions. Off unless you turn it on.`,
  before: TABLES,
  bad: 'ALTER TABLE "users" ADD COLUMN "name" TEXT;\n',
  good: `SET statement_timeout = '10s';\nALTER TABLE "users" ADD COLUMN "name" TEXT;\n`,
  squawk: ['require-statement-timeout', 'require-timeout-settings'],
});

const SEVERAL_LOCKS = postgresRule({
  code: 'SQL.SEVERAL_LOCKS',
  severity: 'notice',
  summary: 'One transaction locks several tables that are in use against everybody.',
  why: `The first lock is held while the second is waited for, and so on: more of the application stands still, for longer, and where it takes the
tables in another order, the two wait for each other until PostgreSQL ends one of them. One table a revision keeps it short.`,
  before: TABLES,
  bad: 'ALTER TABLE "users" ADD COLUMN "name" TEXT;\nALTER TABLE "posts" ADD COLUMN "title" TEXT;\n',
  good: 'ALTER TABLE "users" ADD COLUMN "name" TEXT;\nALTER TABLE "users" ADD COLUMN "phone" TEXT;\n',
});

const TABLE_LOCKED = postgresRule({
  code: 'SQL.TABLE_LOCKED',
  severity: 'warning',
  summary: 'A table is locked by hand.',
  why: `\`LOCK TABLE\` holds until the revision commits, and every statement after it makes that longer. Statements take the lock that they need by themselves.`,
  before: TABLES,
  bad: 'LOCK TABLE "users" IN ACCESS EXCLUSIVE MODE;\n',
  good: 'LOCK TABLE "users" IN ROW SHARE MODE;\n',
});

/** Locks, and how long they are waited for. */
export const lockRules: PostgresCheck = {
  rules: [LOCK_WITHOUT_TIMEOUT, STATEMENT_WITHOUT_TIMEOUT, SEVERAL_LOCKS, TABLE_LOCKED],
  check: (view) => [...checkTimeouts(view), ...checkSeveral(view), ...checkLock(view)],
};

/** Once a script, at the first. */
function checkTimeouts(view: StatementView): readonly PostgresRemark[] {
  const lock = locksOf(view).find(({ mode }) => blocksWriters(mode));
  if (lock === undefined) return [];
  const what = lock.mode === 'access exclusive' ? 'readers and writers wait' : 'writers wait';
  const remarks: PostgresRemark[] = [];
  const { said } = view.parts;
  if (view.state.setting('lock_timeout') === null && !said.has(LOCK_WITHOUT_TIMEOUT.code)) {
    said.add(LOCK_WITHOUT_TIMEOUT.code);
    remarks.push({
      code: LOCK_WITHOUT_TIMEOUT.code,
      at: view.start,
      message: `${lock.mode.toUpperCase()} on ${lock.table.quoted} is waited for without a limit, and ${what} behind it.`,
      fix: `Set datasource.lockTimeoutMs in the configuration, or begin the script with SET lock_timeout = '2s';`,
    });
  }
  if (view.state.setting('statement_timeout') === null && !said.has(STATEMENT_WITHOUT_TIMEOUT.code)) {
    said.add(STATEMENT_WITHOUT_TIMEOUT.code);
    remarks.push({
      code: STATEMENT_WITHOUT_TIMEOUT.code,
      at: view.start,
      message: `${lock.mode.toUpperCase()} on ${lock.table.quoted} is held for as long as the statement takes, without a limit.`,
      fix: `Set datasource.statementTimeoutMs in the configuration, or begin the script with SET statement_timeout = '10s';`,
    });
  }
  return remarks;
}

function checkSeveral(view: StatementView): readonly PostgresRemark[] {
  const { held, isInTransaction, said } = view.parts;
  if (!isInTransaction || said.has(SEVERAL_LOCKS.code)) return [];
  const first = held.find(({ mode }) => mode === 'access exclusive');
  if (first === undefined) return [];
  const second = locksOf(view).find(({ mode, table }) => mode === 'access exclusive' && table.key !== first.table.key);
  if (second === undefined) return [];
  said.add(SEVERAL_LOCKS.code);
  return [
    {
      code: SEVERAL_LOCKS.code,
      at: view.start,
      message: `${second.table.quoted} is locked against everybody while ${first.table.quoted} is as well, until the revision commits.`,
      fix: `Change ${second.table.quoted} in a revision of its own.`,
    },
  ];
}

function checkLock(view: StatementView): readonly PostgresRemark[] {
  if (!('LockStmt' in view.node)) return [];
  const mode = lockMode(view.node.LockStmt.mode);
  const tables = (view.node.LockStmt.relations ?? []).flatMap((it) =>
    'RangeVar' in it ? (view.live(it.RangeVar) ?? []) : [],
  );
  if (mode === null || !blocksWriters(mode) || tables.length === 0) return [];
  return [
    {
      code: TABLE_LOCKED.code,
      at: view.start,
      message: `${tables.map(({ quoted }) => quoted).join(', ')} is locked (${mode.toUpperCase()}) until the revision commits.`,
      fix: 'Take the statement out: each statement takes the lock that it needs.',
    },
  ];
}
