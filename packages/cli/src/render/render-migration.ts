import type { MigrationResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { type Column, renderTable } from './render-table.js';

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

/** The script with `--sql`, the plan with `--dry-run`, else one line about what was done. */
export function renderMigration(result: MigrationResult, look: Look): string {
  if (result.sql !== null) return result.sql.endsWith('\n') ? result.sql : `${result.sql}\n`;
  if (!result.dryRun || result.revisions.length === 0) return `${summarizeMigration(result, look)}\n`;
  const columns = countRecorded(result) === 0 ? COLUMNS : [...COLUMNS, ACTION];
  return `${renderTable(result.revisions, columns, look)}\n${summarizeMigration(result, look)}\n`;
}

/** Where stdout is a script, what it would do. */
export function renderMigrationNotes(result: MigrationResult, look: Look): string {
  return result.sql === null ? '' : `${summarizeMigration(result, look)}\n`;
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
