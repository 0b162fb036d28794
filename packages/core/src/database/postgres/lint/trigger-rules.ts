import { postgresRule } from '../../../lint/sql/sql-rule.js';
import { quoteIdentifier } from '../quote.js';
import type { PostgresCheck } from './postgres-check.js';

const LOGS = `CREATE TABLE "logs" ("id" INTEGER NOT NULL PRIMARY KEY);
CREATE FUNCTION "noted"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
`;
const CREATE_TRIGGER = 'CREATE TRIGGER "noted" BEFORE INSERT ON "logs" FOR EACH ROW EXECUTE FUNCTION "noted"();\n';

const TRIGGER_CREATED = postgresRule({
  code: 'SQL.TRIGGER_CREATED',
  severity: 'notice',
  summary: 'A trigger is put on a table that is in use.',
  why: `It waits for every writer of the table (SHARE ROW EXCLUSIVE), and every new one waits behind it. From the commit on it runs for every write of
the running release, which knows nothing of it, and a bulk load pays for it row by row.`,
  before: LOGS,
  bad: CREATE_TRIGGER,
  good: `CREATE TABLE "notes" ("id" INTEGER NOT NULL PRIMARY KEY);\n${CREATE_TRIGGER.replace('ON "logs"', 'ON "notes"')}`,
});

const RULE_CREATED = postgresRule({
  code: 'SQL.RULE_CREATED',
  severity: 'warning',
  summary: 'A rule is put on a table that is in use.',
  why: `It waits until nobody uses the table (ACCESS EXCLUSIVE). A rule rewrites queries instead of running for rows, so that defaults are computed twice and
\`RETURNING\` gives nothing; a trigger does what most rules were meant to.`,
  before: LOGS,
  bad: 'CREATE RULE "kept" AS ON DELETE TO "logs" DO INSTEAD NOTHING;\n',
  good: 'CREATE VIEW "all_logs" AS SELECT * FROM "logs";\nCREATE RULE "kept" AS ON DELETE TO "all_logs" DO INSTEAD NOTHING;\n',
});

const TRIGGER_DISABLED = postgresRule({
  code: 'SQL.TRIGGER_DISABLED',
  severity: 'warning',
  summary: 'Triggers of a table that is in use are turned off.',
  why: `They are off for everybody, and with \`ALL\` the checks of foreign keys are too: rows that refer to nothing come in, and nobody looks at them
when the triggers are on again. \`SET LOCAL session_replication_role = replica\` turns them off for one transaction only.`,
  before: `${LOGS}${CREATE_TRIGGER}`,
  bad: 'ALTER TABLE "logs" DISABLE TRIGGER ALL;\n',
  good: 'ALTER TABLE "logs" ENABLE TRIGGER ALL;\n',
});

/** Triggers and rules on tables that are in use. */
export const triggerRules: PostgresCheck = {
  rules: [TRIGGER_CREATED, RULE_CREATED, TRIGGER_DISABLED],
  check: (view) => {
    const { node, start: at } = view;
    if ('CreateTrigStmt' in node) {
      const { relation, trigname = '' } = node.CreateTrigStmt;
      const table = view.live(relation);
      if (table === null) return [];
      return [
        {
          code: TRIGGER_CREATED.code,
          at,
          message: `Trigger ${quoteIdentifier(trigname)} waits for all writers of ${table.quoted}, and runs for the writes of the running release from the commit on.`,
          fix: 'Set a lock_timeout, and see that the release that is running can live with it.',
        },
      ];
    }
    if ('RuleStmt' in node) {
      const table = view.live(node.RuleStmt.relation);
      if (table === null) return [];
      return [
        {
          code: RULE_CREATED.code,
          at,
          message: `Rule ${quoteIdentifier(node.RuleStmt.rulename ?? '')} waits until nobody uses ${table.quoted}.`,
          fix: 'Use a trigger, and set a lock_timeout.',
        },
      ];
    }
    if (!('AlterTableStmt' in node)) return [];
    const table = view.live(node.AlterTableStmt.relation);
    if (table === null) return [];
    return view.actions.flatMap(({ kind, start }) =>
      kind.startsWith('AT_DisableTrig')
        ? [
            {
              code: TRIGGER_DISABLED.code,
              at: start,
              message: `Triggers of ${table.quoted} are off for everybody${kind === 'AT_DisableTrigAll' ? ', the checks of foreign keys too' : ''}.`,
              fix: 'SET LOCAL session_replication_role = replica; turns them off for this transaction only.',
            },
          ]
        : [],
    );
  },
};
