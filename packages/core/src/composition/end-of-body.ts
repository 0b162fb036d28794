import { isBlank } from '../fragment/characters.js';
import type { Block } from '../fragment/parsed-file.js';

/** Where lines can be added to a block. */
export interface EndOfBody {
  readonly at: number;
  /** What must come before the first of them: an end of the line, where the closing brace shares it with others. */
  readonly before: '' | '\n';
  /** As the block's own members are indented; two spaces where that cannot be seen. */
  readonly indent: string;
}

/** The place right before a block's closing brace. */
export function endOfBody(text: string, { body, fields, properties, attributes }: Block): EndOfBody {
  let lineStart = body.end;
  while (lineStart > body.start && isBlank(text.charCodeAt(lineStart - 1))) lineStart--;
  const isOwnLine = isLineStart(text, lineStart);
  const member = fields[0]?.nameSpan ?? properties[0]?.span ?? attributes[0]?.span;
  return {
    at: isOwnLine ? lineStart : body.end,
    before: isOwnLine ? '' : '\n',
    indent: member === undefined ? '  ' : indentOf(text, member.start),
  };
}

function indentOf(text: string, at: number): string {
  let start = at;
  while (start > 0 && isBlank(text.charCodeAt(start - 1))) start--;
  return isLineStart(text, start) && start < at ? text.slice(start, at) : '  ';
}

function isLineStart(text: string, at: number): boolean {
  return text[at - 1] === '\n' || text[at - 1] === '\r';
}
