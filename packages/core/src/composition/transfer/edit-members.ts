import { isBlank, isNewline, skipBlanks, skipNewline } from '../../fragment/characters.js';
import { cutSpans } from '../../fragment/cut-blocks.js';
import { newlineOf } from '../../fragment/newline-of.js';
import type { Block, Field } from '../../fragment/parsed-file.js';
import type { TextChange } from '../../fragment/text-change.js';
import { endOfBody } from '../end-of-body.js';

/** Takes fields out of their block, with the doc comments above them and the blank lines that would be left twice. */
export function removeFields(text: string, { body }: Block, fields: readonly Field[]): readonly TextChange[] {
  let end = body.end;
  while (end > body.start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  // What is behind the closing brace does not matter, so that the last lines of the block are the last there are.
  const inside = text.slice(0, isLineStart(text, end) ? end : body.end);
  return cutSpans(
    inside,
    fields.map(({ lines }) => lines),
  ).map((change) => {
    const isFirst = text.slice(body.start, change.start).trim() === '' && isLineStart(text, change.start);
    return isFirst ? { ...change, end: skipBlankLines(inside, change.end) } : change;
  });
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || isNewline(text.charCodeAt(at - 1));
}

function skipBlankLines(text: string, from: number): number {
  let at = from;
  for (;;) {
    const end = skipBlanks(text, at, text.length);
    const next = skipNewline(text, end, text.length);
    if (next === end) return at;
    at = next;
  }
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
  const before = isLineStart(text, at) ? '' : newline;
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
