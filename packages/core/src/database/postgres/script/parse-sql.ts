import type { Node, parseSync } from 'libpg-query';
import { readTokens, trimBlanks } from './sql-tokens.js';

/** A statement as PostgreSQL's own parser reads it. */
export interface ParsedStatement {
  /** From its first token to its last. */
  readonly sql: string;
  /** 1-based. */
  readonly line: number;
  /** Null for a bulk of rows, which is not looked into. */
  readonly node: Node | null;
  /** Where its text begins in the script, in UTF-16 code units. */
  readonly start: number;
  /** Where in the script a `location` of its tree is, in UTF-16 code units. */
  readonly offsetOf: (location: number) => number;
}

/** A syntax tree takes fifty times the memory of its text, so a long script is parsed in pieces of about this many characters. */
const PIECE_LENGTH = 250_000;

/**
 * Reads the statements of a script one by one, so that no more than a piece of its tree is ever there. Null where
 * PostgreSQL's parser does not understand the script: a mistake, or the syntax of a later version. That is for the
 * database to judge.
 */
export async function parseSql<Read>(
  sql: string,
  read: (statement: ParsedStatement) => Read,
): Promise<readonly Read[] | null> {
  const { loadModule, parseSync } = await import('libpg-query');
  await loadModule();
  return readPieces(cut(sql), { parse: parseSync, read }) ?? readPieces([sql], { parse: parseSync, read });
}

interface ReadOptions<Read> {
  readonly parse: typeof parseSync;
  readonly read: (statement: ParsedStatement) => Read;
}

function readPieces<Read>(pieces: readonly string[], { parse, read }: ReadOptions<Read>): readonly Read[] | null {
  const all: Read[] = [];
  let line = 1;
  let start = 0;
  for (const piece of pieces) {
    const statements = bulkOf(piece, { line, start }) ?? parsePiece(piece, { parse, line, start });
    if (statements === null) return null;
    for (const statement of statements) all.push(read(statement));
    line += countNewlines(piece);
    start += piece.length;
  }
  return all;
}

/** Where a piece begins in the script. */
interface PiecePlace {
  readonly line: number;
  readonly start: number;
}

interface PieceOptions extends PiecePlace {
  readonly parse: typeof parseSync;
}

function parsePiece(
  piece: string,
  { parse, line, start: pieceStart }: PieceOptions,
): readonly ParsedStatement[] | null {
  const trees = treesOf(parse, piece);
  if (trees === null) return null;
  // The parser counts bytes.
  const bytes = Buffer.from(piece);
  const text = bytes.length === piece.length ? piece : bytes;
  let at = 0;
  let lineAt = line;
  let startAt = pieceStart;
  return trees.map(({ stmt, stmt_location: start = 0, stmt_len: length = bytes.length - start }) => {
    const before = slice(text, at, start);
    lineAt += countNewlines(before);
    startAt += before.length;
    at = start;
    const own = startAt;
    return {
      sql: withoutEnd(slice(text, start, start + length)),
      line: lineAt,
      node: stmt ?? null,
      start: own,
      offsetOf: (location) => own + slice(text, start, Math.max(start, location)).length,
    };
  });
}

type Trees = NonNullable<ReturnType<typeof parseSync>['stmts']>;

// Nested too deeply for the stack, it is the database's to judge as well.
function treesOf(parse: typeof parseSync, piece: string): Trees | null {
  try {
    // An empty text is an error to the parser.
    return piece.trim() === '' ? [] : (parse(piece).stmts ?? []);
  } catch {
    return null;
  }
}

/** Cuts a long script after semicolons that end a statement, into pieces that are not much longer than they need be. */
function cut(sql: string): readonly string[] {
  if (sql.length <= PIECE_LENGTH) return [sql];
  const pieces: string[] = [];
  let start = 0;
  let last = 0;
  const push = (end: number): void => {
    if (end > start) pieces.push(sql.slice(start, end));
    start = end;
  };
  for (const end of statementEnds(sql)) {
    // What is long itself gets a piece of its own.
    if (end - start > PIECE_LENGTH) push(last);
    last = end;
  }
  push(last);
  push(sql.length);
  return pieces;
}

/**
 * Where statements end: at semicolons outside parentheses and outside the body of a routine between `BEGIN ATOMIC` and
 * its `END`, the rule of psql. One that is missed makes a piece longer; one too many would be a syntax error.
 */
function* statementEnds(sql: string): Generator<number> {
  let parentheses = 0;
  let blocks = 0;
  let previous = '';
  for (const { kind, start, end } of readTokens(sql)) {
    if (kind === 'blank') continue;
    const token = end - start <= 'PROCEDURE'.length ? sql.slice(start, end).toUpperCase() : '';
    if (kind === 'other') {
      if (token === '(') parentheses += 1;
      else if (token === ')') parentheses -= 1;
      else if (token === ';' && parentheses <= 0 && blocks === 0) {
        parentheses = 0;
        yield end;
      }
    } else if (kind === 'word') {
      if (token === 'ATOMIC' && previous === 'BEGIN') blocks = 1;
      else if (token === 'CASE' && blocks > 0) blocks += 1;
      else if (token === 'END' && blocks > 0) blocks -= 1;
    }
    previous = token;
  }
}

/** A piece that is one long `INSERT` is a bulk of rows: a tree of it would fill the memory and tell nothing. */
function bulkOf(piece: string, place: PiecePlace): readonly ParsedStatement[] | null {
  if (piece.length <= PIECE_LENGTH) return null;
  for (const { kind, start, end } of readTokens(piece)) {
    if (kind === 'blank') continue;
    if (piece.slice(start, end).toUpperCase() !== 'INSERT') return null;
    const sql = trimBlanks(piece.slice(start));
    return [
      {
        sql: sql.endsWith(';') ? trimBlanks(sql.slice(0, -1)) : sql,
        line: place.line + countNewlines(piece.slice(0, start)),
        node: null,
        start: place.start + start,
        offsetOf: () => place.start + start,
      },
    ];
  }
  return null;
}

// What stands between the last token and the semicolon counts as part of the statement there.
function withoutEnd(statement: string): string {
  const text = statement.trimEnd();
  if (!text.endsWith('*/') && !text.slice(text.lastIndexOf('\n') + 1).includes('--')) return text;
  return trimBlanks(text);
}

function slice(text: string | Buffer, start: number, end: number): string {
  return typeof text === 'string' ? text.slice(start, end) : text.toString('utf8', start, end);
}

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
