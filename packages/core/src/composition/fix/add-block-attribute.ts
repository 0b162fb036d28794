import { newlineOf } from '../../fragment/newline-of.js';
import { endOfBody } from '../end-of-body.js';
import type { FragmentBlock } from '../fragment.js';
import type { FragmentChange } from './mend.js';

/** Puts `@@…` at the end of a block, where Prisma's formatter has it: behind the other ones, or behind a blank line. */
export function addBlockAttribute({ file, block }: FragmentBlock, attribute: string): FragmentChange {
  const { text } = file;
  const newline = newlineOf(text);
  const { at, before, indent } = endOfBody(text, block);
  const lastLine =
    text
      .slice(block.body.start, at)
      .trimEnd()
      .split(/[\r\n]/)
      .at(-1) ?? '';
  const isParted =
    /^\s*(?:@@|$)/.test(lastLine) ||
    /(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)[^\S\r\n]*$/.test(text.slice(block.body.start, at));
  const start = before === '' ? '' : newline;
  return { file, start: at, end: at, text: `${start}${isParted ? '' : newline}${indent}${attribute}${newline}` };
}
