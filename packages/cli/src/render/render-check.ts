import type { CheckResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { hasErrors, renderFindings } from './render-findings.js';
import { wrapLines } from './wrap-lines.js';

/** The findings, the SQL of pending changes, what nobody owns; and one line that says what was found good. */
export function renderCheck(result: CheckResult, look: Look): string {
  const { extensions, revisions, database, findings, pending, unowned } = result;
  const seen = [
    count(extensions.length, 'extension'),
    count(revisions, 'revision'),
    ...(database === null ? [] : [database]),
  ].join(', ');
  const sql = pending.map(
    ({ extension, migrationSql }) =>
      `${wrapLines(look.bold(`Pending SQL of ${extension}`), look)}\n\n${indented(migrationSql)}\n\n`,
  );
  const list =
    unowned.length === 0
      ? []
      : [
          `In the database, made by no revision:\n${unowned.map(({ kind, name }) => wrapLines(`  ${kind} ${name}\n`, look)).join('')}\n`,
        ];
  const verdict = hasErrors(findings) ? '' : wrapLines(`${look.green('Nothing wrong')} in ${seen}.\n`, look);
  const shown = renderFindings(findings, look);
  return [...sql, ...list, shown === '' || verdict === '' ? shown : `${shown}\n`, verdict].join('');
}

function indented(sql: string): string {
  return sql
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
