import type { RenameExtensionResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderChangedFiles } from './render-changed-files.js';
import { wrapLines } from './wrap-lines.js';

/** What changed, and what is still to be done. */
export function renderRenameExtension(result: RenameExtensionResult, look: Look): string {
  const { dryRun, from, to, files, directory, historyTable, manual } = result;
  const moved = directory === null ? [] : [`${look.bold(directory.from)} → ${look.bold(directory.to)}`];
  const table = `Databases: the next run that writes a history renames ${historyTable.from} to ${historyTable.to}; until then it is read as it is. When all have seen one, "formerNames" can go from the manifest.`;
  const byHand = manual.length === 0 ? [] : ['By hand:', ...manual.map((line) => `  - ${line}`)];
  const lines = dryRun
    ? [...byHand, `Would rename ${from} to ${to}; nothing was changed.`]
    : [
        ...byHand,
        `${look.green('Renamed')} ${from} to ${look.bold(to)}.`,
        table,
        'Next: orchestrate compose, and where your package manager links workspaces, its install command.',
        `To take it back: orchestrate rename-extension ${to} ${from}, or version control.`,
      ];
  return `${[...renderChangedFiles(files, look), ...moved.map((line) => wrapLines(line, look)), ...lines.map((line) => wrapLines(line, look))].join('\n')}\n`;
}
