import type { PostgresConnection } from '../connection/postgres-connection.js';
import { sqlState } from '../connection/postgres-errors.js';
import { quoteIdentifier } from '../quote.js';
import { type DatabaseLocale, localeOptions } from './database-locale.js';

/** What an empty database is to be like. */
export interface EmptyDatabaseOptions {
  /** Null for that of the server. */
  readonly locale: DatabaseLocale | null;
  /** Other options of CREATE DATABASE. */
  readonly options?: string | undefined;
}

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Creates a database that has nothing in it. Where the server does not have the locale, as for a backup from another
 * machine, or takes no such options, it gets the server's own.
 *
 * @throws the server's own error
 */
export async function createEmptyDatabase(
  admin: PostgresConnection,
  name: string,
  { locale, options = '' }: EmptyDatabaseOptions,
): Promise<void> {
  const create = `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ${options}`;
  try {
    await admin.query(`${create} ${localeOptions(locale)}`);
  } catch (error) {
    if (sqlState(error) === INSUFFICIENT_PRIVILEGE || locale === null) throw error;
    await admin.query(create);
  }
}
