import { isName, nameOf, placedTokens } from '../sql-tokens.js';
import { StatementReader } from '../statement-reader.js';

/** A token of a statement with its place in it; blanks are left out, and a doubled quote is part of its text. */
export interface PlacedToken {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A column as `CREATE TABLE` or `ADD COLUMN` declares it. */
export interface DeclaredColumn {
  readonly name: string;
  /** As written; empty without one. */
  readonly type: string;
  readonly isRequired: boolean;
  /** Whether SQLite finds a value by itself: a default, a computed one, the number of the row. */
  readonly hasValue: boolean;
  /** Whether its default is there only when a row is written: the time, an expression. */
  readonly isLateDefault: boolean;
  readonly isStored: boolean;
  /** Whether it is the number of the row, which SQLite gives where none is. */
  readonly isRowNumber: boolean;
  readonly isNumbered: boolean;
  /** Where it begins in the statement. */
  readonly start: number;
  /** Where its type begins in the statement. */
  readonly typeStart: number;
}

/** A table as `CREATE TABLE` declares it. */
export interface DeclaredTable {
  readonly columns: readonly DeclaredColumn[];
  readonly isStrict: boolean;
}

/** What one statement does, as far as rules ask for it. */
export type SqliteAction =
  | {
      readonly kind: 'create-table';
      readonly table: string;
      readonly isTemporary: boolean;
      readonly ifMissing: boolean;
      /** Null for one made of a query. */
      readonly declared: DeclaredTable | null;
    }
  | { readonly kind: 'drop-table' | 'drop-index' | 'drop-trigger' | 'create-view'; readonly name: string }
  | { readonly kind: 'rename-table'; readonly table: string; readonly to: string }
  | { readonly kind: 'rename-column'; readonly table: string; readonly column: string; readonly to: string }
  | { readonly kind: 'drop-column'; readonly table: string; readonly column: string; readonly at: number }
  | { readonly kind: 'add-column'; readonly table: string; readonly column: DeclaredColumn }
  | { readonly kind: 'create-index' | 'create-trigger'; readonly name: string; readonly table: string }
  | {
      readonly kind: 'insert';
      readonly table: string;
      readonly replaces: boolean;
      /** The columns that are filled; null for all. */
      readonly columns: readonly string[] | null;
      /** The table that the rows come from; null for none, or several. */
      readonly from: string | null;
      /** What stands between `SELECT` and `FROM`, one by one. */
      readonly values: readonly (readonly string[])[];
    }
  | {
      readonly kind: 'update' | 'delete';
      readonly table: string;
      readonly isPartial: boolean;
      readonly replaces: boolean;
    }
  | { readonly kind: 'pragma'; readonly name: string; readonly value: string }
  | { readonly kind: 'vacuum' | 'other' };

/** The tokens of a statement. */
export function tokensOf(sql: string): readonly PlacedToken[] {
  const tokens: PlacedToken[] = [];
  let previousEnd = -1;
  for (const { kind, start, end } of placedTokens(sql)) {
    if (kind === 'blank' || kind === 'comment') continue;
    const last = tokens.at(-1);
    const first = sql.charAt(start);
    const isDoubled =
      last !== undefined &&
      previousEnd === start &&
      '\'"`'.includes(first) &&
      last.text.startsWith(first) &&
      last.text.length > 1;
    if (isDoubled) tokens[tokens.length - 1] = { ...last, text: sql.slice(last.start, end), end };
    else tokens.push({ text: sql.slice(start, end), start, end });
    previousEnd = end;
  }
  return tokens;
}

/** Reads what a statement does. */
export function readAction(tokens: readonly PlacedToken[]): SqliteAction {
  const reader = new StatementReader(tokens.map(({ text }) => text));
  if (reader.take('WITH')) reader.skipTo('DELETE', 'INSERT', 'REPLACE', 'SELECT', 'UPDATE');
  if (reader.take('CREATE')) return readCreate(reader, tokens);
  if (reader.take('DROP')) return readDrop(reader);
  if (reader.take('ALTER', 'TABLE')) return readAlter(reader, tokens);
  if (reader.take('DELETE', 'FROM')) {
    const table = reader.name();
    return { kind: 'delete', table, isPartial: reader.skipTo('WHERE', 'LIMIT'), replaces: false };
  }
  if (reader.take('UPDATE')) {
    const replaces = reader.take('OR', 'REPLACE');
    if (!replaces && reader.take('OR')) reader.name();
    const table = reader.name();
    return { kind: 'update', table, isPartial: reader.skipTo('WHERE', 'FROM', 'LIMIT'), replaces };
  }
  if (reader.take('REPLACE')) return readInsert(reader, tokens, true);
  if (reader.take('INSERT')) {
    const replaces = reader.take('OR', 'REPLACE');
    return readInsert(reader, tokens, replaces);
  }
  if (reader.take('PRAGMA')) {
    const name = reader.name().toLowerCase();
    const [, value = ''] = tokens.slice(reader.at).map(({ text }) => text);
    return { kind: 'pragma', name, value: nameOf(value).toLowerCase() };
  }
  return { kind: reader.take('VACUUM') ? 'vacuum' : 'other' };
}

function readCreate(reader: StatementReader, tokens: readonly PlacedToken[]): SqliteAction {
  const isTemporary = reader.take('TEMP') || reader.take('TEMPORARY');
  if (reader.take('TABLE')) {
    const ifMissing = reader.take('IF', 'NOT', 'EXISTS');
    const table = reader.name();
    return { kind: 'create-table', table, isTemporary, ifMissing, declared: readDeclared(tokens.slice(reader.at)) };
  }
  const isIndex = reader.take('UNIQUE', 'INDEX') || reader.take('INDEX');
  if (isIndex || reader.take('TRIGGER')) {
    reader.take('IF', 'NOT', 'EXISTS');
    const name = reader.name();
    reader.skipTo('ON');
    reader.take('ON');
    return { kind: isIndex ? 'create-index' : 'create-trigger', name, table: reader.name() };
  }
  if (!reader.take('VIEW')) return { kind: 'other' };
  reader.take('IF', 'NOT', 'EXISTS');
  return { kind: 'create-view', name: reader.name() };
}

function readDrop(reader: StatementReader): SqliteAction {
  for (const [word, kind] of [
    ['TABLE', 'drop-table'],
    ['INDEX', 'drop-index'],
    ['TRIGGER', 'drop-trigger'],
  ] as const) {
    if (!reader.take(word)) continue;
    reader.take('IF', 'EXISTS');
    return { kind, name: reader.name() };
  }
  return { kind: 'other' };
}

function readAlter(reader: StatementReader, tokens: readonly PlacedToken[]): SqliteAction {
  const table = reader.name();
  if (reader.take('RENAME', 'TO')) return { kind: 'rename-table', table, to: reader.name() };
  if (reader.take('RENAME')) {
    reader.take('COLUMN');
    const column = reader.name();
    return reader.take('TO') ? { kind: 'rename-column', table, column, to: reader.name() } : { kind: 'other' };
  }
  const at = tokens[reader.at]?.start ?? 0;
  if (reader.take('DROP')) {
    if (reader.take('CONSTRAINT')) return { kind: 'other' };
    reader.take('COLUMN');
    return { kind: 'drop-column', table, column: reader.name(), at };
  }
  if (!reader.take('ADD') || reader.take('CONSTRAINT')) return { kind: 'other' };
  reader.take('COLUMN');
  const column = readColumn(tokens.slice(reader.at));
  return column === null ? { kind: 'other' } : { kind: 'add-column', table, column: { ...column, start: at } };
}

function readInsert(reader: StatementReader, tokens: readonly PlacedToken[], replaces: boolean): SqliteAction {
  reader.skipTo('INTO');
  reader.take('INTO');
  const table = reader.name();
  if (reader.take('AS')) reader.name();
  const start = reader.at;
  reader.skipParentheses();
  const names = tokens
    .slice(start, reader.at)
    .map(({ text }) => text)
    .filter(isName)
    .map(nameOf);
  const rest: SqliteAction = {
    kind: 'insert',
    table,
    replaces,
    columns: reader.at === start ? null : names,
    from: null,
    values: [],
  };
  if (!reader.take('SELECT')) return rest;
  const values = splitAtCommas(reader.until('FROM'));
  return reader.take('FROM') ? { ...rest, from: reader.name(), values } : { ...rest, values };
}

function splitAtCommas(tokens: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function readDeclared(tokens: readonly PlacedToken[]): DeclaredTable | null {
  if (tokens[0]?.text !== '(') return null;
  const parts: PlacedToken[][] = [[]];
  let depth = 0;
  let end = tokens.length;
  for (const [index, token] of tokens.entries()) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth === 0) {
      end = index + 1;
      break;
    }
    if (token.text === ',' && depth === 1) parts.push([]);
    else if (index > 0) parts.at(-1)?.push(token);
  }
  const keys = keyColumns(parts);
  const columns = parts.flatMap((part) => {
    const column = TABLE_CONSTRAINTS.has(part[0]?.text.toUpperCase() ?? '') ? null : readColumn(part);
    if (column === null) return [];
    const isRowNumber = keys.length === 1 && keys[0] === column.name && column.type.toUpperCase() === 'INTEGER';
    return [isRowNumber ? { ...column, hasValue: true, isRowNumber } : column];
  });
  const isStrict = tokens.slice(end).some(({ text }) => text.toUpperCase() === 'STRICT');
  return { columns, isStrict };
}

