import type { Restoration } from '../database.js';
import type { PostgresConnection } from './connection/postgres-connection.js';
import type { SchemaName } from './entity-name.js';
import { quoteIdentifier, quoteLiteral, quoteStored } from './quote.js';

/** A foreign key whose rows are put back before those that they refer to. */
export interface BackwardReference {
  readonly table: SchemaName;
  readonly key: string;
}

/** What is to be put back. */
export interface RestorationOptions {
  readonly tables: readonly SchemaName[];
  readonly backward: readonly BackwardReference[];
}

/** References to rows that come later are checked at the end, and sequences go on where they were. */
export async function readPostgresRestoration(
  connection: PostgresConnection,
  { tables, backward }: RestorationOptions,
): Promise<Restoration> {
  const alter = (await checkedAtOnce(connection, backward)).map(
    ({ table, key }) => `ALTER TABLE ${quoteStored(table)} ALTER CONSTRAINT ${quoteIdentifier(key)}`,
  );
  const sequences: string[] = [];
  for (const table of tables) sequences.push(...(await readSequences(connection, table)));
  return {
    before: alter.map((statement) => `${statement} DEFERRABLE INITIALLY DEFERRED`),
    after: [
      ...(alter.length === 0 ? [] : ['SET CONSTRAINTS ALL IMMEDIATE']),
      ...alter.map((statement) => `${statement} NOT DEFERRABLE`),
      ...sequences,
    ],
  };
}

/** Those of the references that do not wait for the end by themselves. */
async function checkedAtOnce(
  connection: PostgresConnection,
  references: readonly BackwardReference[],
): Promise<readonly BackwardReference[]> {
  if (references.length === 0) return [];
  const deferred = await connection.query<{ readonly schema: string; readonly table: string; readonly name: string }>(
    `SELECT n.nspname AS schema, c.relname AS table, k.conname AS name
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'f' AND k.condeferred`,
  );
  const keys = new Set(deferred.map(({ schema, table, name }) => JSON.stringify([schema, table, name])));
  return references.filter(({ table, key }) => !keys.has(JSON.stringify([table.schema, table.name, key])));
}

async function readSequences(connection: PostgresConnection, table: SchemaName): Promise<readonly string[]> {
  const sequences = await connection.query<{ readonly name: string }>(
    `SELECT format('%I.%I', sn.nspname, s.relname) AS name
FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_namespace sn ON sn.oid = s.relnamespace
JOIN pg_class c ON c.oid = d.refobjid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  AND n.nspname = ? AND c.relname = ? ORDER BY 1`,
    [table.schema, table.name],
  );
  const statements: string[] = [];
  for (const { name } of sequences) {
    const [state] = await connection.query<{ readonly last: string; readonly isCalled: boolean }>(
      `SELECT last_value::text AS last, is_called AS "isCalled" FROM ${name}`,
    );
    if (state === undefined) continue;
    statements.push(`SELECT pg_catalog.setval(${quoteLiteral(name)}, ${state.last}, ${state.isCalled})`);
  }
  return statements;
}
