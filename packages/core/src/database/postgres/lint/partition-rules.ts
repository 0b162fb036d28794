import type { Node } from 'libpg-query';
import { postgresRule } from '../../../lint/sql/sql-rule.js';
import { leavingTransaction } from './index-rules.js';
import { nodesIn } from './nodes.js';
import type { PostgresCheck } from './postgres-check.js';
import type { ObjectName, ScriptState } from './script-state.js';

const EVENTS = `CREATE TABLE "events" ("day" DATE NOT NULL) PARTITION BY RANGE ("day");
CREATE TABLE "events_2025" PARTITION OF "events" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "events_2026" ("day" DATE NOT NULL);
`;
const IN_2026 = `FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`;

const PARTITION_ATTACHED = postgresRule({
  code: 'SQL.PARTITION_ATTACHED',
  severity: 'warning',
  summary: 'A table with rows is attached as a partition, and every row checked.',
  why: `Nobody can read or write the table (ACCESS EXCLUSIVE) while PostgreSQL looks whether every row belongs there. A check constraint that says the same, validated
before (\`NOT VALID\` and \`VALIDATE\` in earlier revisions), is taken for the proof.`,
  before: EVENTS,
  bad: `ALTER TABLE "events" ATTACH PARTITION "events_2026" ${IN_2026};\n`,
  good: `CREATE TABLE "events_2027" ("day" DATE NOT NULL);\nALTER TABLE "events" ATTACH PARTITION "events_2027" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');\n`,
});

const PARTITION_DETACHED = postgresRule({
  code: 'SQL.PARTITION_DETACHED',
  severity: 'warning',
  isFixable: true,
  summary: 'A partition is detached without CONCURRENTLY.',
  why: `The whole partitioned table is locked against readers and writers (ACCESS EXCLUSIVE) once every running query has ended. \`CONCURRENTLY\` (since 14) lets
them go on; it runs in no transaction, so it is a revision of its own.`,
  before: EVENTS,
  bad: 'ALTER TABLE "events" DETACH PARTITION "events_2025";\n',
  good: 'ALTER TABLE "events" DETACH PARTITION "events_2025" CONCURRENTLY;\n',
  squawk: ['require-concurrent-partition-detach'],
});

const PARTITION_CREATED = postgresRule({
  code: 'SQL.PARTITION_CREATED',
  severity: 'warning',
  summary: 'A partition is created in place, in a table that is in use.',
  why: `\`CREATE TABLE … PARTITION OF\` locks the whole partitioned table against readers and writers (ACCESS EXCLUSIVE), and looks at every row of a default partition.
A table made by itself (\`LIKE … INCLUDING ALL\`) and attached in the same revision needs a lock that lets them go on.`,
  before: EVENTS,
  bad: `CREATE TABLE "events_2027" PARTITION OF "events" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');\n`,
  good: `CREATE TABLE "events_2027" (LIKE "events" INCLUDING ALL);\nALTER TABLE "events" ATTACH PARTITION "events_2027" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');\n`,
});

/** Whether a statement validates a constraint of a table. */
function validates(node: Node, state: ScriptState, table: ObjectName): boolean {
  if (!('AlterTableStmt' in node) || state.table(node.AlterTableStmt.relation).key !== table.key) return false;
  return [...nodesIn(node, 'AlterTableCmd')].some(({ subtype }) => subtype === 'AT_ValidateConstraint');
}

/** Partitions of tables that are in use. */
export const partitionRules: PostgresCheck = {
  rules: [PARTITION_ATTACHED, PARTITION_DETACHED, PARTITION_CREATED],
  check: (view) => {
    const { node } = view;
    if ('CreateStmt' in node && node.CreateStmt.partbound !== undefined) {
      const { inhRelations = [], relation } = node.CreateStmt;
      return inhRelations.flatMap((parent) => {
        const table = 'RangeVar' in parent ? view.live(parent.RangeVar) : null;
        if (table === null) return [];
        const own = view.state.table(relation).quoted;
        return [
          {
            code: PARTITION_CREATED.code,
            at: view.start,
            message: `${table.quoted} is locked against readers and writers while partition ${own} is made, and until the revision commits.`,
            fix: `CREATE TABLE ${own} (LIKE ${table.quoted} INCLUDING ALL); ALTER TABLE ${table.quoted} ATTACH PARTITION ${own} FOR VALUES …;`,
          },
        ];
      });
    }
    return view.actions.flatMap(({ kind, command, start, end }) => {
      const { def } = command;
      if (def === undefined || !('PartitionCmd' in def) || !('AlterTableStmt' in node)) return [];
      const parent = view.state.table(node.AlterTableStmt.relation);
      const { name, concurrent = false } = def.PartitionCmd;
      if (kind === 'AT_AttachPartition') {
        const child = view.live(name);
        // A constraint that was validated just before is there for this.
        const isProven = view.earlier.some((it) => child !== null && validates(it, view.state, child));
        if (child === null || isProven) return [];
        return [
          {
            code: PARTITION_ATTACHED.code,
            at: start,
            message: `Every row of ${child.quoted} is checked while nobody can read or write it, unless a valid constraint says that it belongs there.`,
            fix: `ALTER TABLE ${child.quoted} ADD CONSTRAINT … CHECK (…) NOT VALID; validate it in a later revision, and attach it behind that.`,
          },
        ];
      }
      if (kind !== 'AT_DetachPartition' || concurrent || !view.state.isLive(parent)) return [];
      return [
        {
          code: PARTITION_DETACHED.code,
          at: start,
          message: `${parent.quoted} is locked against readers and writers while ${view.state.table(name).quoted} is detached, and until the revision commits.`,
          fix: `In a revision of its own: ALTER TABLE ${parent.quoted} DETACH PARTITION ${view.state.table(name).quoted} CONCURRENTLY;`,
          edit:
            view.state.context.isTransactional !== true && view.parts.isAlone
              ? leavingTransaction(view, [{ start: end, end, text: ' CONCURRENTLY' }])
              : undefined,
        },
      ];
    });
  },
};
