import type { InitResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderChangedFiles } from './render-changed-files.js';
import { wrap } from './wrap.js';

/** The files that were written; with `--dry-run` their text. */
export function renderInit(result: InitResult, look: Look): string {
  const { dryRun, files, root } = result;
  if (files.length === 0) return `Everything is in place in ${root}; nothing was changed.\n`;
  if (dryRun) return `${renderChangedFiles(files, look).join('\n')}\n`;
  const lines = files.map(({ path, state }) => `${look.green(state === 'created' ? 'Created' : 'Changed')} ${path}`);
  return `${lines.join('\n')}\n`;
}

/** What was found, what was left alone, and what comes next. */
export function renderInitNotes(result: InitResult, look: Look): string {
  const { kept, next, dryRun } = result;
  const paragraphs = [
    [wrap(describeProject(result), { width: look.width })],
    ...kept.map(({ file, what, found, wanted }) => [
      `${look.yellow('Left as it is')}: ${what} in ${file}`,
      `  is:      ${found}`,
      `  not:     ${wanted}`,
    ]),
    ...(dryRun ? [['Nothing was written.']] : []),
    ...(next.length === 0 ? [] : [[look.bold('What comes next')]]),
    ...next.map(({ does, lines }) => [
      wrap(lines.length === 0 ? `${does}.` : `${does}:`, { width: look.width }),
      ...lines.map((line) => `  ${line}`),
    ]),
  ];
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function describeProject(result: InitResult): string {
  const { kind, provider, packageManager, isMonorepo, usesTurbo, extensions, config } = result;
  const parts = [
    `${kind === 'new' ? 'A new' : 'An existing'} project on ${provider}, with ${packageManager}`,
    ...(isMonorepo ? ['a monorepo'] : []),
    ...(usesTurbo ? ['with turbo'] : []),
    ...(config === null ? [] : [`configured in ${config}`]),
    ...(extensions.length === 0 ? [] : [`with the extensions ${extensions.join(', ')}`]),
  ];
  return `${parts.join(', ')}.`;
}
