import { newlineOf, withNewline } from './newline-of.js';
import type { TextChange } from './text-change.js';

/** Puts blocks at the end of a text, a blank line before each, with the text's own line endings. */
export function appendBlocks(text: string, blocks: readonly string[]): readonly TextChange[] {
  if (blocks.length === 0) return [];
  const newline = newlineOf(text, blocks[0]);
  const kept = text.trimEnd();
  const start = text.length;
  // What ends the last line stays; a text without an end of its last line gets one.
  const end = text.slice(kept.length);
  const missing = kept === '' ? '' : newline.repeat(Math.max(0, 2 - (end.match(/\r\n|\r|\n/g)?.length ?? 0)));
  const put = blocks.map((block) => withNewline(block.trimEnd(), newline)).join(newline.repeat(2));
  return [{ start, end: start, text: `${missing}${put}${newline}` }];
}
