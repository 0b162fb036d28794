import type { SqlLintContext, SqlRemark } from '../../database/sql-lint.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import type { LintContext, LintedRevision } from './lint-context.js';

/** What the rules for the SQL of the database say of migration.sql and down.sql. */
export async function checkSql(context: LintContext): Promise<readonly LintFinding[]> {
  const { driver, revisions } = context;
  if (driver === null) return [];
  const rules = new Map((await driver.sqlRules()).map((rule) => [rule.code, rule]));
  if (rules.size === 0) return [];
  const findings: LintFinding[] = [];
  for (const linted of revisions) {
    const { revision, files } = linted;
    // Files are mended as they are read otherwise: without the mark that some editors put first.
    const script = revision.sql.startsWith('\uFEFF') ? revision.sql.slice(1) : revision.sql;
    const remarks = await driver.lintScript(script, scriptContext(context, linted));
    for (const remark of remarks) {
      const severity = rules.get(remark.code)?.severity ?? 'warning';
      findings.push({
        code: remark.code,
        severity: severity === 'off' ? 'notice' : severity,
        message: remark.message,
        extension: revision.extension,
        where: { file: files.up, line: remark.line, column: remark.column },
        fix: remark.fix,
        related: [],
        ...editsOf(remark, linted),
      });
    }
  }
  return findings;
}

function scriptContext({ open }: LintContext, { revision }: LintedRevision): SqlLintContext {
  const { config, extensions } = open.workspace;
  const own = open.graph.revisionsOf(revision.extension);
  const before = own.slice(
    0,
    Math.max(
      0,
      own.findIndex(({ id }) => id === revision.id),
    ),
  );
  const extension = extensions.find(({ name }) => name === revision.extension);
  return {
    defaultSchema: extension?.namespace ?? null,
    isTransactional: revision.transactional === 'auto' ? null : revision.transactional === 'yes',
    lockTimeoutMs: config.datasource.lockTimeoutMs,
    statementTimeoutMs: config.datasource.statementTimeoutMs,
    scriptsBefore: before.map(({ sql }) => sql),
  };
}

function editsOf({ edit }: SqlRemark, { files, revision }: LintedRevision): Pick<LintFinding, 'edits'> {
  // A manifest that is not there would have to be written whole, so that is left to people.
  if (edit === undefined || (edit.transactional !== undefined && revision.parentage === 'implied')) return {};
  return {
    edits: [
      { file: files.up, changes: edit.changes },
      ...(edit.transactional === undefined
        ? []
        : [{ file: files.manifest, changes: [], transactional: edit.transactional }]),
    ],
  };
}
