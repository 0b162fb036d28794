import { HOLE } from './code-texts.js';

/** A statement that makes, changes or drops something of the schema. */
export interface SchemaStatement {
  readonly verb: string;
  /** `TABLE`, `INDEX`, … */
  readonly object: string;
  /** As written; null where only a run would tell. */
  readonly name: string | null;
}

/**
 * The statements of a text of SQL that change the schema. The text may be of any database, and pieces of it be
 * {@link HOLE}s. What is temporary is no part of the schema.
 */
export function schemaStatements(sql: string): readonly SchemaStatement[] {
  return [...readStatements(sql, 0)];
}

/** Names of the temporary tables that a text of SQL makes, in lower case. */
export function temporaryTables(sql: string): readonly string[] {
  return [...statementsOf(sql)].flatMap((tokens) => {
    const at = tokens.findIndex((token) => isTemporary(token));
    if (word(tokens[0]) !== 'CREATE' || at < 0 || at > 2) return [];
    const name = nameFrom(tokens, skipWords(tokens, at + 2));
    return name === null ? [] : [nameKey(name)];
  });
}

/** What names of tables have in common that mean the same one, as far as can be told without the database. */
export function nameKey(name: string): string {
  return (name.split('.').at(-1) ?? name).replaceAll(/["`[\]]/g, '').toLowerCase();
}

const MAX_NESTING = 3;

function* readStatements(sql: string, nesting: number): Generator<SchemaStatement> {
  for (const tokens of statementsOf(sql)) {
    const found = readStatement(tokens);
    if (found !== null) yield found;
    else if (nesting < MAX_NESTING) {
      const verb = word(tokens[0]);
      // A block of code runs what is in it; the body of a routine does not run by being there.
      if (verb === 'DO') {
        for (const token of tokens) yield* readStatements(bodyOf(token), nesting + 1);
      } else if (verb !== null && BLOCK_WORDS.has(verb)) yield* readBlock(tokens, nesting);
    }
  }
}

/** The statement behind `BEGIN`, `THEN` and the like, and what `EXECUTE` is given. */
function* readBlock(tokens: readonly string[], nesting: number): Generator<SchemaStatement> {
  for (const [index, token] of tokens.entries()) {
    const name = word(token);
    if (name === 'EXECUTE') {
      for (const text of tokens.slice(index + 1)) yield* readStatements(bodyOf(text), nesting + 1);
      return;
    }
    if (name === null || !BLOCK_STARTS.has(name)) continue;
    const found = readStatement(tokens.slice(index + 1));
    if (found !== null) yield found;
  }
}

const BLOCK_STARTS: ReadonlySet<string> = new Set(['BEGIN', 'ELSE', 'LOOP', 'THEN']);
const BLOCK_WORDS: ReadonlySet<string> = new Set([
  ...BLOCK_STARTS,
  'DECLARE',
  'ELSIF',
  'EXECUTE',
  'FOR',
  'IF',
  'WHILE',
]);

function readStatement(tokens: readonly string[]): SchemaStatement | null {
  const verb = word(tokens[0]);
  switch (verb) {
    case 'CREATE':
    case 'ALTER':
    case 'DROP': {
      // Words such as `OR REPLACE UNIQUE` stand before what it is.
      const at = tokens.slice(0, 8).findIndex((token, index) => index > 0 && OBJECTS.has(word(token) ?? ''));
      const before = tokens.slice(1, Math.max(at, 1));
      if (at < 0 || before.some(isTemporary) || !before.every((token) => QUALIFIERS.has(word(token) ?? '')))
        return null;
      const object = word(tokens[at]) ?? '';
      const name = nameFrom(tokens, skipWords(tokens, at + 1));
      return isTemporaryName(name) ? null : { verb, object, name };
    }
    case 'RENAME':
      return word(tokens[1]) === 'TABLE' ? { verb, object: 'TABLE', name: nameFrom(tokens, 2) } : null;
    case 'SELECT':
      return readSelectInto(tokens);
    default:
      return null;
  }
}

/** `SELECT … INTO name` makes a table; in a block of code it fills a variable, which does not come here. */
function readSelectInto(tokens: readonly string[]): SchemaStatement | null {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (depth === 0 && word(token) === 'FROM') return null;
    else if (depth === 0 && word(token) === 'INTO') {
      const next = tokens[index + 1] ?? '';
      if (isTemporary(next) || next.startsWith('@') || ['OUTFILE', 'DUMPFILE'].includes(word(next) ?? '')) return null;
      const at = ['TABLE', 'UNLOGGED'].includes(word(next) ?? '') ? index + 2 : index + 1;
      const name = nameFrom(tokens, at);
      return name === null ? null : { verb: 'SELECT INTO', object: 'TABLE', name };
    }
  }
  return null;
}

const OBJECTS: ReadonlySet<string> = new Set([
  'AGGREGATE',
  'COLLATION',
  'DOMAIN',
  'EXTENSION',
  'FUNCTION',
  'INDEX',
  'OPERATOR',
  'POLICY',
  'PROCEDURE',
  'ROUTINE',
  'RULE',
  'SCHEMA',
  'SEQUENCE',
  'STATISTICS',
  'TABLE',
  'TRIGGER',
  'TYPE',
  'VIEW',
]);

/** What may stand between the verb and the object. */
const QUALIFIERS: ReadonlySet<string> = new Set([
  'CONSTRAINT',
  'FOREIGN',
  'FULLTEXT',
  'GLOBAL',
  'LOCAL',
  'MATERIALIZED',
  'OR',
  'RECURSIVE',
  'REPLACE',
  'SPATIAL',
  'UNIQUE',
  'UNLOGGED',
  'VIRTUAL',
]);

const BEFORE_NAMES: ReadonlySet<string> = new Set(['CONCURRENTLY', 'EXISTS', 'IF', 'NOT', 'ONLY']);

function skipWords(tokens: readonly string[], from: number): number {
  let at = from;
  while (BEFORE_NAMES.has(word(tokens[at]) ?? '')) at += 1;
  return at;
}

function nameFrom(tokens: readonly string[], from: number): string | null {
  const parts: string[] = [];
  for (let at = from; at < tokens.length; at += 2) {
    const token = tokens[at] ?? '';
    if (!/^[\p{L}_"`[]/u.test(token)) return null;
    parts.push(token);
    if (tokens[at + 1] !== '.') break;
  }
  return parts.length === 0 ? null : parts.join('.');
}

function isTemporary(token: string): boolean {
  return /^temp(?:orary)?$/i.test(token);
}

function isTemporaryName(name: string | null): boolean {
  return name !== null && /^"?(?:temp|pg_temp(?:_\d+)?)"?\./i.test(name);
}

function word(token: string | undefined): string | null {
  return token !== undefined && /^[\p{L}_]/u.test(token) ? token.toUpperCase() : null;
}

/** The text within a quoted token, for code that is written as one. */
function bodyOf(token: string): string {
  const dollar = /^\$[^$]*\$/.exec(token)?.[0];
  if (dollar !== undefined) return token.slice(dollar.length, token.endsWith(dollar) ? -dollar.length : undefined);
  return token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : '';
}

/** Blanks and comments, quoted texts of all databases, words, a hole, and any other single character. */
const TOKEN =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$([\p{L}_]?[\p{L}\p{N}_]*)\$[\s\S]*?(?:\$\1\$|$)|'[^']*(?:'|$)|"[^"]*(?:""[^"]*)*(?:"|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)|[\p{L}_\uFFFC][\p{L}\p{N}_$\uFFFC]*|[\s\S]/gu;

const MAX_TOKENS = 400;

/** The tokens of each statement, blanks left out; of a long one its beginning. */
function* statementsOf(sql: string): Generator<readonly string[]> {
  let tokens: string[] = [];
  for (const [token] of sql.matchAll(TOKEN)) {
    if (token === ';') {
      if (tokens.length > 0) yield tokens;
      tokens = [];
    } else if (tokens.length < MAX_TOKENS && !/^(?:\s|--|\/\*)/.test(token)) tokens.push(token);
  }
  if (tokens.length > 0) yield tokens;
}
