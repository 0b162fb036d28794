/** A token that is neither blank nor comment. */
export interface Word {
  readonly kind: string;
  readonly text: string;
}

/** What a statement is about, as far as its first words tell. Names are bare and in lower case, without their schema. */
export type StatementSense =
  /** Rows of a table. */
  | { readonly kind: 'data'; readonly table: string }
  /** The schema; with the table that it creates. */
  | { readonly kind: 'schema'; readonly made: string | null }
  /** A temporary table, which is nobody's. */
  | { readonly kind: 'temporary'; readonly made: string }
  /** A call of code, of which nothing is known. */
  | { readonly kind: 'call' }
  | { readonly kind: 'other' };

const OTHER: StatementSense = { kind: 'other' };
const DATA = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'REPLACE', 'COPY', 'TRUNCATE']);
const SCHEMA = new Set(['CREATE', 'ALTER', 'DROP']);
/** What may stand between the verb and the name of the table. */
const FILLERS = new Set(['INTO', 'FROM', 'ONLY', 'TABLE', 'OR', 'ABORT', 'FAIL', 'IGNORE', 'REPLACE', 'ROLLBACK']);
const CALLS = new Set(['CALL', 'DO', 'EXECUTE']);

/** Reads the beginning of a statement. */
export function readStatement(words: readonly Word[]): StatementSense {
  const at = verbAt(words);
  const verb = upper(words[at]);
  if (CALLS.has(verb)) return { kind: 'call' };
  if (SCHEMA.has(verb)) return readSchemaStatement(verb, words.slice(at + 1));
  if (!DATA.has(verb)) return OTHER;
  let next = at + 1;
  while (FILLERS.has(upper(words[next]))) next += 1;
  const table = nameAt(words, next);
  return table === null ? OTHER : { kind: 'data', table };
}

/** Behind `WITH … AS (…)`, where there is one. */
function verbAt(words: readonly Word[]): number {
  if (upper(words[0]) !== 'WITH') return 0;
  let depth = 0;
  const found = words.findIndex(({ text }, at) => {
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    return depth === 0 && (DATA.has(upper(words[at])) || upper(words[at]) === 'SELECT');
  });
  return found === -1 ? 0 : found;
}

const TEMPORARY = new Set(['TEMP', 'TEMPORARY']);
const KINDS_OF_TABLE = new Set(['GLOBAL', 'LOCAL', 'UNLOGGED', 'VIRTUAL', 'FOREIGN', 'TEMP', 'TEMPORARY']);

function readSchemaStatement(verb: string, rest: readonly Word[]): StatementSense {
  const head = rest.slice(0, 3).map(upper);
  const isTemporary = head.some((word) => TEMPORARY.has(word));
  if (verb === 'CREATE') {
    const table = rest.findIndex((word) => upper(word) === 'TABLE');
    if (table === -1 || !rest.slice(0, table).every((word) => KINDS_OF_TABLE.has(upper(word)))) {
      return isTemporary ? OTHER : { kind: 'schema', made: null };
    }
    const skip = upper(rest[table + 1]) === 'IF' ? 4 : 1;
    const made = nameAt(rest, table + skip);
    return isTemporary && made !== null ? { kind: 'temporary', made } : { kind: 'schema', made };
  }
  // Triggers that are off while rows are changed belong to the rows.
  const isTriggerSwitch =
    verb === 'ALTER' &&
    rest.some((word, at) => /^(?:EN|DIS)ABLE$/.test(upper(word)) && upper(rest[at + 1]) === 'TRIGGER');
  return isTriggerSwitch ? OTHER : { kind: 'schema', made: null };
}

/** The last part of `schema.name`. */
function nameAt(words: readonly Word[], at: number): string | null {
  let end = at;
  while (words[end + 1]?.text === '.') end += 2;
  const word = words[end];
  if (word === undefined || (word.kind !== 'name' && word.kind !== 'word' && word.kind !== 'string')) return null;
  return word.text.replace(/^["'`[]|["'`\]]$/g, '').toLowerCase();
}

function upper(word: Word | undefined): string {
  return word?.kind === 'word' ? word.text.toUpperCase() : '';
}
