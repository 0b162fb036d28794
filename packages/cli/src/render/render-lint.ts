import type { IgnoredFinding, LintResult, WeighedRule } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderChangedFiles } from './render-changed-files.js';
import { renderFindings, renderPosition } from './render-findings.js';
import { renderTable } from './render-table.js';
import { wrapLines } from './wrap-lines.js';

/** The findings, what was mended, and one line that says what was looked at. */
export function renderLint(
  result: LintResult,
  look: Look,
  { showSuppressed }: { readonly showSuppressed: boolean },
): string {
  const { findings, suppressed, files, fixed, dryRun, standard, extensions, revisions } = result;
  const seen = [count(extensions.length, 'extension'), count(revisions, 'revision'), `standard ${standard}`].join(', ');
  const left = suppressed.length === 0 ? '' : `; ${count(suppressed.length, 'finding')} suppressed`;
  const verdict =
    findings.length === 0 ? `${look.green('No problems')} in ${seen}${left}.` : `Looked at ${seen}${left}.`;
  const mended =
    fixed.length === 0
      ? ''
      : `${dryRun ? 'Would mend' : look.green('Mended')} ${count(fixed.length, 'finding')} in ${count(files.length, 'file')}.\n`;
  const parts = [
    files.length === 0 ? '' : `${renderChangedFiles(files, look).join('\n')}\n`,
    mended === '' ? '' : wrapLines(mended, look),
    renderFindings(findings, look),
    showSuppressed && suppressed.length > 0
      ? `${suppressed.map((each) => renderSuppressed(each, look)).join('\n\n')}\n`
      : '',
    wrapLines(`${verdict}\n`, look),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function renderSuppressed({ finding, reason, by, where }: IgnoredFinding, look: Look): string {
  const place = finding.where === null ? (finding.extension ?? 'workspace') : renderPosition(finding.where);
  const comment = where === null ? `the ${by}` : renderPosition(where);
  return [
    wrapLines(`${look.bold(place)}  suppressed  ${look.dim(finding.code)}`, look),
    wrapLines(`  ${finding.message}`, look),
    wrapLines(`  by ${comment}: ${reason}`, look),
  ].join('\n');
}

/** All rules, a line each. */
export function renderRules(rules: readonly WeighedRule[], look: Look): string {
  return renderTable(
    rules,
    [
      { title: 'rule', value: ({ code }) => code },
      { title: 'severity', value: ({ severity }) => severity },
      { title: 'since', value: ({ since }) => String(since), align: 'right' },
      { title: 'fix', value: ({ isFixable }) => (isFixable ? 'yes' : '') },
      { title: 'about', value: ({ summary }) => summary },
    ],
    look,
  );
}
