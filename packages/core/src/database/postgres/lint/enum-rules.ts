import { postgresRule } from '../../../lint/sql/sql-rule.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { nodesIn, textsOf } from './nodes.js';
import type { PostgresCheck } from './postgres-check.js';
import type { PostgresRemark, StatementView } from './statement-view.js';

const MOOD = `CREATE TYPE "Mood" AS ENUM ('GOOD', 'BAD');\nCREATE TABLE "days" ("id" BIGINT PRIMARY KEY, "mood" "Mood");\n`;

const ENUM_REPLACED = postgresRule({
  code: 'SQL.ENUM_REPLACED',
  severity: 'error',
  summary: 'An enum is replaced by another, to take a value from it.',
  why: `PostgreSQL cannot take a value from an enum, so Prisma's engine makes a new one and moves every column to it: the tables
are written anew while nobody can read or write them, and it fails where a row still has a value that goes. The running release may go on writing it.

Take the value out of the code first, and change the rows that have it. An unused value in the database harms nobody: leaving it there, and in the fragment
with a comment, is often the better way.`,
  before: MOOD,
  bad: `CREATE TYPE "Mood_new" AS ENUM ('GOOD');
ALTER TABLE "days" ALTER COLUMN "mood" TYPE "Mood_new" USING ("mood"::text::"Mood_new");
ALTER TYPE "Mood" RENAME TO "Mood_old";
ALTER TYPE "Mood_new" RENAME TO "Mood";
DROP TYPE "Mood_old";
`,
  good: `ALTER TYPE "Mood" ADD VALUE 'FINE';\n`,
  squawk: ['changing-column-type'],
});

const ENUM_VALUE_RENAMED = postgresRule({
  code: 'SQL.ENUM_VALUE_RENAMED',
  severity: 'warning',
  summary: 'A value of an enum gets another name while code that uses the old one is running.',
  why: `The old name is no value of the enum any more with the commit: queries of the running release that write or ask for it fail, and it does not know the new one when it reads a
row. \`@map("OLD")\` at the value gives it another name in code and leaves the database alone.`,
  before: MOOD,
  bad: `ALTER TYPE "Mood" RENAME VALUE 'BAD' TO 'POOR';\n`,
  good: `ALTER TYPE "Mood" ADD VALUE 'POOR';\n`,
});

const ENUM_VALUE_USED = postgresRule({
  code: 'SQL.ENUM_VALUE_USED',
  severity: 'error',
  summary: 'A new value of an enum is used in the transaction that adds it.',
  why: `PostgreSQL refuses it ("unsafe use of new value", 55P04). Where neither revision.json nor the script asks for a transaction,
orchestrate runs such a revision statement by statement, and it works. The clean way is a revision that adds the value and a later one that uses it.`,
  before: MOOD,
  bad: `BEGIN;\nALTER TYPE "Mood" ADD VALUE 'FINE';\nUPDATE "days" SET "mood" = 'FINE' WHERE "id" = 1;\nCOMMIT;\n`,
  good: `ALTER TYPE "Mood" ADD VALUE 'FINE';\n`,
});

const ENUM_VALUE_UNPLACED = postgresRule({
  code: 'SQL.ENUM_VALUE_UNPLACED',
  severity: 'off',
  summary: 'A new value of an enum is added without saying where.',
  why: `It comes last, whatever order the fragment shows, and \`ORDER BY\` follows the database. \`BEFORE\` and \`AFTER\` put it in its place; later it cannot be
moved. Off unless you turn it on, as Prisma adds values at the end.`,
  before: MOOD,
  bad: `ALTER TYPE "Mood" ADD VALUE 'FINE';\n`,
  good: `ALTER TYPE "Mood" ADD VALUE 'FINE' AFTER 'GOOD';\n`,
  squawk: ['require-enum-value-ordering'],
});

/** Enums that are in use. */
export const enumRules: PostgresCheck = {
  rules: [ENUM_REPLACED, ENUM_VALUE_RENAMED, ENUM_VALUE_USED, ENUM_VALUE_UNPLACED],
  check: (view) => {
    if ('CreateEnumStmt' in view.node) return checkReplacement(view, textsOf(view.node.CreateEnumStmt.typeName));
    if (!('AlterEnumStmt' in view.node)) return [];
    const { typeName, oldVal, newVal = '', newValNeighbor } = view.node.AlterEnumStmt;
    const name = textsOf(typeName).map(quoteIdentifier).join('.');
    const at = view.start;
    if (view.earlier.some((node) => 'CreateEnumStmt' in node && same(node.CreateEnumStmt.typeName, typeName)))
      return [];
    if (oldVal !== undefined) {
      return [
        {
          code: ENUM_VALUE_RENAMED.code,
          at,
          message: `${quoteLiteral(oldVal)} of ${name} becomes ${quoteLiteral(newVal)}: the running release writes and asks for the old one.`,
          fix: `Leave the value alone and write @map(${JSON.stringify(oldVal)}) at it; or ALTER TYPE ${name} ADD VALUE ${quoteLiteral(newVal)}, move the rows, and use it a release later.`,
        },
      ];
    }
    const remarks: PostgresRemark[] = [];
    if (view.parts.kind === 'outside' && view.parts.isInTransaction) {
      remarks.push({
        code: ENUM_VALUE_USED.code,
        at,
        message: `${quoteLiteral(newVal)} is added to ${name} and used in the same transaction, which PostgreSQL refuses (55P04).`,
        fix: 'Use it in a later revision, or take "transactional": true, or the BEGIN, away.',
      });
    }
    if (newValNeighbor === undefined) {
      remarks.push({
        code: ENUM_VALUE_UNPLACED.code,
        at,
        message: `${quoteLiteral(newVal)} comes last in ${name}.`,
        fix: `ALTER TYPE ${name} ADD VALUE ${quoteLiteral(newVal)} AFTER '<value>';`,
      });
    }
    return remarks;
  },
};

type Names = Parameters<typeof textsOf>[0];

function same(left: Names, right: Names): boolean {
  return textsOf(left).join('\0') === textsOf(right).join('\0');
}

function checkReplacement(view: StatementView, names: readonly string[]): readonly PostgresRemark[] {
  const own = names.at(-1);
  const rename = view.later.find(
    (node) =>
      'RenameStmt' in node &&
      node.RenameStmt.renameType === 'OBJECT_TYPE' &&
      node.RenameStmt.object !== undefined &&
      'List' in node.RenameStmt.object &&
      textsOf(node.RenameStmt.object.List.items).at(-1) === own,
  );
  if (rename === undefined || !('RenameStmt' in rename)) return [];
  const target = rename.RenameStmt.newname ?? '';
  const tables = view.later.flatMap((node) =>
    'AlterTableStmt' in node && [...nodesIn(node, 'TypeName')].some(({ names: parts }) => textsOf(parts).at(-1) === own)
      ? [view.state.table(node.AlterTableStmt.relation).quoted]
      : [],
  );
  const what = [...new Set(tables)].join(', ');
  return [
    {
      code: ENUM_REPLACED.code,
      at: view.start,
      message: `Enum ${quoteIdentifier(target)} is replaced by another${what === '' ? '' : `: ${what} is written anew while nobody can read or write it`}, and it fails where a row has a value that goes.`,
      fix: 'Change the rows that have the value first, in an earlier revision, when no running code writes it any more; or leave the value where it is.',
    },
  ];
}
