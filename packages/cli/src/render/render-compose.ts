import type { ComposeResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { wrapLines } from './wrap-lines.js';

/** What was asked for. */
interface Asked {
  readonly check: boolean;
  /** What brings it up to date. */
  readonly command: string;
}

/** The files that changed, and how many did not. */
export function renderCompose(
  { directory, files, stale }: ComposeResult,
  look: Look,
  { check, command }: Asked,
): string {
  const changed = files.filter((file) => file.state !== 'unchanged');
  const lines = changed.map(({ state, path }) => `${look.yellow(labelOf(state, check).padEnd(7))}  ${path}`);
  const summary = summarize({ directory, stale, check, command, changed: changed.length, total: files.length });
  return wrapLines(`${[...lines, summary].join('\n')}\n`, look);
}

/** With `--check` nothing was written or removed, so nothing is said to have been. */
function labelOf(state: ComposeResult['files'][number]['state'], check: boolean): string {
  if (!check) return state;
  return state === 'removed' ? 'surplus' : 'stale';
}

interface Summary extends Asked {
  readonly directory: string;
  readonly stale: boolean;
  readonly changed: number;
  readonly total: number;
}

function summarize({ directory, stale, check, command, changed, total }: Summary): string {
  if (check && stale) return `${directory} is stale: run \`${command}\`.`;
  if (changed === 0) return `${directory} is up to date (${count(total, 'file')}).`;
  return `${directory} is composed: ${changed} of ${count(total, 'file')} changed.`;
}
