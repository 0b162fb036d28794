import type { GenerateResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { wrapLines } from './wrap-lines.js';

/** Where the client is now, and whether anything had to be done for it. */
export function renderGenerate({ directory, files, generated, generators }: GenerateResult, look: Look): string {
  const places = generators.map(({ name, output }) => (output === null ? name : `${name} in ${output}`)).join(', ');
  if (!generated) return wrapLines(`Nothing to do: ${places} is up to date.\n`, look);
  const changed = files.filter(({ state }) => state !== 'unchanged').length;
  const composed = changed === 0 ? '' : `${look.green('Wrote')} ${count(changed, 'file')} in ${directory}.\n`;
  return wrapLines(`${composed}${look.green('Generated')} ${places}.\n`, look);
}