const TABLE_CONSTRAINTS: ReadonlySet<string> = new Set(['CHECK', 'CONSTRAINT', 'FOREIGN', 'PRIMARY', 'UNIQUE']);

/** The columns of a primary key that stands by itself. */
function keyColumns(parts: readonly (readonly PlacedToken[])[]): readonly string[] {
  for (const part of parts) {
    const words = part.map(({ text }) => text.toUpperCase());
    const at = words.indexOf('PRIMARY');
    if (!TABLE_CONSTRAINTS.has(words[0] ?? '') || at < 0 || words[at + 1] !== 'KEY') continue;
    return part
      .slice(at + 2)
      .map(({ text }) => text)
      .filter(isName)
      .map(nameOf);
  }
  return [];
}

const COLUMN_CONSTRAINTS: ReadonlySet<string> = new Set([
  'AS',
  'CHECK',
  'COLLATE',
  'CONSTRAINT',
  'DEFAULT',
  'GENERATED',
  'NOT',
  'NULL',
  'PRIMARY',
  'REFERENCES',
  'UNIQUE',
]);

function readColumn(tokens: readonly PlacedToken[]): DeclaredColumn | null {
  const [first, ...rest] = tokens;
  if (first === undefined || !isName(first.text)) return null;
  const words = rest.map(({ text }) => text.toUpperCase());
  const end = words.findIndex((word) => COLUMN_CONSTRAINTS.has(word));
  const typeWords = rest.slice(0, end < 0 ? rest.length : end).map(({ text }) => nameOf(text));
  const type = typeWords.join(' ').replaceAll(/\s*([(),])\s*/g, '$1');
  const has = (...wanted: readonly string[]): boolean =>
    words.some((_word, at) => wanted.every((word, offset) => words[at + offset] === word));
  const isKey = has('PRIMARY', 'KEY');
  const given = words.indexOf('DEFAULT');
  const value = words[given + 1] ?? '';
  const isGenerated = words.some((word, at) => word === 'AS' && words[at + 1] === '(');
  return {
    name: nameOf(first.text),
    type,
    isRequired: has('NOT', 'NULL') || (isKey && type.toUpperCase() !== 'INTEGER'),
    hasValue: (given >= 0 && value !== 'NULL') || isGenerated || (isKey && type.toUpperCase() === 'INTEGER'),
    isLateDefault: given >= 0 && (value === '(' || value.startsWith('CURRENT_')),
    isStored: isGenerated && has('STORED'),
    isRowNumber: isKey && type.toUpperCase() === 'INTEGER',
    isNumbered: has('AUTOINCREMENT'),
    start: first.start,
    typeStart: rest[0]?.start ?? first.start,
  };
}
