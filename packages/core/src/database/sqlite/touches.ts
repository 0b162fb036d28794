import type { Touch } from '../database.js';
import { readTokens } from './sql-tokens.js';
import { StatementReader } from './statement-reader.js';

type Kind = Extract<Touch['kind'], 'table' | 'view' | 'index' | 'trigger'>;

const KINDS: readonly (readonly [word: string, kind: Kind])[] = [
  ['TABLE', 'table'],
  ['VIEW', 'view'],
  ['INDEX', 'index'],
  ['TRIGGER', 'trigger'],
];

/** What one statement does to objects of the schema and to rows; see {@link Driver.readTouches}. */
export function touchesOf(sql: string): readonly Touch[] {
  // What has none of these does nothing, and may be long.
  if (!/^(?:ALTER|CREATE|DELETE|DROP|INSERT|REPLACE|UPDATE|WITH)\b/i.test(sql)) return [];
  // Of a bulk of rows the beginning tells everything.
  const isBulk = /^(?:INSERT|REPLACE)\b/i.test(sql);
  const statement = new StatementReader(readTokens(isBulk ? sql.slice(0, BULK_HEAD) : sql));
  const isBehindWith = statement.take('WITH');
  if (isBehindWith) statement.skipTo('DELETE', 'INSERT', 'REPLACE', 'SELECT', 'UPDATE');
  return readCreate(statement) ?? readDrop(statement) ?? readAlter(statement) ?? readRows(statement) ?? [];
}

const BULK_HEAD = 2_000;

function readCreate(statement: StatementReader): readonly Touch[] | null {
  if (!statement.take('CREATE')) return null;
  let isTemporary = statement.take('TEMP') || statement.take('TEMPORARY');
  if (!statement.take('UNIQUE')) statement.take('VIRTUAL');
  const kind = takeKind(statement);
  if (kind === null) return [];
  statement.take('IF', 'NOT', 'EXISTS');
  const { schema, name } = statement.qualifiedName();
  isTemporary ||= isTemporarySchema(schema);
  let table: string | null = kind === 'table' ? name : null;
  if (kind === 'index' || kind === 'trigger') {
    statement.skipTo('ON');
    table = statement.take('ON') ? statement.name() : null;
  }
  return [{ action: 'made', kind, name, table, ...(isTemporary ? { isTemporary } : {}) }];
}

function readDrop(statement: StatementReader): readonly Touch[] | null {
  if (!statement.take('DROP')) return null;
  const kind = takeKind(statement);
  if (kind === null) return [];
  statement.take('IF', 'EXISTS');
  const { schema, name } = statement.qualifiedName();
  if (isTemporarySchema(schema)) return [];
  return [{ action: 'dropped', kind, name, table: kind === 'table' ? name : null }];
}

function readAlter(statement: StatementReader): readonly Touch[] | null {
  if (!statement.take('ALTER', 'TABLE')) return null;
  const { schema, name } = statement.qualifiedName();
  if (isTemporarySchema(schema)) return [];
  const parts = { kind: 'table', name, table: name } as const;
  if (statement.take('RENAME', 'TO')) return [{ ...parts, action: 'renamed', to: statement.name() }];
  return [{ ...parts, action: 'changed' }];
}

function readRows(statement: StatementReader): readonly Touch[] | null {
  if (statement.take('DELETE', 'FROM') || statement.take('REPLACE', 'INTO')) return written(statement);
  if (statement.take('UPDATE')) {
    if (statement.take('OR')) statement.name();
    return written(statement);
  }
  if (!statement.take('INSERT')) return null;
  if (statement.take('OR')) statement.name();
  return statement.take('INTO') ? written(statement) : [];
}

function written(statement: StatementReader): readonly Touch[] {
  const { schema, name } = statement.qualifiedName();
  return isTemporarySchema(schema) ? [] : [{ action: 'written', kind: 'table', name, table: name }];
}

function takeKind(statement: StatementReader): Kind | null {
  return KINDS.find(([word]) => statement.take(word))?.[1] ?? null;
}

function isTemporarySchema(schema: string | null): boolean {
  return schema !== null && schema.toLowerCase() === 'temp';
}
