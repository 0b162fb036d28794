import { quoteIdentifier } from './quote.js';
import { readTokens } from './sql-tokens.js';

/** What {@link completeDraft} goes by. */
export interface CompleteDraftOptions {
  readonly direction: 'up' | 'down';
  /** The database schema that unqualified names mean. */
  readonly defaultSchema: string;
}

/**
 * Takes out of a script of Prisma's engine what only holds in the database that it was drafted in: on the way down it
 * qualifies every name with the default schema, which is another one where the history is deployed to another, and
 * writes the `ASC` of index columns, which goes without saying. The way up stays as Prisma writes it.
 */
export function completeDraft(script: string, { direction, defaultSchema }: CompleteDraftOptions): string {
  return direction === 'up' ? script : withoutDefaults(script, quoteIdentifier(defaultSchema));
}

function withoutDefaults(script: string, qualifier: string): string {
  const tokens = tokensOf(script);
  let kept = '';
  let isIndex = false;
  let from = 0;
  const omit = (start: number, end: number): void => {
    kept += script.slice(from, start);
    from = end;
  };
  for (const [at, { text, start, end }] of tokens.entries()) {
    const previous = tokens[at - 1];
    const next = tokens[at + 1];
    const isFirst = previous === undefined || previous.text === ';';
    if (isFirst) isIndex = text === 'CREATE' && (next?.text === 'INDEX' || tokens[at + 2]?.text === 'INDEX');
    if (text === qualifier && next?.text === '.' && previous?.text !== '.') omit(start, next.end);
    else if (isIndex && text === 'ASC' && (next?.text === ',' || next?.text === ')')) omit(previous?.end ?? start, end);
  }
  return kept + script.slice(from);
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function tokensOf(script: string): readonly Word[] {
  const words: Word[] = [];
  let last: { readonly kind: string; readonly start: number; readonly end: number } | null = null;
  for (const { kind, start, end } of readTokens(script)) {
    // A name with a quote in it comes in two halves.
    if (kind === 'name' && last?.kind === 'name' && last.end === start) {
      words.pop();
      words.push({ text: script.slice(last.start, end), start: last.start, end });
      last = { kind, start: last.start, end };
      continue;
    }
    last = { kind, start, end };
    if (kind !== 'blank') words.push({ text: script.slice(start, end), start, end });
  }
  return words;
}
