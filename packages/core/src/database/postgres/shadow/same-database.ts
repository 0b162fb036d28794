import { placeOf } from '../connection/place-of.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import type { PostgresLocation } from '../connection/postgres-url.js';

/** Whether two URLs name one database by the same words, whoever connects and however. */
export function nameSameDatabase(one: PostgresLocation, other: PostgresLocation): boolean {
  return placeOf(one) === placeOf(other);
}

/** What tells a database from every other, whatever way led to it. */
export async function identify(connection: PostgresConnection): Promise<string> {
  const [row] = await connection.query<{ readonly identity: string }>(
    `SELECT concat_ws('/', extract(epoch FROM pg_postmaster_start_time()), oid) AS identity
     FROM pg_database WHERE datname = current_database()`,
  );
  if (row === undefined) throw new Error('The server does not know the database that is connected to.');
  return row.identity;
}
