import { stringValue } from '../fragment/literals.js';
import type { Block } from '../fragment/parsed-file.js';

/** What decides on a database how fragments fit together, as Prisma's own validator has it. */
export interface Dialect {
  /** As Prisma calls it; null where the datasource block does not say. */
  readonly provider: string | null;
  /** Whether a database has schemas, and `@@schema` is understood. */
  readonly hasSchemas: boolean;
  /** Whether names that differ in case only are two names. */
  readonly isCaseSensitive: boolean;
  /** The longest name of a constraint or index, in bytes of UTF-8. */
  readonly nameBytes: number;
  /** Within what the name of an index is unique. */
  readonly indexScope: 'database' | 'schema' | 'table';
  /** Whether the primary key is an index that has a name. */
  readonly namesPrimaryKeys: boolean;
  /** Whether an enum is something in the database, with a name there. */
  readonly hasEnums: boolean;
}

const POSTGRESQL: Omit<Dialect, 'provider'> = {
  hasSchemas: true,
  isCaseSensitive: true,
  nameBytes: 63,
  indexScope: 'schema',
  namesPrimaryKeys: true,
  hasEnums: true,
};

/** Prisma's own limit for SQLite, which has none. */
const SQLITE: Omit<Dialect, 'provider'> = {
  hasSchemas: false,
  isCaseSensitive: false,
  nameBytes: 10_000,
  indexScope: 'database',
  namesPrimaryKeys: false,
  hasEnums: false,
};

const DIALECTS: ReadonlyMap<string, Omit<Dialect, 'provider'>> = new Map([
  ['sqlite', SQLITE],
  ['postgresql', POSTGRESQL],
  ['postgres', POSTGRESQL],
  ['cockroachdb', { ...POSTGRESQL, indexScope: 'table' }],
]);

/** What holds for the provider of core's datasource block. Databases without a driver are for Prisma to judge. */
export function dialectOf(datasource: Block | null): Dialect {
  const provider = stringValue(datasource?.properties.find(({ key }) => key === 'provider')?.value ?? '');
  return { provider, ...(DIALECTS.get(provider ?? '') ?? { ...SQLITE, hasSchemas: true, indexScope: 'table' }) };
}
