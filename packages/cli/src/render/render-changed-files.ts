import type { ChangedFile } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { paintDiff } from './paint-diff.js';

/** Every file that changed with the lines that did, as `diff -u` shows them; a line each. */
export function renderChangedFiles(files: readonly ChangedFile[], look: Look): readonly string[] {
  return files.flatMap(({ path, state, diff }) => [
    `${look.bold(path)}${state === 'created' ? ' (new)' : ''}`,
    ...paintDiff(diff, look).map((line) => `  ${line}`.trimEnd()),
  ]);
}
