import { sorted } from '../../../compare.js';
import type { Diagnosis } from '../../../diagnosis.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';
import { quoteIdentifier } from '../quote.js';

/** A schema that extensions use, as our role may. */
export interface SchemaPrivileges {
  readonly schema: string;
  readonly isThere: boolean;
  readonly mayUse: boolean;
  /** To create in it; where it is missing, to create it. */
  readonly mayCreate: boolean;
}

/** A table of such a schema that our role may not change as a revision may have to. */
export interface ForeignTable {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly isHistory: boolean;
  /** Whether rows can be read, written and changed all the same. */
  readonly mayWrite: boolean;
}

/** Whose privileges, and where. */
export interface Role {
  readonly role: string;
  readonly database: string;
}

/** How many tables a message names. */
const SHOWN = 5;

/** Whether the role may do what a run does. All of it is read from the catalog. */
export async function checkPrivileges({
  database,
  historyTables,
  schemas: listed,
}: DiagnosedDatabase): Promise<readonly Diagnosis[]> {
  const usual = database.defaultSchema ?? 'public';
  const schemas = JSON.stringify(sorted(new Set([...listed, ...historyTables.map(({ schema }) => schema ?? usual)])));
  const [role] = await database.query<Role>('SELECT current_user::text AS role, current_database()::text AS database');
  if (role === undefined) throw new Error('A query without a table has no row.');
  const privileges = await database.query<SchemaPrivileges>(READ_SCHEMAS, [schemas]);
  const tables = await database.query<ForeignTable>(READ_TABLES, [schemas]);
  return [...judgeSchemas(privileges, role), ...judgeTables(tables, role)];
}

const READ_SCHEMAS = `SELECT s.name AS schema, n.oid IS NOT NULL AS "isThere",
  n.oid IS NULL OR has_schema_privilege(n.oid, 'USAGE') AS "mayUse",
  CASE WHEN n.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE')
    ELSE has_schema_privilege(n.oid, 'CREATE') END AS "mayCreate"
FROM jsonb_array_elements_text(?::jsonb) AS s (name) LEFT JOIN pg_namespace n ON n.nspname = s.name ORDER BY 1`;

const READ_TABLES = `SELECT n.nspname::text AS schema, c.relname::text AS name, pg_get_userbyid(c.relowner)::text AS owner,
  c.relname LIKE '\\_prisma\\_migrations%' AS "isHistory",
  has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE') AS "mayWrite"
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN (SELECT jsonb_array_elements_text(?::jsonb)) AND c.relkind IN ('r', 'p', 'v', 'm')
  AND NOT pg_has_role(c.relowner, 'USAGE')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2`;

export function judgeSchemas(privileges: readonly SchemaPrivileges[], { role, database }: Role): readonly Diagnosis[] {
  return privileges.map(({ schema, isThere, mayUse, mayCreate }): Diagnosis => {
    if (mayUse && mayCreate) {
      const message = `"${role}" may create tables in the schema ${schema}${isThere ? '' : ', which it may make'}`;
      return { code: 'DOCTOR.SCHEMA_PRIVILEGE', status: 'ok', message, fix: null };
    }
    return {
      code: 'DOCTOR.SCHEMA_PRIVILEGE',
      status: 'error',
      message: isThere
        ? `"${role}" may not ${mayUse ? 'create anything in' : 'use'} the schema ${schema}, where history tables and models go.`
        : `The schema ${schema} is missing, and "${role}" may not create it.`,
      fix: isThere
        ? `As its owner: GRANT USAGE, CREATE ON SCHEMA ${quoteIdentifier(schema)} TO ${quoteIdentifier(role)};`
        : `As the owner of the database: GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO ${quoteIdentifier(role)};`,
    };
  });
}

export function judgeTables(tables: readonly ForeignTable[], { role }: Role): readonly Diagnosis[] {
  const closed = tables.filter(({ isHistory, mayWrite }) => isHistory && !mayWrite);
  const others = tables.filter(({ isHistory }) => !isHistory);
  return [
    ...closed.map(
      (table): Diagnosis => ({
        code: 'DOCTOR.HISTORY_PRIVILEGE',
        status: 'error',
        message: `"${role}" may not read and write the history table ${table.schema}.${table.name}, which belongs to "${table.owner}".`,
        fix: `As its owner: GRANT SELECT, INSERT, UPDATE, DELETE ON ${nameOf(table)} TO ${quoteIdentifier(role)};`,
      }),
    ),
    judgeOwners(others, role),
  ];
}

function judgeOwners(tables: readonly ForeignTable[], role: string): Diagnosis {
  const code = 'DOCTOR.TABLE_OWNER';
  if (tables.length === 0) return { code, status: 'ok', message: `"${role}" may alter all tables`, fix: null };
  const shown = tables.slice(0, SHOWN);
  const more = tables.length > SHOWN ? `, and ${tables.length - SHOWN} more` : '';
  const alter = shown.map((table) => `ALTER TABLE ${nameOf(table)} OWNER TO ${quoteIdentifier(role)};`);
  return {
    code: 'DOCTOR.TABLE_OWNER',
    status: 'warning',
    message: `Only their owners may alter tables, and "${role}" does not own ${shown.map(({ schema, name, owner }) => `${schema}.${name} (of ${owner})`).join(', ')}${more}: a revision that changes one fails.`,
    fix: `As a superuser: ${alter.join(' ')}${more === '' ? '' : ' …'} Or make it a member of the owner: GRANT ${quoteIdentifier(shown[0]?.owner ?? '')} TO ${quoteIdentifier(role)};`,
  };
}

function nameOf({ schema, name }: ForeignTable): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
