import type { ChangedFile } from '@prisma-orchestrate/core';
import type { Look } from './look.js';

/** Every file that changed with the lines that did, as `diff -u` shows them; a line each. */
export function renderChangedFiles(files: readonly ChangedFile[], look: Look): readonly string[] {
  return files.flatMap(({ path, state, diff }) => [
    `${look.bold(path)}${state === 'created' ? ' (new)' : ''}`,
    ...diff.split('\n').map((line) => `  ${paintLine(line, look)}`.trimEnd()),
  ]);
}

function paintLine(line: string, look: Look): string {
  if (line.startsWith('+')) return look.green(line);
  if (line.startsWith('-')) return look.red(line);
  return line.startsWith('@') ? look.dim(line) : line;
}
