import type { MigrationResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderLosses } from './render-losses.js';
import { type Column, renderTable } from './render-table.js';
import { wrapLines } from './wrap-lines.js';

type Step = MigrationResult['revisions'][number];

const COLUMNS: readonly Column<Step>[] = [
  { title: 'revision', value: ({ revision }) => revision },
  { title: 'message', value: ({ message }) => message },
];

/** Where not everything runs, what happens to each. */
const ACTION: Column<Step> = {
  title: 'how',
  value: ({ action }) => (action === 'recorded' ? 'only recorded' : action),
};

const BECAUSE: Column<Step> = { title: 'because it needs', value: ({ because }) => because ?? '' };

/** The script with `--sql`, the plan with `--dry-run`, else one line about what was done. */
export function renderMigration(result: MigrationResult, look: Look): string {
  if (result.sql !== null) return result.sql.endsWith('\n') ? result.sql : `${result.sql}\n`;
  if (!result.dryRun || result.revisions.length === 0) return `${wrapLines(summarizeMigration(result, look), look)}\n`;
  const columns = [
    ...COLUMNS,
    ...(countRecorded(result) === 0 ? [] : [ACTION]),
    ...(result.revisions.some(({ because }) => because !== null) ? [BECAUSE] : []),
  ];
  return `${renderTable(result.revisions, columns, look)}\n${renderWouldLose(result, look)}${wrapLines(summarizeMigration(result, look), look)}\n`;
}

/** Where stdout is a script, what it would do. */
export function renderMigrationNotes(result: MigrationResult, look: Look): string {
  return result.sql === null
    ? ''
    : `${renderWouldLose(result, look)}${wrapLines(summarizeMigration(result, look), look)}\n`;
}

function renderWouldLose({ losses }: MigrationResult, look: Look): string {
  return losses.length === 0 ? '' : `Data that would be lost:\n${renderLosses(losses, look)}\n\n`;
}

/** `Applied 3 revisions to file:./dev.db.` */
function summarizeMigration(result: MigrationResult, look: Look): string {
  const { direction, dryRun, database, revisions, sql } = result;
  const [apply, applied, preposition] =
    direction === 'upgrade' ? (['apply', 'Applied', 'to'] as const) : (['revert', 'Reverted', 'in'] as const);
  if (revisions.length === 0) return `Nothing to ${apply} ${preposition} ${database}.`;
  const recorded = countRecorded(result);
  const amount = `${count(revisions.length, 'revision')}${recorded === 0 ? '' : ` (${recorded} only recorded)`}`;
  return dryRun || sql !== null
    ? `Would ${apply} ${amount} ${preposition} ${database}; nothing was changed.`
    : `${look.green(applied)} ${amount} ${preposition} ${database}.`;
}

function countRecorded({ revisions }: MigrationResult): number {
  return revisions.filter(({ action }) => action === 'recorded').length;
}
