import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import { readStatement } from './read-statement.js';
import type { LintedStatement, RevisionCheck } from './revision-check.js';

const rule: LintRule = {
  code: 'REVISION.SCHEMA_AND_DATA',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'A revision changes the schema and rows that were there before.',
  why: 'Both commit together, so the locks that the schema change takes are held for as long as the rows take: on a table with people in it that is an outage. And a way back that fails half-way has to undo both. The classic case is a column that is added, filled and made required in one go. Three revisions do the same in peace: add it, fill it (in batches where it is large, with `"transactional": false`), make it required.\n\nRows of a table that the same revision creates do not count: nobody has them yet. Nor do temporary tables and the copying of a table that SQLite needs.',
  bad: {
    kind: 'migration',
    provider: 'postgresql',
    before: 'CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY);',
    sql: 'ALTER TABLE "blog_posts" ADD COLUMN "language" TEXT;\nUPDATE "blog_posts" SET "language" = \'en\';\nALTER TABLE "blog_posts" ALTER COLUMN "language" SET NOT NULL;',
    down: 'ALTER TABLE "blog_posts" DROP COLUMN "language";',
  },
  good: {
    kind: 'migration',
    provider: 'postgresql',
    before: 'CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY, "language" TEXT);',
    sql: 'UPDATE "blog_posts" SET "language" = \'en\' WHERE "language" IS NULL;',
    down: '-- What is filled may stay so.',
  },
};

/** Revisions that should be two or three. */
export const SCHEMA_AND_DATA: RevisionCheck = {
  rule,
  check: ({ revision, files, statements }) => {
    const mixed = statements === null ? null : findMixed(statements);
    if (mixed === null) return [];
    const { data, table, schema } = mixed;
    return [
      ruleFinding(rule, {
        message: `${revision.id} changes rows of ${table}, which were there before, and the schema (line ${schema.line}).`,
        extension: revision.extension,
        where: { file: files.up, line: data.line, column: 1 },
        fix: 'Split it: one revision for what the rows need of the schema, one for the rows, one for what the schema wants of them (such as NOT NULL).',
      }),
    ];
  },
};

interface Mixed {
  readonly data: LintedStatement;
  readonly table: string;
  readonly schema: LintedStatement;
}

function findMixed(statements: readonly LintedStatement[]): Mixed | null {
  const read = statements.map((statement) => ({ statement, sense: readStatement(statement.words) }));
  const made = new Set<string>();
  let first: Pick<Mixed, 'data' | 'table'> | null = null;
  for (const { statement, sense } of read) {
    if ((sense.kind === 'schema' || sense.kind === 'temporary') && sense.made !== null) made.add(sense.made);
    if (sense.kind === 'data' && !made.has(sense.table)) first ??= { data: statement, table: sense.table };
  }
  const schema = read.find(({ sense }) => sense.kind === 'schema')?.statement;
  return first === null || schema === undefined ? null : { ...first, schema };
}
