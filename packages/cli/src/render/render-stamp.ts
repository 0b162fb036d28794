import type { StampResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderProblems } from './render-problems.js';
import { type Column, renderTable } from './render-table.js';
import { wrapLines } from './wrap-lines.js';

interface Change {
  readonly revision: string;
  readonly what: string;
}

const COLUMNS: readonly Column<Change>[] = [
  { title: 'revision', value: ({ revision }) => revision },
  { title: 'recorded', value: ({ what }) => what },
];

/** Every revision whose record changes, and one line about all. */
export function renderStamp(result: StampResult, look: Look): string {
  const changes: readonly Change[] = [
    ...result.unrecorded.map(({ revision, was }) => ({ revision, what: `no longer (was ${was})` })),
    ...result.recorded.map(({ revision }) => ({ revision, what: 'as applied' })),
  ];
  const table = changes.length === 0 ? '' : `${renderTable(changes, COLUMNS, look)}\n`;
  return `${table}${wrapLines(summarize(result, look), look)}\n`;
}

/** What a stamp does not cure. */
export function renderStampNotes({ problems }: StampResult, look: Look): string {
  return renderProblems(problems, look);
}

/** `Recorded 3 revisions in file:./dev.db and took 1 back; no script was run.` */
function summarize({ dryRun, database, recorded, unrecorded }: StampResult, look: Look): string {
  if (recorded.length + unrecorded.length === 0) return `The history in ${database} says so already.`;
  const [record, take] = dryRun ? ['Would record', 'would take back'] : [look.green('Recorded'), 'took back'];
  const parts = [
    ...(recorded.length === 0 ? [] : [`${record} ${count(recorded.length, 'revision')}`]),
    ...(unrecorded.length === 0 ? [] : [`${take} ${count(unrecorded.length, 'revision')}`]),
  ].join(', ');
  const sentence = parts.charAt(0).toUpperCase() + parts.slice(1);
  return `${sentence} in ${database}; ${dryRun ? 'nothing was changed' : 'no script was run'}.`;
}
