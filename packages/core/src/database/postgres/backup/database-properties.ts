import { messageOf } from '../../../errors.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { sqlState } from '../connection/postgres-errors.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import type { DatabaseLocale } from '../server/database-locale.js';

/** What belongs to a database itself, and not to what is in it: none of that is in a dump of its contents. */
export interface DatabaseProperties {
  readonly owner: string;
  /** Whether we may do what its owner may. */
  readonly isOurs: boolean;
  readonly locale: DatabaseLocale;
  readonly tablespace: string;
  readonly connectionLimit: number;
  readonly comment: string | null;
  /** Null for what every database has. */
  readonly grants: readonly Grant[] | null;
  readonly settings: readonly Setting[];
}

interface Grant {
  readonly privilege: string;
  /** Null for everybody. */
  readonly grantee: string | null;
  readonly isGrantable: boolean;
}

interface Setting {
  /** Null for every role. */
  readonly role: string | null;
  readonly name: string;
  readonly value: string;
}

/** The properties of a database, from whichever database of its server; null where there is none of that name. */
export async function readDatabaseProperties(
  connection: PostgresConnection,
  database: string,
): Promise<DatabaseProperties | null> {
  const [row] = await connection.query<{ readonly properties: DatabaseProperties }>(
    `SELECT jsonb_build_object(
  'owner', pg_get_userbyid(d.datdba), 'isOurs', pg_has_role(d.datdba, 'USAGE'),
  'locale', to_jsonb(d) || jsonb_build_object('encoding', pg_encoding_to_char(d.encoding)),
  'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = d.dattablespace), 'connectionLimit', d.datconnlimit,
  'comment', shobj_description(d.oid, 'pg_database'),
  'grants', CASE WHEN d.datacl IS NOT NULL THEN COALESCE((SELECT jsonb_agg(jsonb_build_object('privilege', a.privilege_type,
      'grantee', CASE WHEN a.grantee <> 0 THEN pg_get_userbyid(a.grantee) END, 'isGrantable', a.is_grantable)) FROM aclexplode(d.datacl) a), '[]') END,
  'settings', COALESCE((SELECT jsonb_agg(jsonb_build_object('role', CASE WHEN s.setrole <> 0 THEN pg_get_userbyid(s.setrole) END,
      'name', split_part(c, '=', 1), 'value', substr(c, strpos(c, '=') + 1)))
    FROM pg_db_role_setting s, unnest(s.setconfig) c WHERE s.setdatabase = d.oid), '[]')) AS properties
FROM pg_database d WHERE d.datname = ?`,
    [database],
  );
  return row?.properties ?? null;
}

const DEFAULT_TABLESPACE = 'pg_default';

/** The options of CREATE DATABASE for another one of the kind, but for its locale. */
export function creationOptions({ owner, tablespace }: DatabaseProperties): string {
  // Naming even the default one takes a right to it.
  const place = tablespace === DEFAULT_TABLESPACE ? '' : ` TABLESPACE ${quoteIdentifier(tablespace)}`;
  return `OWNER ${quoteIdentifier(owner)}${place}`;
}

/**
 * Gives a database the grants, the settings and the limit of another, which wait until everything is in it. What may not
 * be set is told: few roles may set everything.
 */
export async function applyDatabaseProperties(
  connection: PostgresConnection,
  database: string,
  properties: DatabaseProperties,
  onRefused: (what: string, why: string) => void,
): Promise<void> {
  const name = quoteIdentifier(database);
  for (const { what, statements } of statementsOf(name, properties)) {
    try {
      await connection.script(statements);
    } catch (error) {
      if (connection.isLost || sqlState(error) === null) throw error;
      onRefused(what, messageOf(error));
    }
  }
}

interface Step {
  readonly what: string;
  /** All or none. */
  readonly statements: readonly string[];
}

function statementsOf(name: string, { owner, connectionLimit, grants, settings }: DatabaseProperties): readonly Step[] {
  const roleOf = (role: string | null): string => (role === null ? 'PUBLIC' : quoteIdentifier(role));
  return [
    ...(grants === null
      ? []
      : [
          {
            what: 'its privileges',
            statements: [
              `REVOKE ALL ON DATABASE ${name} FROM PUBLIC, ${quoteIdentifier(owner)}`,
              ...grants.map(
                ({ privilege, grantee, isGrantable }) =>
                  `GRANT ${privilege} ON DATABASE ${name} TO ${roleOf(grantee)}${isGrantable ? ' WITH GRANT OPTION' : ''}`,
              ),
            ],
          },
        ]),
    ...settings.map(({ role, name: setting, value }) => ({
      what: `its setting ${setting}`,
      statements: [
        `ALTER ${role === null ? `DATABASE ${name}` : `ROLE ${quoteIdentifier(role)} IN DATABASE ${name}`} SET ${setting} TO ${settingValue(setting, value)}`,
      ],
    })),
    ...(connectionLimit === -1
      ? []
      : [{ what: 'its connection limit', statements: [`ALTER DATABASE ${name} CONNECTION LIMIT ${connectionLimit}`] }]),
  ];
}

/** Settings that are lists are stored with their own quotes, as pg_dump knows too. */
const LISTS = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);

function settingValue(name: string, value: string): string {
  if (!LISTS.has(name.toLowerCase())) return quoteLiteral(value);
  const parts = value.match(/"(?:[^"]|"")*"|[^,\s][^,]*/g) ?? [];
  const texts = parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.trim()));
  return texts.length === 0 ? "''" : texts.map(quoteLiteral).join(', ');
}
