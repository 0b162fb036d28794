import path from 'node:path';
import type { Composition } from '../../composition/composition.js';

/** Of what text speaks. */
export interface LocateLinesOptions {
  readonly whole: Composition;
  /** The folder of the composed schema, relative to the workspace root. */
  readonly directory: string;
}

/** Puts the user's own file and line behind each line of the composed schema that a text of Prisma's names. */
export function locateLines(text: string, { whole, directory }: LocateLinesOptions): string {
  return text.replaceAll(/(-->\s+)(\S.*\.prisma):(\d+)/g, (found, _arrow: string, file: string, line: string) => {
    if (path.posix.dirname(file.replaceAll('\\', '/')) !== path.posix.normalize(directory)) return found;
    const composed = whole.files.find((each) => each.path === path.posix.basename(file.replaceAll('\\', '/')));
    if (composed === undefined) return found;
    const origin = whole.locate(composed.path, startOfLine(composed.text, Number(line)));
    return origin === null ? found : `${found} (${origin.where.file}:${origin.where.line})`;
  });
}

/** The offset of the first character of a line, 1-based, that is no white space. */
function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let current = 1; current < line; current++) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return start + (/^[ \t]*/.exec(text.slice(start))?.[0].length ?? 0);
}
