import type { FixResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderChangedFiles } from './render-changed-files.js';
import { wrapLines } from './wrap-lines.js';

/** What was mended, with every line that changed. */
export function renderFix({ dryRun, mended, files, unformatted, findings }: FixResult, look: Look): string {
  const isClean = findings.every(({ severity }) => severity !== 'error');
  const nothing = isClean ? `${look.green('Nothing to mend.')}` : 'Nothing that could be mended.';
  const done = dryRun ? 'Would change' : look.green('Changed');
  const lines = [
    ...mended.map(({ summary }) => `- ${summary}`),
    ...unformatted.map((path) => `${look.yellow('not formatted')} ${path}: more than its layout would change`),
    files.length === 0
      ? nothing
      : `${done} ${count(files.length, 'file')}${dryRun ? '; nothing was changed.' : '.'}${isClean ? '' : ' Not all could be mended.'}`,
  ];
  return `${[...renderChangedFiles(files, look), ...lines.map((line) => wrapLines(line, look))].join('\n')}\n`;
}
