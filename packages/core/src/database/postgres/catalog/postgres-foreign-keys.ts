import type { ForeignKey } from '../../database.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import type { SchemaName } from '../entity-name.js';

interface ForeignKeyRow {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly otherSchema: string;
  readonly otherTable: string;
}

/** The references between tables of all schemas; what partitions have from their table is told once. */
export async function readPostgresForeignKeys(
  connection: PostgresConnection,
  nameOf: (table: SchemaName) => string,
): Promise<readonly ForeignKey[]> {
  const rows = await connection.query<ForeignKeyRow>(
    `SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, rn.nspname AS "otherSchema", rc.relname AS "otherTable",
  array(SELECT attname::text FROM unnest(k.conkey) WITH ORDINALITY AS at(number, place)
    JOIN pg_attribute ON attrelid = k.conrelid AND attnum = at.number ORDER BY at.place) AS columns
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class rc ON rc.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = rc.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0
ORDER BY n.nspname, c.relname, k.conname`,
  );
  return rows.map(({ schema, table, name, columns, otherSchema, otherTable }) => ({
    table: nameOf({ schema, name: table }),
    name,
    columns,
    references: nameOf({ schema: otherSchema, name: otherTable }),
  }));
}
