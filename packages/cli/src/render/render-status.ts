import type { BegunSquash, ExtensionStatus, StatusResult } from '@prisma-orchestrate/core';
import type { Look, Paint } from './look.js';
import { renderFindings } from './render-findings.js';
import { renderProblems } from './render-problems.js';
import { type Column, renderTable } from './render-table.js';
import { revisionNames } from './revision-names.js';
import { wrap } from './wrap.js';
import { wrapLines } from './wrap-lines.js';

/** The table, what is wrong, and what to do next. */
export function renderStatus(result: StatusResult, look: Look, extension: string | undefined): string {
  const hasPackages = result.extensions.some(({ packageName }) => packageName !== null);
  const columns: readonly Column<ExtensionStatus>[] = [
    { title: '', value: markOf, paint: (row) => paintOf(row, look) },
    { title: 'extension', value: ({ name }) => name, cuttable: true },
    ...(hasPackages ? [{ title: 'npm', value: renderPackage, cuttable: true }] : []),
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
    renderNotes(result, look),
    `${wrapLines(nextStep(result, look, extension), look)}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** `@acme/prisma-audit 1.2.0`; empty for a directory of the workspace. */
function renderPackage({ packageName, packageVersion }: ExtensionStatus): string {
  return [packageName, packageVersion].filter((part) => part !== null).join(' ');
}

/** `=` where the extension is there already, so that the eye finds the others. */
function describeHead({ heads, current }: ExtensionStatus): string {
  if (heads.length === 0) return '-';
  return heads.join() === current.join() ? '=' : revisionNames(heads);
}

/** As in `history`, so that the lines can be told apart without colour. */
function markOf(row: ExtensionStatus): string {
  if (hasProblem(row)) return '[!]';
  return row.pending.length > 0 ? '[ ]' : '[x]';
}

function paintOf(row: ExtensionStatus, look: Look): Paint {
  if (hasProblem(row)) return look.red;
  return row.pending.length > 0 ? look.yellow : look.green;
}

function hasProblem({ failed, edited, missing, inconsistent }: ExtensionStatus): boolean {
  return failed.length + edited.length + missing.length + inconsistent.length > 0;
}

function describeNotes({ outOfOrder, failed, edited, missing, inconsistent, ...row }: ExtensionStatus): string {
  const counts = [
    [failed.length, 'failed'],
    [edited.length, 'edited'],
    [missing.length, 'missing'],
    [inconsistent.length, 'inconsistent'],
    [outOfOrder.length, 'out of order'],
  ] as const;
  const notes = counts.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`);
  return [...notes, ...(row.divergent ? ['divergent'] : []), ...(row.squashes.length > 0 ? ['in a squash'] : [])].join(
    ', ',
  );
}

/** What is no problem and should be known all the same. */
function renderNotes({ extensions, strayHistories }: StatusResult, look: Look): string {
  const notes = [
    ...extensions.flatMap(({ name, divergent, heads }) =>
      divergent
        ? [
            `${name} has diverged (${revisionNames(heads)}): \`orchestrate merge --extension ${name}\` joins the branches.`,
          ]
        : [],
    ),
    ...extensions.flatMap(({ outOfOrder }) =>
      outOfOrder.length > 0
        ? [
            `${outOfOrder.join(', ')}: out of order, as something after it is applied; an upgrade applies it all the same.`,
          ]
        : [],
    ),
    ...extensions.flatMap(({ squashes }) => squashes.map(describeSquash)),
    ...strayHistories.map(
      ({ extension, table, schema }) =>
        `The database has a history of "${extension}" (${schema === null ? '' : `${schema}.`}${table}), which is not in this workspace: add it again, or remove what it has made: \`orchestrate uninstall ${extension}\`.`,
    ),
  ];
  return notes
    .map((note) => `${look.yellow('note')}  ${wrap(note, { width: look.width, indent: '      ', taken: 6 })}\n`)
    .join('');
}

function describeSquash({ revision, left }: BegunSquash): string {
  return left.length === 0
    ? `${revision}: all that it folds is applied; the next upgrade records it.`
    : `${revision}: is recorded once the rest of what it folds is applied (${revisionNames(left)}), which the next upgrade does.`;
}

function nextStep(result: StatusResult, look: Look, extension: string | undefined): string {
  const upgrade = `orchestrate upgrade ${extension === undefined ? '--all' : `--extension ${extension}`}`;
  const isPending = result.extensions.some(({ pending }) => pending.length > 0);
  if (!hasProblems(result)) {
    if (result.extensions.every(({ heads }) => heads.length === 0))
      return 'There are no revisions yet: `orchestrate dev` makes them from the fragments.';
    if (result.isUpToDate || !isPending) return `${result.database} is ${look.green('up to date')}.`;
    // Joined first: once both branches are applied, what the one has undone of the other is lost.
    const isSplit = result.extensions.some(({ divergent, pending }) => divergent && pending.length > 0);
    const merge = `orchestrate merge${extension === undefined ? '' : ` --extension ${extension}`}`;
    return `Next: run ${isSplit ? `\`${merge}\`, then ` : ''}\`${upgrade}\``;
  }
  return `Next: resolve the problems above${isPending ? `, then run \`${upgrade}\`` : ''}`;
}

/** Whether something must be resolved; revisions that merely wait to be applied are no problem. */
export function hasProblems({ problems, findings }: StatusResult): boolean {
  return problems.length > 0 || findings.some(({ severity }) => severity === 'error');
}
