import { LineIndex } from '../../fragment/line-index.js';
import { type LineRange, placeSuppressions, type Suppression } from './suppression.js';

/** A script, taken apart by its database's own rules. */
export interface ReadScript {
  /** Relative to the workspace root. */
  readonly file: string;
  readonly text: string;
  readonly tokens: readonly { readonly kind: string; readonly start: number; readonly end: number }[];
  readonly statements: readonly { readonly sql: string; readonly line: number }[];
}

/** The suppressions in a script: before a statement they are about the whole of it, inside of one about the next line. */
export function suppressionsInSql({ file, text, tokens, statements }: ReadScript): readonly Suppression[] {
  const lines = new LineIndex(text);
  const code = tokens.filter(({ kind }) => kind !== 'blank' && kind !== 'comment');
  const comments = tokens
    .filter(({ kind, start }) => kind === 'comment' && text.startsWith('--', start))
    .map(({ start, end }) => ({ start, text: text.slice(start + 2, end) }));
  const ranges = statements.map(({ sql, line }): LineRange => ({ first: line, last: line + newlines(sql) }));
  return placeSuppressions({
    file,
    text,
    lines,
    comments,
    firstCode: code[0]?.start ?? null,
    after: ({ start }, line) => {
      if (ranges.some(({ first, last }) => first < line && line <= last)) {
        const next = code.find((token) => token.start > start);
        const first = next === undefined ? null : lines.at(next.start).line;
        return first === null ? null : { first, last: first };
      }
      return ranges.find(({ first }) => first > line) ?? null;
    },
  });
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
