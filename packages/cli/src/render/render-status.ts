import type { ExtensionStatus, StatusResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderFindings } from './render-findings.js';
import { renderProblems } from './render-problems.js';
import { type Column, renderTable } from './render-table.js';
import { revisionNames } from './revision-names.js';

/** The table, what is wrong, and what to do next. */
export function renderStatus(result: StatusResult, look: Look, extension: string | undefined): string {
  const columns: readonly Column<ExtensionStatus>[] = [
    { title: 'extension', value: ({ name }) => name },
    { title: 'current', value: ({ current }) => revisionNames(current) || '(base)', cuttable: true },
    { title: 'head', value: describeHead, cuttable: true },
    {
      title: 'pending',
      value: ({ pending }) => String(pending.length),
      align: 'right',
      paint: ({ pending }) => (pending.length === 0 ? look.dim : look.yellow),
    },
    { title: 'notes', value: describeNotes, paint: () => look.red },
  ];
  const parts = [
    renderTable(result.extensions, columns, look),
    renderFindings(result.findings, look),
    renderProblems(result.problems, look),
    `${nextStep(result, look, extension)}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** `=` where the extension is there already, so that the eye finds the others. */
function describeHead({ heads, current }: ExtensionStatus): string {
  if (heads.length === 0) return '-';
  return heads.join() === current.join() ? '=' : revisionNames(heads);
}

function describeNotes({ failed, edited, missing, divergent }: ExtensionStatus): string {
  const counts = [
    [failed.length, 'failed'],
    [edited.length, 'edited'],
    [missing.length, 'missing'],
  ] as const;
  const notes = counts.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`);
  return [...notes, ...(divergent ? ['divergent'] : [])].join(', ');
}

function nextStep(result: StatusResult, look: Look, extension: string | undefined): string {
  const upgrade = `orchestrate upgrade ${extension === undefined ? '--all' : `--extension ${extension}`}`;
  const isPending = result.extensions.some(({ pending }) => pending.length > 0);
  if (!hasProblems(result)) {
    return result.isUpToDate || !isPending
      ? `${result.database} is ${look.green('up to date')}.`
      : `Next: run \`${upgrade}\``;
  }
  return `Next: resolve the problems above${isPending ? `, then run \`${upgrade}\`` : ''}`;
}

/** Whether something must be resolved; revisions that merely wait to be applied are no problem. */
export function hasProblems({ problems, findings }: StatusResult): boolean {
  return problems.length > 0 || findings.some(({ severity }) => severity === 'error');
}
