import type { DraftedScripts } from '../../database.js';
import { quoteIdentifier } from '../quote.js';
import { readTokens } from '../script/sql-tokens.js';

/** What {@link completeDraft} goes by. */
export interface CompleteDraftOptions {
  /** The database schema that unqualified names mean. */
  readonly defaultSchema: string;
  /** The values of each enum as they are before the way up, in order, by its name as the scripts write it. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

/**
 * Mends the way down of a draft of Prisma's engine: it qualifies every name with the default schema, which is another
 * one where the history is deployed to another, writes the `ASC` of index columns, which goes without saying, forgets
 * the names of sequences, and puts values of enums at the end. The way up stays as Prisma writes it.
 */
export function completeDraft({ up, down }: DraftedScripts, options: CompleteDraftOptions): DraftedScripts {
  const portable = withoutDefaults(down, quoteIdentifier(options.defaultSchema));
  return { up, down: placeValues(nameSequences(portable, up), options.enums) };
}

/** Whether {@link completeDraft} asks for the values of enums. */
export function addsValues({ down }: DraftedScripts): boolean {
  return ADD_VALUE.test(down);
}

const ADD_VALUE = /^ALTER TYPE (.+) ADD VALUE '((?:[^']|'')+)';$/m;

/** What the way up creates, the way down drops without a name; both go through the tables in the same order. */
function nameSequences(down: string, up: string): string {
  const names = [...up.matchAll(/^CREATE SEQUENCE (.+);$/gm)].map(([, name]) => name);
  return down.replaceAll(/^DROP SEQUENCE "";$/gm, (drop) => {
    const name = names.shift();
    return name === undefined ? drop : `DROP SEQUENCE ${name};`;
  });
}

/** Where a value comes back, it goes where it was. */
function placeValues(down: string, enums: ReadonlyMap<string, readonly string[]>): string {
  const adding = new RegExp(ADD_VALUE, 'gm');
  const added = new Set([...down.matchAll(adding)].map(([statement]) => statement));
  const isAdded = (type: string, value: string): boolean => added.has(`ALTER TYPE ${type} ADD VALUE '${value}';`);
  return down.replaceAll(adding, (statement: string, type: string, value: string) => {
    const values = (enums.get(type) ?? []).map((each) => each.replaceAll("'", "''"));
    const next = values.slice(values.indexOf(value) + 1).find((each) => !isAdded(type, each));
    return values.includes(value) && next !== undefined ? `${statement.slice(0, -1)} BEFORE '${next}';` : statement;
  });
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
