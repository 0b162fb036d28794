import type { UninstallPreview, UninstallResult } from '@prisma-orchestrate/core';
import { describeUninstall } from '@prisma-orchestrate/core/operations/uninstall';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderItems } from './render-items.js';
import { wrapLines } from './wrap-lines.js';

/** What an uninstall takes away, and what it leaves. */
export function renderUninstallPreview(preview: UninstallPreview, look: Look): string {
  const { extension, revisions, remaining } = preview;
  const fromHistory = revisions.filter(({ script }) => script === 'history').length;
  const lines = [
    `Uninstalling ${look.bold(extension)} drops:`,
    renderItems(describeUninstall(preview), look),
    ...(fromHistory === 0
      ? []
      : [`The scripts of ${count(fromHistory, 'revision')} are the copies that the history keeps.`]),
    ...(remaining.length === 0 ? [] : [`No script drops these, which stay: ${remaining.join(', ')}.`]),
    '',
  ];
  return wrapLines(lines.join('\n'), look);
}

/** What went, or would go. */
export function renderUninstall(result: UninstallResult, look: Look): string {
  const { extension, database, state, dryRun, revisions, tables, leftToDo } = result;
  if (state === 'absent')
    return wrapLines(`${extension} has no history in ${database}: there is nothing to do in it.\n`, look);
  if (dryRun) {
    const then = ['Left to do then:', renderItems(leftToDo, look)];
    return `${renderUninstallPreview(result, look)}${then.join('\n')}\n${wrapLines(`Nothing was changed in ${database}.`, look)}\n`;
  }
  const reverted = `${count(revisions.length, 'revision')} reverted, ${count(tables.length, 'table')} dropped`;
  return wrapLines(`${look.green('Uninstalled')} ${extension} from ${database}: ${reverted}, and its history.\n`, look);
}

/** Where the rows are, and what is left to do; of a dry run, the list of what goes says it, as notes come before it. */
export function renderUninstallNotes(result: UninstallResult, look: Look): string {
  const { backup, remaining, dryRun, leftToDo, state } = result;
  if (dryRun && state === 'uninstalled') return '';
  const saved = backup === null ? [] : [`Saved ${count(backup.rows, 'row')} to ${backup.directory}.`];
  const stays = remaining.length === 0 ? [] : [`Still there, as no script drops them: ${remaining.join(', ')}.`];
  const left = ['Left to do:', renderItems(leftToDo, look)];
  return wrapLines(`${[...saved, ...stays, ...left].join('\n')}\n`, look);
}
