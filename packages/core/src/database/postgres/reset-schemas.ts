import type { ResetScope } from '../engine-connection.js';
import { isNoMember } from './catalog/user-objects.js';
import type { PostgresConnection } from './connection/postgres-connection.js';
import { sqlState } from './connection/postgres-errors.js';
import { quoteIdentifier } from './quote.js';

/** What {@link resetSchemas} empties. */
export type SchemasToReset = ResetScope & { readonly schemas: readonly string[] };

/**
 * Drops what is in these schemas, but not what is external, in one transaction. Where nothing is external, and the role
 * may, the schemas themselves are dropped and made again, with everything in them, as Prisma's engine does. Else their
 * tables, views and enums go; what stays and needs something of that is for the server to tell.
 */
export async function resetSchemas(connection: PostgresConnection, scope: SchemasToReset): Promise<void> {
  const { schemas, externalTables, externalEnums } = scope;
  if (externalTables.length + externalEnums.length > 0) return dropObjects(connection, scope);
  try {
    await connection.script([
      ...schemas.flatMap((schema) => [
        `DROP SCHEMA IF EXISTS ${quoteIdentifier(schema)} CASCADE`,
        `CREATE SCHEMA ${quoteIdentifier(schema)}`,
      ]),
      DROP_HISTORY,
    ]);
  } catch (error) {
    if (sqlState(error) !== '42501') throw error;
    await dropObjects(connection, scope);
  }
}

const DROP_HISTORY = 'DROP TABLE IF EXISTS _prisma_migrations';

interface SurplusObject {
  readonly kind: 'view' | 'materialized view' | 'table' | 'foreign table' | 'type';
  /** Quoted, with its schema. */
  readonly name: string;
}

/** Enums that a column of what stays has go with that column only. */
const SURPLUS = `WITH relation AS (
  SELECT c.oid, c.relkind, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm', 'r', 'p', 'f') AND ${isNoMember('pg_class', 'c.oid')}
), surplus AS (
  SELECT * FROM relation WHERE nspname = ANY (?::text[]) AND nspname || '.' || relname <> ALL (?::text[])
)
SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind,
  format('%I.%I', nspname, relname) AS name
FROM surplus
UNION ALL
SELECT 'type', format('%I.%I', n.nspname, t.typname) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND ${isNoMember('pg_type', 't.oid')}
  AND n.nspname = ANY (?::text[]) AND n.nspname || '.' || t.typname <> ALL (?::text[])
  AND NOT EXISTS (
    SELECT FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid
    WHERE a.atttypid IN (t.oid, t.typarray) AND a.attrelid NOT IN (SELECT oid FROM surplus))`;

async function dropObjects(
  connection: PostgresConnection,
  { schemas, externalTables, externalEnums }: SchemasToReset,
): Promise<void> {
  const objects = await connection.query<SurplusObject>(
    SURPLUS,
    [schemas, externalTables, schemas, externalEnums].map((names) => [...names]),
  );
  const named = (kind: SurplusObject['kind']): readonly string[] =>
    objects.filter((object) => object.kind === kind).map(({ name }) => name);
  // Tables that refer to each other can only be dropped by one statement; one may have gone with the one that it is a
  // partition of.
  const dropAll = (kind: SurplusObject['kind']): readonly string[] =>
    named(kind).length === 0 ? [] : [`DROP ${kind.toUpperCase()} IF EXISTS ${named(kind).join(', ')}`];
  const dropViews = (['view', 'materialized view'] as const).flatMap((kind) =>
    named(kind).map((name) => `DROP ${kind.toUpperCase()} IF EXISTS ${name} CASCADE`),
  );
  await connection.script([
    ...dropViews,
    ...dropAll('foreign table'),
    ...dropAll('table'),
    ...dropAll('type'),
    DROP_HISTORY,
  ]);
}
