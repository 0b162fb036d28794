import type { PostgresConnection } from '../connection/postgres-connection.js';
import type { DatabaseLocale } from './database-locale.js';

/** The clock of a server in SQL, in milliseconds since 1970: those of the machines that share it may be far apart. */
export const SERVER_TIME = 'round(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::float8';

/** A server, and who we are there. */
export interface ServerFacts {
  /** Such as `18.4`. */
  readonly version: string;
  readonly role: string;
  /** Whether our role may create databases. */
  readonly mayCreate: boolean;
  readonly isCockroach: boolean;
  /** Milliseconds since 1970. */
  readonly serverTime: number;
  /** Of the database; null where it is missing. */
  readonly locale: DatabaseLocale | null;
}

/** What is to be known of a server before another database is made beside one. */
export async function readServer(
  connection: Pick<PostgresConnection, 'query'>,
  database: string,
): Promise<ServerFacts> {
  const [facts] = await connection.query<ServerFacts>(
    `SELECT current_setting('server_version') AS version, rolname::text AS role, rolcreatedb OR rolsuper AS "mayCreate",
       version() LIKE 'Cockroach%' AS "isCockroach", ${SERVER_TIME} AS "serverTime",
       (SELECT to_jsonb(d) || jsonb_build_object('encoding', pg_encoding_to_char(encoding))
        FROM pg_database d WHERE datname = ?) AS locale
     FROM pg_roles WHERE rolname = current_user`,
    [database],
  );
  if (facts === undefined) throw new Error('The server does not know the role that is connected to it.');
  return facts;
}
