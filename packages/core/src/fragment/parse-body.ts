import type { BlockComments } from './block-comments.js';
import { isBlank, isNewline, isWord, lineEnd, skipBlanks, skipNewline, skipString, skipWord } from './characters.js';
import { parseArguments, parseAttribute } from './parse-attribute.js';
import type { Attribute, BlockKind, Field, FieldType, Property, Span } from './parsed-file.js';

const SLASH = 0x2f;
const AT = 0x40;
const QUESTION = 0x3f;
const EXCLAMATION = 0x21;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** The members of one block. */
export interface BlockBody {
  readonly fields: readonly Field[];
  readonly attributes: readonly Attribute[];
  readonly properties: readonly Property[];
  readonly unknown: readonly Span[];
}

/** Reads what stands between the braces of a block. PSL is made of lines here: one member each. */
export function parseBody(
  text: string,
  block: { readonly kind: BlockKind; readonly body: Span; readonly comments: BlockComments },
): BlockBody {
  const { kind, body, comments } = block;
  const isConfig = kind === 'datasource' || kind === 'generator' || kind === 'unknown';
  const fields: Field[] = [];
  const attributes: Attribute[] = [];
  const properties: Property[] = [];
  const unknown: Span[] = [];
  const { end } = body;
  let docs: number | null = null;
  let lineStart = body.start;
  let isEmptyLine = true;
  for (let at = skipBlanks(text, body.start, end); at < end; at = skipBlanks(text, at, end)) {
    const code = text.charCodeAt(at);
    if (isNewline(code)) {
      if (isEmptyLine) docs = null;
      lineStart = at = skipNewline(text, at, end);
      isEmptyLine = true;
      continue;
    }
    const isFirst = isEmptyLine;
    isEmptyLine = false;
    if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
      if (docs === null && isFirst && text.charCodeAt(at + 2) === SLASH) docs = lineStart;
      at = lineEnd(text, at, end);
      continue;
    }
    const comment = code === SLASH ? comments.skip(at) : null;
    if (comment !== null) {
      lineStart = at = Math.min(end, comment);
      continue;
    }
    let last = at;
    if (code === AT && text.charCodeAt(at + 1) === AT) {
      const attribute = parseAttribute(text, at + 2, { start: at, end });
      if (attribute !== null) last = attributes[attributes.push(attribute) - 1]?.span.end ?? at;
    } else if (isConfig && isWord(code)) {
      const property = parseProperty(text, { start: at, end });
      if (property !== null) last = properties[properties.push(property) - 1]?.span.end ?? at;
    } else if (isWord(code)) {
      const field = parseField(text, { kind, start: at, end, linesStart: docs ?? lineStart, comments });
      if (field !== null) last = field.span.end;
      if (field !== null && kind !== 'enum') fields.push(field);
    }
    const rest = restOfLine(text, last, { end, comments });
    if (last === at) unknown.push({ start: at, end: trimmedEnd(text, at, rest) });
    docs = null;
    at = rest;
  }
  return { fields, attributes, properties, unknown };
}

/** The end of the line behind a member; a comment that starts there may carry it further down. */
function restOfLine(
  text: string,
  at: number,
  around: { readonly end: number; readonly comments: BlockComments },
): number {
  const start = skipBlanks(text, at, around.end);
  const comment = text.charCodeAt(start) === SLASH ? around.comments.skip(start) : null;
  return lineEnd(text, Math.min(comment ?? start, around.end), around.end);
}

function parseProperty(text: string, { start, end }: Span): Property | null {
  const keyEnd = skipWord(text, start, end);
  const equals = skipBlanks(text, keyEnd, end);
  if (text[equals] !== '=' || equals >= end) return null;
  const valueStart = skipBlanks(text, equals + 1, end);
  const list = text[valueStart] === '[' ? parseArguments(text, valueStart, end) : null;
  const valueEnd = list?.end ?? trimmedEnd(text, valueStart, endOfCode(text, valueStart, end));
  return {
    key: text.slice(start, keyEnd),
    keySpan: { start, end: keyEnd },
    value: text.slice(valueStart, valueEnd),
    valueSpan: { start: valueStart, end: valueEnd },
    span: { start, end: valueEnd },
  };
}

function parseField(
  text: string,
  around: {
    readonly kind: BlockKind;
    readonly start: number;
    readonly end: number;
    readonly linesStart: number;
    readonly comments: BlockComments;
  },
): Field | null {
  const { kind, start, end } = around;
  const nameEnd = skipWord(text, start, end);
  const type =
    kind === 'enum'
      ? { name: '', arity: 'required' as const, span: { start: nameEnd, end: nameEnd } }
      : parseType(text, skipBlanks(text, nameEnd, end), end);
  if (type === null) return null;
  const attributes: Attribute[] = [];
  let last = type.span.end;
  for (let at = skipBlanks(text, last, end); at < end && text.charCodeAt(at) === AT; at = skipBlanks(text, last, end)) {
    const attribute = parseAttribute(text, at + 1, { start: at, end });
    if (attribute === null) break;
    attributes.push(attribute);
    last = attribute.span.end;
  }
  return {
    name: text.slice(start, nameEnd),
    nameSpan: { start, end: nameEnd },
    type,
    attributes,
    span: { start, end: last },
    lines: { start: around.linesStart, end: restOfLine(text, last, around) },
  };
}

function parseType(text: string, start: number, end: number): FieldType | null {
  const nameEnd = skipWord(text, start, end);
  if (nameEnd === start) return null;
  const name = text.slice(start, nameEnd);
  let last = nameEnd;
  if (name === 'Unsupported') {
    const open = skipBlanks(text, nameEnd, end);
    last = (text[open] === '(' ? parseArguments(text, open, end)?.end : undefined) ?? nameEnd;
  }
  const mark = skipBlanks(text, last, end);
  const code = mark < end ? text.charCodeAt(mark) : 0;
  if (code === QUESTION) return { name, arity: 'optional', span: { start, end: mark + 1 } };
  if (code === EXCLAMATION) return { name, arity: 'required', span: { start, end: mark + 1 } };
  const close = code === OPEN ? skipBlanks(text, mark + 1, end) : end;
  if (close < end && text.charCodeAt(close) === CLOSE) {
    const isOptional = close + 1 < end && text.charCodeAt(close + 1) === QUESTION;
    return { name, arity: 'list', span: { start, end: isOptional ? close + 2 : close + 1 } };
  }
  return { name, arity: 'required', span: { start, end: last } };
}

/** Where the line's comment starts, or the line ends. */
function endOfCode(text: string, at: number, end: number): number {
  while (at < end && !isNewline(text.charCodeAt(at))) {
    if (text[at] === '"') at = skipString(text, at, end);
    else if (text.startsWith('//', at)) return at;
    else at++;
  }
  return at;
}

function trimmedEnd(text: string, start: number, end: number): number {
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return end;
}
