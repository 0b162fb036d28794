import { isBlank, isNewline, skipNewline } from '../../fragment/characters.js';
import { newlineOf } from '../../fragment/newline-of.js';
import type { Block, Field } from '../../fragment/parsed-file.js';
import type { TextChange } from '../../fragment/text-change.js';
import { endOfBody } from '../end-of-body.js';

/** Takes a field out of its block, with the doc comments above it. */
export function removeField(text: string, { lines }: Field): TextChange {
  const { start, end } = lines;
  const isWhole = start === 0 || isNewline(text.charCodeAt(start - 1));
  return { start, end: isWhole ? skipNewline(text, end, text.length) : end, text: '' };
}

/** What is put into a block. */
export interface AddMembersOptions {
  readonly block: Block;
  /** Each a field with its comments, one line or several; indented as the block's own fields are. */
  readonly members: readonly string[];
  /** Fields that are taken out at the same time. */
  readonly without: ReadonlySet<Field>;
}

/** Puts fields behind the last one of a block that stays, each on lines of its own. */
export function addMembers(text: string, { block, members, without }: AddMembersOptions): TextChange {
  const newline = newlineOf(text);
  const { indent } = endOfBody(text, block);
  const last = block.fields.findLast((field) => !without.has(field));
  const behind = last === undefined ? endOfOpening(text, block) : last.lines.end;
  const at = skipNewline(text, behind, block.body.end);
  const before = at > 0 && isNewline(text.charCodeAt(at - 1)) ? '' : newline;
  const lines = members
    .flatMap((member) => member.split(/\r\n|\r|\n/))
    .map((line) => `${indent}${line.trim()}`.trimEnd());
  return { start: at, end: at, text: `${before}${lines.join(newline)}${newline}` };
}

/** Behind the opening brace, and behind what is on its line as long as that is blank. */
function endOfOpening(text: string, { body }: Block): number {
  let at = body.start;
  while (at < body.end && isBlank(text.charCodeAt(at))) at += 1;
  return isNewline(text.charCodeAt(at)) ? at : body.start;
}
