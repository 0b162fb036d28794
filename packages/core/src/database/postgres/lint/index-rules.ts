import { postgresRule } from '../../../lint/sql/sql-rule.js';
import type { SqlEdit } from '../../sql-lint.js';
import { refusedInTransaction } from '../script/refused-in-transaction.js';
import { hasOption } from './nodes.js';
import type { PostgresCheck } from './postgres-check.js';
import { droppedNames } from './script-state.js';
import type { PostgresRemark, StatementView } from './statement-view.js';

const POSTS = 'CREATE TABLE "posts" ("id" INTEGER NOT NULL PRIMARY KEY, "title" TEXT, "a" TEXT, "b" TEXT, "c" TEXT);\n';
const INDEXED = `${POSTS}CREATE INDEX "posts_title_idx" ON "posts" ("title");\n`;

const INDEX_NOT_CONCURRENT = postgresRule({
  code: 'SQL.INDEX_NOT_CONCURRENT',
  severity: 'warning',
  isFixable: true,
  summary: 'An index of a table that is in use is built without CONCURRENTLY.',
  why: `\`CREATE INDEX\` holds a SHARE lock until the revision commits: nobody can insert, update or delete rows for as long as
the build takes, minutes on a big table. \`CONCURRENTLY\` lets them, but runs in no transaction: put it in a revision of its own, which
orchestrate then runs statement by statement.

An index of a table that the same revision makes is not meant.`,
  before: POSTS,
  bad: 'CREATE INDEX "posts_title_idx" ON "posts" ("title");\n',
  good: 'CREATE INDEX CONCURRENTLY "posts_title_idx" ON "posts" ("title");\n',
  squawk: ['require-concurrent-index-creation'],
  strongMigrations: ['add_index', 'add_reference'],
});

const INDEX_DROP_NOT_CONCURRENT = postgresRule({
  code: 'SQL.INDEX_DROP_NOT_CONCURRENT',
  severity: 'warning',
  isFixable: true,
  summary: 'An index of a table that is in use is dropped without CONCURRENTLY.',
  why: `\`DROP INDEX\` needs an ACCESS EXCLUSIVE lock on the table. It is quick once it has it, but it waits for every
query that is running, and every new query waits behind it. \`CONCURRENTLY\` waits without standing in anybody's way.`,
  before: INDEXED,
  bad: 'DROP INDEX "posts_title_idx";\n',
  good: 'DROP INDEX CONCURRENTLY "posts_title_idx";\n',
  squawk: ['require-concurrent-index-deletion'],
  strongMigrations: ['remove_index'],
});

const REINDEX_NOT_CONCURRENT = postgresRule({
  code: 'SQL.REINDEX_NOT_CONCURRENT',
  severity: 'warning',
  isFixable: true,
  summary: 'An index is rebuilt without CONCURRENTLY.',
  why: `\`REINDEX\` keeps every writer out, and every reader that would use the index, until it is done. \`CONCURRENTLY\` (since 12)
builds a new index beside the old one.`,
  before: INDEXED,
  bad: 'REINDEX INDEX "posts_title_idx";\n',
  good: 'REINDEX INDEX CONCURRENTLY "posts_title_idx";\n',
  squawk: ['require-concurrent-reindex'],
});

const OUTSIDE_IN_TRANSACTION = postgresRule({
  code: 'SQL.OUTSIDE_IN_TRANSACTION',
  severity: 'error',
  summary: 'A statement that PostgreSQL refuses in a transaction stands in one.',
  why: `\`CREATE INDEX CONCURRENTLY\`, \`VACUUM\`, \`ALTER SYSTEM\` and their like run in no transaction. Where revision.json says
\`"transactional": true\`, or the script has a \`BEGIN\` before it, the upgrade fails at that statement.

Put it in a revision of its own, without \`"transactional": true\`.`,
  before: POSTS,
  bad: 'BEGIN;\nCREATE INDEX CONCURRENTLY "posts_title_idx" ON "posts" ("title");\nCOMMIT;\n',
  good: 'CREATE INDEX CONCURRENTLY "posts_title_idx" ON "posts" ("title");\n',
  squawk: ['ban-concurrent-index-creation-in-transaction'],
});

const INDEX_TOO_WIDE = postgresRule({
  code: 'SQL.INDEX_TOO_WIDE',
  severity: 'notice',
  summary: 'An index that is not unique has more than three columns.',
  why: `Such an index rarely finds more than one with its first two or three columns, takes more room, and slows every write. Begin with the columns
that narrow the result down most; columns that are only read can be \`INCLUDE\`d.`,
  before: POSTS,
  bad: 'CREATE INDEX CONCURRENTLY "posts_wide_idx" ON "posts" ("title", "a", "b", "c");\n',
  good: 'CREATE INDEX CONCURRENTLY "posts_title_a_idx" ON "posts" ("title", "a");\n',
  strongMigrations: ['add_index_columns'],
});

const MANY_COLUMNS = 3;

