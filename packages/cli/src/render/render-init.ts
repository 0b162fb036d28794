import type { InitResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderChangedFiles } from './render-changed-files.js';
import { wrap } from './wrap.js';
import { wrapLines } from './wrap-lines.js';

/** What was found. */
export function renderInitNotes(result: InitResult, look: Look): string {
  return `${wrap(describeProject(result), { width: look.width })}\n\n`;
}

/** The files that were written, with `--dry-run` their text; what was left alone; what comes next. */
export function renderInit(result: InitResult, look: Look): string {
  const { dryRun, kept, next } = result;
  const paragraphs = [
    renderFiles(result, look),
    ...kept.map(({ file, what, found, wanted }) => [
      wrapLines(`${look.yellow('Left as it is')}: ${what} in ${file}`, look),
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

function renderFiles({ dryRun, files, root }: InitResult, look: Look): readonly string[] {
  if (files.length === 0) return [wrapLines(`Everything is in place in ${root}; nothing was changed.`, look)];
  if (dryRun) return renderChangedFiles(files, look);
  return files.map(({ path, state }) => `${look.green(state === 'created' ? 'Created' : 'Changed')} ${path}`);
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
