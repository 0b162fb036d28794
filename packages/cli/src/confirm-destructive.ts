import type { ConsentRequest } from '@prisma-orchestrate/core';
import type { Terminal } from './ask-line.js';
import { askYesNo } from './ask-yes-no.js';
import type { Look } from './render/look.js';
import { renderDestructiveSteps } from './render/render-destructive-steps.js';
import { wrapLines } from './render/wrap-lines.js';

/** Where to ask, and how it looks there. */
export interface Asker extends Terminal {
  readonly look: Look;
}

/** Lists what would be lost and asks; anything but a yes is a no, and so is the end of the input. */
export async function confirmDestructive(
  { extension, steps }: ConsentRequest,
  { input, output, look, signal }: Asker,
): Promise<boolean> {
  const title = wrapLines(`This revision of ${look.bold(extension)} loses data:`, look);
  output.write(`${title}\n${renderDestructiveSteps(steps, look)}\n`);
  return askYesNo('Make it all the same?', { input, output, signal });
}
