import { BlockComments } from './block-comments.js';
import { isNewline, lineEnd, skipBlanks, skipNewline, skipString, skipWord } from './characters.js';
import type { SourceFile } from './extension-source.js';
import { parseBody } from './parse-body.js';
import type { Block, BlockKind, ParsedFile, Text } from './parsed-file.js';

const KEYWORDS: readonly string[] = ['model', 'view', 'type', 'enum', 'datasource', 'generator'];
const KINDS: ReadonlySet<string> = new Set(KEYWORDS);

/**
 * Reads a `.prisma` file into blocks with exact positions. Never throws and never loses text: what it does not
 * understand stays between the blocks, for Prisma's own validator to judge. Takes linear time.
 *
 * @example
 * ```ts
 * parseSchemaFile({ path: 'prisma/schema.prisma', text }).blocks.map((block) => block.name);
 * ```
 */
export function parseSchemaFile(file: SourceFile): ParsedFile {
  const { text } = file;
  const pieces: (Block | Text)[] = [];
  const blocks: Block[] = [];
  const comments = new BlockComments(text);
  let done = 0;
  let docs: DocComment | null = null;
  for (let at = 0; at < text.length; ) {
    const start = skipBlanks(text, at, text.length);
    const block = readBlock(text, start, { docs, comments });
    if (block === null) {
      const rest = comments.skip(start);
      if (rest === null) {
        const end = lineEnd(text, start, text.length);
        docs = addDocLine(docs, text, { lineStart: at, start, end });
        at = skipNewline(text, end, text.length);
      } else {
        docs = null;
        at = rest;
      }
      continue;
    }
    docs = null;
    if (block.span.start > done) pieces.push({ kind: 'text', span: { start: done, end: block.span.start } });
    pieces.push(block);
    blocks.push(block);
    at = done = block.span.end;
  }
  if (done < text.length) pieces.push({ kind: 'text', span: { start: done, end: text.length } });
  return { file, pieces, blocks, unclosedComment: comments.unclosed };
}

interface DocComment {
  readonly start: number;
  readonly lines: string[];
}

/** A doc comment is a run of comment lines; a plain comment in it is passed over, anything else ends it. */
function addDocLine(
  docs: DocComment | null,
  text: string,
  line: { readonly lineStart: number; readonly start: number; readonly end: number },
): DocComment | null {
  if (!text.startsWith('//', line.start) || !isOwnLine(text, line.lineStart)) return null;
  if (text[line.start + 2] !== '/') return docs;
  const content = text.slice(line.start + 3, line.end).trim();
  if (docs === null) return { start: line.lineStart, lines: [content] };
  docs.lines.push(content);
  return docs;
}

function isOwnLine(text: string, lineStart: number): boolean {
  return lineStart === 0 || isNewline(text.charCodeAt(lineStart - 1));
}

function readBlock(
  text: string,
  start: number,
  around: { readonly docs: DocComment | null; readonly comments: BlockComments },
): Block | null {
  const size = text.length;
  const wordEnd = skipWord(text, start, size);
  if (wordEnd === start) return null;
  const secondStart = skipBlanks(text, wordEnd, size);
  const secondEnd = skipWord(text, secondStart, size);
  const open = skipBlanks(text, secondEnd, size);
  if (text[open] !== '{') return null;
  const hasSecond = secondEnd > secondStart;
  const keyword = hasSecond ? text.slice(start, wordEnd) : keywordOf(text.slice(start, wordEnd));
  const nameStart = hasSecond ? secondStart : start + keyword.length;
  const nameEnd = hasSecond ? secondEnd : wordEnd;
  // `model {` has no name: some other block, as far as this reader is concerned.
  const kind = KINDS.has(keyword) && nameEnd > nameStart ? (keyword as BlockKind) : 'unknown';
  // Prisma passes over whatever stands behind the brace, a comment that would go on in the next line included.
  const bodyStart = lineEnd(text, open + 1, size);
  const close = findClose(text, bodyStart, around.comments);
  const body = { start: bodyStart, end: close ?? size };
  return {
    kind,
    name: text.slice(nameStart, nameEnd),
    nameSpan: { start: nameStart, end: nameEnd },
    docs: around.docs?.lines ?? [],
    span: { start: around.docs?.start ?? start, end: close === null ? size : close + 1 },
    start,
    body,
    closed: close !== null,
    ...parseBody(text, { kind, body, comments: around.comments }),
  };
}

/** Prisma wants no space behind a keyword: `modelUser {` is a model, and so is `models {`. */
function keywordOf(word: string): string {
  return KEYWORDS.find((keyword) => word.startsWith(keyword)) ?? word;
}

/**
 * The closing brace. Prisma takes the first line that starts with one; a brace behind a member is taken too, as no
 * valid line has an unpaired brace outside strings and comments.
 */
function findClose(text: string, at: number, comments: BlockComments): number | null {
  let depth = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = skipString(text, at, text.length);
      continue;
    }
    if (code === 0x2f) {
      at = text.charCodeAt(at + 1) === 0x2f ? lineEnd(text, at, text.length) : (comments.skip(at) ?? at + 1);
      continue;
    }
    if (isNewline(code)) depth = 0;
    else if (code === 0x7b) depth++;
    else if (code === 0x7d && depth-- === 0) return at;
    at++;
  }
  return null;
}
