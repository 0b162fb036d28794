import type { TransferResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderChangedFiles } from './render-changed-files.js';
import { wrapLines } from './wrap-lines.js';

/** What changed, and how it reaches the databases. */
export function renderTransfer(result: TransferResult, look: Look): string {
  const { dryRun, from, to, moved, files, adopts, requires, revision, directory } = result;
  const names = moved.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  const taken = adopts.length === 0 ? [] : [`  takes over ${adopts.join(', ')}`, `  requires ${requires.join(', ')}`];
  const lines = dryRun
    ? [
        `Would move ${names} from ${from} to ${to}; nothing was changed.`,
        ...(adopts.length === 0 ? [] : [`A revision of ${to} without SQL:`, ...taken]),
      ]
    : [
        `${look.green('Moved')} ${look.bold(names)} from ${from} to ${to}.`,
        ...(revision === null
          ? ['Nothing changes hands in the database, so there is no revision.']
          : [`${look.green('Created')} ${look.bold(revision)} in ${directory}, without SQL`, ...taken]),
        revision === null ? 'Next: orchestrate compose' : 'Next: orchestrate compose, and orchestrate upgrade --all',
      ];
  return `${[...renderChangedFiles(files, look), ...lines.map((line) => wrapLines(line, look))].join('\n')}\n`;
}
