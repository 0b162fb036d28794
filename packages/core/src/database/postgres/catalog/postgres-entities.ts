import { compareCodeUnits } from '../../../compare.js';
import type { Database, DatabaseEntity, TableColumn, TableReference } from '../../database.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { quoteIdentifier } from '../quote.js';
import { truncateIdentifier } from '../truncate-identifier.js';
import { isNoHistory, isNoMember, isUserSchema } from './user-objects.js';

/** Tables of every sort: ordinary, partitioned and its partitions, foreign. */
const TABLE_KINDS = `'r', 'p', 'f'`;

/** A row of {@link LIST_POSTGRES_ENTITIES}. */
export interface PostgresEntityRow {
  readonly kind: DatabaseEntity['kind'];
  readonly schema: string;
  readonly name: string;
}

/** One statement without parameters, for {@link readPostgresEntities}: it can ride in the message of others. */
export const LIST_POSTGRES_ENTITIES = `SELECT 'table' AS kind, n.nspname AS schema, c.relname AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN (${TABLE_KINDS}) AND ${isUserSchema('n')} AND ${isNoHistory('c')} AND ${isNoMember('pg_class', 'c.oid')}
UNION ALL
SELECT 'enum', n.nspname, t.typname
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND ${isUserSchema('n')} AND ${isNoMember('pg_type', 't.oid')}`;

/** The tables and enums of the rows that {@link LIST_POSTGRES_ENTITIES} gave, in a fixed order. */
export function readPostgresEntities(
  rows: readonly PostgresEntityRow[],
  entityName: Database['entityName'],
): readonly DatabaseEntity[] {
  return rows
    .map(({ kind, schema, name }) => ({ kind, name: entityName({ databaseName: name, schema }) }))
    .sort((a, b) => compareCodeUnits(a.kind, b.kind) || compareCodeUnits(a.name, b.name));
}

/** The user's tables and enums, in one round trip. Called after every replayed revision. */
export async function listPostgresEntities(
  connection: PostgresConnection,
  entityName: Database['entityName'],
): Promise<readonly DatabaseEntity[]> {
  return readPostgresEntities(await connection.query<PostgresEntityRow>(LIST_POSTGRES_ENTITIES), entityName);
}

// A type of the user keeps its name as it is written, since `"Role"` and `"ROLE"` are two.
const READ_COLUMNS = `SELECT n.nspname AS schema, c.relname AS table, a.attname AS name, a.attnotnull AS required,
  CASE WHEN tn.nspname = 'pg_catalog' THEN upper(format_type(a.atttypid, a.atttypmod)) ELSE format_type(a.atttypid, a.atttypmod) END AS type,
  a.atthasdef OR a.attidentity <> '' AS "hasDefault",
  (SELECT array(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = e.oid ORDER BY enumsortorder) FROM pg_type e
   WHERE e.typtype = 'e' AND e.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END) AS values
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace tn ON tn.oid = t.typnamespace
WHERE c.relkind IN (${TABLE_KINDS}) AND ${isUserSchema('n')} AND ${isNoHistory('c')} AND ${isNoMember('pg_class', 'c.oid')}
ORDER BY c.oid, a.attnum`;

interface ColumnRow extends Omit<TableColumn, 'table'> {
  readonly schema: string;
  readonly table: string;
}

/** The columns of all tables that {@link listPostgresEntities} names. */
export async function readPostgresColumns(
  connection: PostgresConnection,
  entityName: Database['entityName'],
): Promise<readonly TableColumn[]> {
  const rows = await connection.query<ColumnRow>(READ_COLUMNS);
  return rows.map(({ schema, table, ...column }) => ({
    table: entityName({ databaseName: table, schema }),
    ...column,
  }));
}

const READ_REFERENCES = `SELECT n.nspname AS schema, c.relname AS table, tn.nspname AS "targetSchema", tc.relname AS target
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class tc ON tc.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = tc.relnamespace
WHERE k.contype = 'f' AND ${isUserSchema('n')} AND ${isNoHistory('c')} AND ${isNoMember('pg_class', 'c.oid')}
UNION
SELECT n.nspname, c.relname, en.nspname, e.typname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type e ON e.typtype = 'e' AND e.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END
JOIN pg_namespace en ON en.oid = e.typnamespace
WHERE c.relkind IN (${TABLE_KINDS}) AND ${isUserSchema('n')} AND ${isNoHistory('c')} AND ${isNoMember('pg_class', 'c.oid')}
ORDER BY 1, 2, 3, 4`;

interface ReferenceRow {
  readonly schema: string;
  readonly table: string;
  readonly targetSchema: string;
  readonly target: string;
}

/** The tables that foreign keys refer to, and the enums of columns. */
export async function readPostgresReferences(
  connection: PostgresConnection,
  entityName: Database['entityName'],
): Promise<readonly TableReference[]> {
  const rows = await connection.query<ReferenceRow>(READ_REFERENCES);
  return rows.map(({ schema, table, targetSchema, target }) => ({
    table: entityName({ databaseName: table, schema }),
    target: entityName({ databaseName: target, schema: targetSchema }),
  }));
}

/** The values of all enums in order, by their names as Prisma's engine writes them: qualified outside the default schema. */
export async function readEnumValues(
  connection: PostgresConnection,
  defaultSchema: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await connection.query<{ schema: string; name: string; values: readonly string[] }>(
    `SELECT n.nspname AS schema, t.typname AS name,
  array(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder) AS values
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND ${isUserSchema('n')}`,
  );
  const stored = truncateIdentifier(defaultSchema);
  return new Map(
    rows.map(({ schema, name, values }) => {
      const qualifier = schema === stored ? '' : `${quoteIdentifier(schema)}.`;
      return [qualifier + quoteIdentifier(name), values];
    }),
  );
}
