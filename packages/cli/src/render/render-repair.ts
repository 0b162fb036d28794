import type { EditedRevision, RepairResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { paintDiff } from './paint-diff.js';
import { wrapLines } from './wrap-lines.js';

/** What was edited, and one line about what was done. */
export function renderRepair({ dryRun, database, repaired }: RepairResult, look: Look): string {
  if (repaired.length === 0)
    return wrapLines(`Nothing to repair: no applied revision was edited, as ${database} has it.\n`, look);
  const what = count(repaired.length, 'revision');
  if (dryRun)
    return `${renderEdits(repaired, look)}\n${wrapLines(`Would record ${what} as edited in ${database}; nothing was changed.`, look)}\n`;
  const names = repaired.map(({ revision }) => `  ${revision}\n`).join('');
  return wrapLines(`${look.green('Recorded')} ${what} as edited in ${database}; no script was run.\n${names}`, look);
}

/** Each edited script: how it differs from what was applied, or, where nobody knows that, what it says. */
export function renderEdits(edited: readonly EditedRevision[], look: Look): string {
  return edited.map((each) => renderEdit(each, look)).join('\n');
}

function renderEdit({ revision, file, recorded, difference, source, script }: EditedRevision, look: Look): string {
  const head = wrapLines(`${look.bold(revision)} was edited after it was applied\n`, look);
  if (difference === null) {
    const known = source === null ? `only its checksum is known, ${recorded}` : `it was found in ${source}`;
    const said = wrapLines(`  Of what was applied ${known}; ${file} says now:`, look);
    return `${head}${said}\n${indent(script ?? '')}`;
  }
  const lines = paintDiff(difference, look).join('\n');
  return `${head}${look.dim(`--- as applied (${source})`)}\n${look.dim(`+++ ${file}`)}\n${lines}\n`;
}

function indent(text: string): string {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('');
}
