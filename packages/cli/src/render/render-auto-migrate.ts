import type { AutoMigrateResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderFailure } from './render-failure.js';
import { renderItems } from './render-items.js';
import { renderLosses } from './render-losses.js';
import { wrapLines } from './wrap-lines.js';

/** What was done, or would be. */
export function renderAutoMigrate(result: AutoMigrateResult, look: Look): string {
  const { error, dryRun, database, applied, losses, backupPath } = result;
  if (error !== null) return '';
  if (applied.length === 0) return `${wrapLines(`Nothing to apply to ${database}.`, look)}\n`;
  const amount = count(applied.length, 'revision');
  const backup = backupPath === null ? 'no backup' : dryRun ? `a backup in ${backupPath}` : `backup: ${backupPath}`;
  if (!dryRun) return `${wrapLines(`${look.green('Applied')} ${amount} to ${database}; ${backup}.`, look)}\n`;
  const lost = losses.length === 0 ? '' : `Data that would be lost:\n${renderLosses(losses, look)}\n`;
  const would = `Would apply ${amount} to ${database}, with ${backup}; nothing was changed.`;
  return `${renderItems(applied, look)}\n${lost}${wrapLines(would, look)}\n`;
}

/** Which revisions were made first; and why it failed, and what became of the database. */
export function renderAutoMigrateNotes(result: AutoMigrateResult, look: Look): string {
  const { made, error } = result;
  const notes =
    made.length === 0
      ? ''
      : `${wrapLines(`Made ${count(made.length, 'revision')}:`, look)}\n${renderItems(made, look)}\n`;
  if (error === null) return notes;
  const failure = renderFailure({ ...error, thrown: undefined }, look, false);
  return `${notes}${failure}${wrapLines(describeRecovery(result), look)}\n`;
}

function describeRecovery({ recovery, applied, backupPath }: AutoMigrateResult): string {
  return [
    describeKind(recovery),
    ...(applied.length === 0 ? [] : [`Of this run these stay applied: ${applied.join(', ')}`]),
    ...(backupPath === null ? [] : [`Backup: ${backupPath}`]),
  ].join('\n');
}

function describeKind(recovery: AutoMigrateResult['recovery']): string {
  switch (recovery?.kind) {
    case 'rolled-back':
      return 'Everything was rolled back; the database is as it was before.';
    case 'restored':
      return 'The backup was restored; the database is as it was before.';
    case 'kept':
      return `The database was not put back. ${recovery.why ?? ''}`;
    default:
      return 'Nothing was changed.';
  }
}
