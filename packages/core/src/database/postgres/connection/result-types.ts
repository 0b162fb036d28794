import type { CustomTypesConfig, FieldDef } from 'pg';
import type { ResultTable, ResultType } from '../../engine-connection.js';
import type { RawRows } from './postgres-connection.js';

/** Types of pg_type.dat, by their number. What is not here is text as the server writes it. */
const RESULT_TYPES: ReadonlyMap<number, ResultType> = new Map([
  [16, 'boolean'],
  [17, 'bytes'],
  [18, 'character'],
  [20, 'integer'],
  [21, 'small-integer'],
  [23, 'small-integer'],
  [26, 'integer'],
  [700, 'double'],
  [701, 'double'],
  [1002, 'character-list'],
  [1003, 'text-list'],
  [1009, 'text-list'],
  [1015, 'text-list'],
  [1184, 'datetime'],
]);

/** Has pg give every value as the server wrote it; {@link toResultTable} takes it from there. */
export const RAW_TYPES: CustomTypesConfig = { getTypeParser: () => (text: string) => text } as CustomTypesConfig;

/** A raw result as Prisma's engine wants it. */
export function toResultTable({ fields, rows }: RawRows): ResultTable {
  const columns = fields.map(({ name, dataTypeID }) => ({ name, type: typeOf(dataTypeID) }));
  return { columns, rows: rows.map((row) => row.map((value, at) => decode(value, columns[at]?.type ?? 'text'))) };
}

function typeOf(oid: FieldDef['dataTypeID']): ResultType {
  return RESULT_TYPES.get(oid) ?? 'text';
}

function decode(value: unknown, type: ResultType): unknown {
  if (typeof value !== 'string') return value;
  switch (type) {
    case 'boolean':
      return value === 't';
    case 'small-integer':
    case 'double':
      return Number(value);
    case 'integer':
      return BigInt(value);
    case 'bytes':
      return Buffer.from(value.slice('\\x'.length), 'hex');
    case 'datetime':
      return readTime(value);
    case 'character-list':
    case 'text-list':
      return parseList(value);
    case 'character':
    case 'text':
      return value;
  }
}

// As the server writes it with DateStyle ISO: `2026-02-01 10:00:00.123456+00`. In another style it stays as it is: Node
// would take a day for a month.
function readTime(text: string): string {
  const time = new Date(/^\d{4}-/.test(text) ? text : Number.NaN);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}

/** One dimension of text: `{a,"b, \"c\"",NULL}`. */
function parseList(text: string): readonly (string | null)[] {
  const items = text.slice(text.indexOf('{') + 1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|[^,]+/gs);
  return [...items].map(([item, quoted]) => {
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/gs, '$1');
    return item === 'NULL' ? null : item;
  });
}
