import type { InitExtensionResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderChangedFiles } from './render-changed-files.js';
import { renderMigration } from './render-migration.js';
import { wrapLines } from './wrap-lines.js';

/** What was made and applied, and what comes next; with `--dry-run` every file. */
export function renderInitExtension(result: InitExtensionResult, look: Look): string {
  const { dryRun, name, directory, files, model, revision, upgrade, composed, next } = result;
  if (dryRun) {
    const lines = [
      ...renderChangedFiles(files, look),
      wrapLines(`Would make ${name} in ${directory}; nothing was made.`, look),
    ];
    return `${lines.join('\n')}\n`;
  }
  const relation = model?.owner == null ? '' : `, which belongs to ${model.owner} of core`;
  const lines = [
    `${look.green('Made')} ${look.bold(name)} in ${directory}:`,
    ...files.map(({ path, state }) => `  ${path}${state === 'changed' ? ' (changed)' : ''}`),
    ...(model === null ? [] : [`Its model is ${model.name}, table ${model.table}${relation}.`]),
    ...(revision === null ? [] : [`Its first revision is ${revision.revision}${requiring(revision.requires)}.`]),
    ...(upgrade === null ? [] : [renderMigration(upgrade, look).trimEnd()]),
    ...(composed === null ? [] : [`${look.green('Wrote')} the composed schema in ${composed}.`]),
    'Next:',
    ...next.map((step) => `  ${step}`),
  ];
  return `${lines.map((line) => wrapLines(line, look)).join('\n')}\n`;
}

function requiring(requires: readonly string[]): string {
  return requires.length === 0 ? '' : `, which requires ${requires.join(', ')}`;
}
