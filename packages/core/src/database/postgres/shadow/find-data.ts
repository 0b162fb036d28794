import { isNoHistory, isNoMember, isUserSchema } from '../catalog/user-objects.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { quoteLiteral } from '../quote.js';

const BATCH = 200;

/** A table that could hold data. */
interface UserTable {
  readonly name: string;
  readonly kind: 'r' | 'f';
  readonly isHistory: boolean;
}

/**
 * What says that a database is no disposable one: a history table, a row in any table, a foreign table (its rows are
 * elsewhere), a large object. Tables of Postgres extensions do not count.
 *
 * @returns it in words, null where there is nothing of the kind
 */
export async function findData(connection: PostgresConnection): Promise<string | null> {
  const tables = await connection.query<UserTable>(
    `SELECT format('%I.%I', nspname, relname) AS name, relkind AS kind, NOT (${isNoHistory('c')}) AS "isHistory"
     FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind IN ('r', 'f') AND ${isUserSchema('n')} AND ${isNoMember('pg_class', 'c.oid')}
     ORDER BY 3 DESC, 1`,
  );
  const history = tables.find(({ isHistory }) => isHistory);
  if (history !== undefined) return `the history table ${history.name}`;
  const foreign = tables.find(({ kind }) => kind === 'f');
  if (foreign !== undefined) return `the foreign table ${foreign.name}`;
  const withRow = await findRow(
    connection,
    tables.map(({ name }) => name),
  );
  if (withRow !== null) return `a row in ${withRow}`;
  const largeObjects = await connection.query('SELECT FROM pg_largeobject_metadata LIMIT 1');
  return largeObjects.length === 0 ? null : 'large objects';
}

async function findRow(connection: PostgresConnection, tables: readonly string[]): Promise<string | null> {
  // Rows that a policy hides from us are data too: then the server refuses to answer.
  await connection.query('SET row_security = off');
  for (let at = 0; at < tables.length; at += BATCH) {
    const parts = tables
      .slice(at, at + BATCH)
      .map((name) => `SELECT ${quoteLiteral(name)} AS name WHERE EXISTS (SELECT FROM ${name})`);
    const [found] = await connection.query<{ readonly name: string }>(`${parts.join('\nUNION ALL ')}\nLIMIT 1`);
    if (found !== undefined) return found.name;
  }
  return null;
}
