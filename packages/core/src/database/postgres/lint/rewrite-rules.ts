import { postgresRule } from '../../../lint/sql/sql-rule.js';
import { hasOption } from './nodes.js';
import type { PostgresCheck } from './postgres-check.js';
import type { AlterAction, PostgresRemark, StatementView } from './statement-view.js';

const LOGS =
  'CREATE TABLE "logs" ("id" INTEGER NOT NULL PRIMARY KEY);\nCREATE MATERIALIZED VIEW "counts" AS SELECT count(*) FROM "logs";\n';

const TABLE_REWRITTEN = postgresRule({
  code: 'SQL.TABLE_REWRITTEN',
  severity: 'error',
  summary: 'A table that is in use is written anew.',
  why: `\`VACUUM FULL\`, \`CLUSTER\`, \`SET LOGGED\`, \`SET UNLOGGED\`, \`SET TABLESPACE\` and \`SET ACCESS METHOD\` copy the whole table while nobody can
read or write it (ACCESS EXCLUSIVE), with room for both copies.

To win space back, \`pg_repack\` does it while others work; the rest is for a time when nobody is there.`,
  before: LOGS,
  bad: 'ALTER TABLE "logs" SET UNLOGGED;\n',
  good: 'ALTER TABLE "logs" SET (autovacuum_enabled = true);\n',
  squawk: ['prefer-repack'],
});

const VIEW_REFRESHED = postgresRule({
  code: 'SQL.VIEW_REFRESHED',
  severity: 'warning',
  summary: 'A materialized view is refreshed without CONCURRENTLY.',
  why: `Nobody can read it until the revision commits. With \`CONCURRENTLY\`, which needs a unique index on the view, they read the old rows meanwhile.`,
  before: LOGS,
  bad: 'REFRESH MATERIALIZED VIEW "counts";\n',
  good: 'CREATE MATERIALIZED VIEW "sums" AS SELECT sum("id") FROM "logs" WITH NO DATA;\nREFRESH MATERIALIZED VIEW "sums";\n',
});

/** Whole tables that are written anew. */
export const rewriteRules: PostgresCheck = {
  rules: [TABLE_REWRITTEN, VIEW_REFRESHED],
  check: (view) => {
    const { node } = view;
    if ('RefreshMatViewStmt' in node) {
      const { relation, concurrent = false, skipData = false } = node.RefreshMatViewStmt;
      const table = view.live(relation);
      if (table === null || concurrent || skipData) return [];
      return [
        {
          code: VIEW_REFRESHED.code,
          at: view.start,
          message: `Nobody can read ${table.quoted} while it is refreshed, and until the revision commits.`,
          fix: `With a unique index on it: REFRESH MATERIALIZED VIEW CONCURRENTLY ${table.quoted};`,
        },
      ];
    }
    if ('ClusterStmt' in node) {
      const { relation } = node.ClusterStmt;
      if (relation === undefined) return [rewritten(view.start, 'Every clustered table', 'CLUSTER')];
      const table = view.live(relation);
      return table === null ? [] : [rewritten(view.start, table.quoted, 'CLUSTER')];
    }
    if ('VacuumStmt' in node) return checkVacuum(view, node.VacuumStmt);
    if ('AlterTableMoveAllStmt' in node)
      return [rewritten(view.start, 'Everything in the tablespace', 'SET TABLESPACE')];
    if (!('AlterTableStmt' in node)) return [];
    const table = view.live(node.AlterTableStmt.relation);
    if (table === null) return [];
    return view.actions.flatMap(({ kind, start }) => {
      const how = REWRITES.get(kind);
      return how === undefined ? [] : [rewritten(start, table.quoted, how)];
    });
  },
};

const REWRITES: ReadonlyMap<AlterAction['kind'], string> = new Map([
  ['AT_SetAccessMethod', 'SET ACCESS METHOD'],
  ['AT_SetLogged', 'SET LOGGED'],
  ['AT_SetTableSpace', 'SET TABLESPACE'],
  ['AT_SetUnLogged', 'SET UNLOGGED'],
]);

type Vacuum = Extract<StatementView['node'], { VacuumStmt: unknown }>['VacuumStmt'];

function checkVacuum(view: StatementView, { options, rels = [] }: Vacuum): readonly PostgresRemark[] {
  if (!hasOption(options, 'full')) return [];
  if (rels.length === 0) return [rewritten(view.start, 'Every table of the database', 'VACUUM FULL')];
  return rels.flatMap((rel) => {
    const table = 'VacuumRelation' in rel ? view.live(rel.VacuumRelation.relation) : null;
    return table === null ? [] : [rewritten(view.start, table.quoted, 'VACUUM FULL')];
  });
}

function rewritten(at: number, what: string, how: string): PostgresRemark {
  return {
    code: TABLE_REWRITTEN.code,
    at,
    message: `${what} is written anew (${how}) while nobody can read or write it.`,
    fix: 'Do it by hand while nobody is there, or with pg_repack; not in a revision.',
  };
}
