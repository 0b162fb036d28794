import { newlineOf } from '../../fragment/newline-of.js';
import { endOfBody } from '../end-of-body.js';
import type { FragmentBlock } from '../fragment.js';
import type { FragmentChange } from './mend.js';

/** Puts `@@…` at the end of a block, where Prisma's formatter has it: behind the other ones, or behind a blank line. */
export function addBlockAttribute({ file, block }: FragmentBlock, attribute: string): FragmentChange {
  const { text } = file;
  const newline = newlineOf(text);
  const { at, indent } = endOfBody(text, block);
  // The last of these lines is the one that the attribute is put at the start of.
  const above =
    text
      .slice(block.body.start, at)
      .split(/\r\n|\r|\n/)
      .at(-2)
      ?.trim() ?? '';
  const isParted = above === '' || above.startsWith('@@');
  return { file, start: at, end: at, text: `${isParted ? '' : newline}${indent}${attribute}${newline}` };
}

/** Whether a block has lines of its own; Prisma takes no other, and says so. */
export function hasOwnLines({ file, block }: FragmentBlock): boolean {
  return endOfBody(file.text, block).before === '';
}
