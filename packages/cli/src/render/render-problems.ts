import type { StatusProblem } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { wrap } from './wrap.js';

/** Problems with the command that resolves each. */
export function renderProblems(problems: readonly StatusProblem[], look: Look): string {
  return problems
    .map(({ code, message, fix }) =>
      [
        `${look.red('problem')}  ${look.dim(code)}`,
        `  ${wrap(message, { width: look.width, indent: '    ', taken: 2 })}`,
        `  ${look.cyan('fix:')} ${wrap(fix, { width: look.width, indent: '    ', taken: 7 })}\n`,
      ].join('\n'),
    )
    .join('\n');
}
