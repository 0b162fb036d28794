import type { EditedRevision, RepairResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { paintDiff } from './paint-diff.js';

/** What was edited, and one line about what was done. */
export function renderRepair({ dryRun, database, repaired }: RepairResult, look: Look): string {
  if (repaired.length === 0) return `Nothing to repair: no applied revision was edited, as ${database} has it.\n`;
  const what = count(repaired.length, 'revision');
  if (dryRun)
    return `${renderEdits(repaired, look)}\nWould record ${what} as edited in ${database}; nothing was changed.\n`;
  const names = repaired.map(({ revision }) => `  ${revision}\n`).join('');
  return `${look.green('Recorded')} ${what} as edited in ${database}; no script was run.\n${names}`;
}

/** Each edited script: how it differs from what was applied, or, where nobody knows that, what it says. */
export function renderEdits(edited: readonly EditedRevision[], look: Look): string {
  return edited.map((each) => renderEdit(each, look)).join('\n');
}

function renderEdit({ revision, file, recorded, difference, source, script }: EditedRevision, look: Look): string {
  const head = `${look.bold(revision)} was edited after it was applied\n`;
  if (difference === null) {
    const known = source === null ? `only its checksum is known, ${recorded}` : `it was found in ${source}`;
    return `${head}  Of what was applied ${known}; ${file} says now:\n${indent(script ?? '')}`;
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
