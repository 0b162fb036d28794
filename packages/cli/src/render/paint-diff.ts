import type { Look } from './look.js';

/** The lines of a difference, as `diff -u` shows it, in its usual colours. */
export function paintDiff(diff: string, look: Look): readonly string[] {
  return diff.split('\n').map((line) => {
    if (line.startsWith('+')) return look.green(line);
    if (line.startsWith('-')) return look.red(line);
    return line.startsWith('@@') ? look.dim(line) : line;
  });
}