/** Indexes: built, dropped and rebuilt while others work. */
export const indexRules: PostgresCheck = {
  rules: [
    INDEX_NOT_CONCURRENT,
    INDEX_DROP_NOT_CONCURRENT,
    REINDEX_NOT_CONCURRENT,
    OUTSIDE_IN_TRANSACTION,
    INDEX_TOO_WIDE,
  ],
  check: (view) => [...checkCreation(view), ...checkDrop(view), ...checkReindex(view), ...checkTransaction(view)],
};

function checkCreation(view: StatementView): readonly PostgresRemark[] {
  if (!('IndexStmt' in view.node)) return [];
  const { relation, concurrent = false, idxname, unique = false, indexParams = [] } = view.node.IndexStmt;
  const table = view.live(relation);
  const remarks: PostgresRemark[] = [];
  if (table !== null && !concurrent) {
    const name = idxname === undefined ? 'An index' : `Index ${view.state.named(idxname, undefined).quoted}`;
    remarks.push({
      code: INDEX_NOT_CONCURRENT.code,
      at: view.start,
      message: `${name} is built on ${table.quoted} without CONCURRENTLY: nobody can write to the table until the revision commits, for as long as the build takes.`,
      fix: `Build it in a revision of its own: ${withWord(view, 'INDEX')};`,
      edit: concurrently(view),
    });
  }
  if (!unique && indexParams.length > MANY_COLUMNS) {
    remarks.push({
      code: INDEX_TOO_WIDE.code,
      at: view.start,
      message: `An index of ${indexParams.length} columns is built on ${view.state.table(relation).quoted}: more than three rarely help a query, and every write pays for them.`,
      fix: 'Keep the columns that narrow the result down most, first ones first; INCLUDE those that are only read.',
    });
  }
  return remarks;
}

function checkDrop(view: StatementView): readonly PostgresRemark[] {
  if (!('DropStmt' in view.node)) return [];
  const { removeType, objects = [], concurrent = false, behavior } = view.node.DropStmt;
  if (removeType !== 'OBJECT_INDEX' || concurrent) return [];
  const names = droppedNames(view.state, objects).filter((name) => view.state.isLive(name));
  if (names.length === 0) return [];
  const isMechanical = objects.length === 1 && behavior !== 'DROP_CASCADE';
  return [
    {
      code: INDEX_DROP_NOT_CONCURRENT.code,
      at: view.start,
      message: `${names.map(({ quoted }) => quoted).join(', ')} is dropped without CONCURRENTLY: it waits for an ACCESS EXCLUSIVE lock on the table, and every query waits behind it.`,
      fix: `Drop it in a revision of its own: ${names.map(({ quoted }) => `DROP INDEX CONCURRENTLY ${quoted};`).join(' ')}`,
      edit: isMechanical ? concurrently(view) : undefined,
    },
  ];
}

function checkReindex(view: StatementView): readonly PostgresRemark[] {
  if (!('ReindexStmt' in view.node)) return [];
  const { params, relation, kind } = view.node.ReindexStmt;
  if (hasOption(params, 'concurrently') || kind === 'REINDEX_OBJECT_SYSTEM') return [];
  const isOne = kind === 'REINDEX_OBJECT_INDEX' || kind === 'REINDEX_OBJECT_TABLE';
  if (isOne && view.live(relation) === null) return [];
  const word = (kind ?? '').replace('REINDEX_OBJECT_', '');
  return [
    {
      code: REINDEX_NOT_CONCURRENT.code,
      at: view.start,
      message: `${word === 'INDEX' || word === 'TABLE' ? view.state.table(relation).quoted : `The whole ${word.toLowerCase()}`} is reindexed without CONCURRENTLY: writers, and readers that use the index, wait until it is done.`,
      fix: `In a revision of its own: ${withWord(view, word)};`,
      edit: concurrently(view, word),
    },
  ];
}

function checkTransaction(view: StatementView): readonly PostgresRemark[] {
  if (!view.parts.isInTransaction || !refusedInTransaction(view.node)) return [];
  const what = view.sql.split(/\s+/, 3).join(' ').toUpperCase();
  return [
    {
      code: OUTSIDE_IN_TRANSACTION.code,
      at: view.start,
      message: `${what} cannot run in a transaction, and this revision is one: the upgrade fails here.`,
      fix:
        view.state.context.isTransactional === true
          ? 'Take "transactional": true out of revision.json, or put the statement in a revision of its own.'
          : 'Put the statement in a revision of its own, without BEGIN and COMMIT.',
    },
  ];
}

/** The statement with CONCURRENTLY, for people. */
function withWord(view: StatementView, word: string): string {
  const at = view.behindWord(word);
  if (at === null) return view.sql;
  return `${view.sql.slice(0, at - view.start)} CONCURRENTLY${view.sql.slice(at - view.start)}`.replaceAll(/\s+/g, ' ');
}

function concurrently(view: StatementView, word = 'INDEX'): SqlEdit | undefined {
  const at = view.behindWord(word);
  if (at === null || !view.parts.mayLeaveTransaction) return undefined;
  return leavingTransaction(view, [{ start: at, end: at, text: ' CONCURRENTLY' }]);
}

/** Changes after which the revision is no transaction; it says so unless it does already. */
export function leavingTransaction(view: StatementView, changes: SqlEdit['changes']): SqlEdit {
  return view.state.context.isTransactional === false ? { changes } : { changes, transactional: false };
}
