import type { Look } from './look.js';
import { wrap } from './wrap.js';

/** A list of things to look at twice, one below the other. */
export function renderItems(texts: readonly string[], look: Look): string {
  return texts
    .map((text) => `  ${look.yellow('-')} ${wrap(text, { width: look.width, indent: '    ', taken: 4 })}`)
    .join('\n');
}
