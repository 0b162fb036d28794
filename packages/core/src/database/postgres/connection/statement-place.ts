/** What stands between the statements of one message. On a line of its own: a statement may end with a comment. */
const SEPARATOR = '\n;\n';

/** Statements as one message. */
export function joinStatements(statements: readonly string[]): string {
  return statements.join(SEPARATOR);
}

/** A place in one of several statements. */
export interface StatementPlace {
  /** 0-based. */
  readonly index: number;
  /** 1-based line in that statement. */
  readonly line: number;
  /** 1-based column, in characters. */
  readonly column: number;
  /** The text of that line. */
  readonly text: string;
  /** Whether it is where the rows of `COPY … FROM STDIN` are in a script for psql. */
  readonly isCopied: boolean;
}

/**
 * Finds the place that PostgreSQL means in a message of {@link joinStatements}.
 *
 * @param position 1-based, in characters and not in UTF-16 code units
 */
export function findStatementPlace(statements: readonly string[], position: number): StatementPlace | null {
  let rest = position - 1;
  for (const [index, sql] of statements.entries()) {
    const length = countCharacters(sql);
    if (rest <= length) return { index, ...placeIn(sql, rest) };
    rest -= length + SEPARATOR.length;
  }
  return null;
}

function placeIn(sql: string, offset: number): Omit<StatementPlace, 'index'> {
  let rest = offset;
  let previous = '';
  for (const [at, text] of sql.split('\n').entries()) {
    const length = countCharacters(text);
    if (rest <= length)
      return { line: at + 1, column: rest + 1, text, isCopied: /\bFROM\s+STDIN\b.*;\s*$/i.test(previous) };
    rest -= length + 1;
    previous = text;
  }
  return { line: 1, column: 1, text: '', isCopied: false };
}

function countCharacters(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}
