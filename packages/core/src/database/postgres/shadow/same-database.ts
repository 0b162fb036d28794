import type { PostgresConnection } from '../connection/postgres-connection.js';
import type { PostgresLocation } from '../connection/postgres-url.js';

const LOCAL = new Set(['', 'localhost', '127.0.0.1', '::1', '[::1]']);

/** Whether two URLs name one database by the same words, whoever connects and however. */
export function nameSameDatabase(one: PostgresLocation, other: PostgresLocation): boolean {
  return placeOf(one) === placeOf(other);
}

function placeOf({ target, database }: PostgresLocation): string {
  const { host = '', port = 5432 } = target.config;
  const name = host.toLowerCase();
  return JSON.stringify([LOCAL.has(name) ? '' : host.startsWith('/') ? host : name, Number(port), database]);
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
