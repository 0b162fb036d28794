import { OrchestrateError } from '../../errors.js';
import type { OpenOptions, Provider } from '../database.js';
import { openingError } from './connection/opening-errors.js';
import { PostgresConnection } from './connection/postgres-connection.js';
import { sqlState } from './connection/postgres-errors.js';
import { setUpSession } from './connection/postgres-session.js';
import type { PostgresLocation } from './connection/postgres-url.js';
import { MAINTENANCE_DATABASES, parsePostgresUrl } from './connection/postgres-url.js';
import { StatementLimits } from './connection/statement-limits.js';
import { PostgresDatabase } from './postgres-database.js';
import { quoteIdentifier } from './quote.js';
import { connectToFirst } from './server/connect-to-first.js';

/**
 * Connects to the database that a URL names.
 *
 * @throws OrchestrateError `DATABASE.*`, of kind `consent` where the server is there and the database is not
 */
export async function openPostgres(provider: Provider, options: OpenOptions): Promise<PostgresDatabase> {
  return openLocation(provider, parsePostgresUrl(options.url, options), options);
}

/** The same for the database of a location, which need not be that of the URL. */
export async function openLocation(
  provider: Provider,
  location: PostgresLocation,
  options: Omit<OpenOptions, 'url' | 'display'>,
): Promise<PostgresDatabase> {
  const { command, mode, onEvent, signal } = options;
  // What a session is set to would go on to others that the pooler gives it to.
  const isReadOnly = mode === 'read' && !location.isPooled;
  const connection = await connectTo(location, signal);
  try {
    const { schema, display } = location;
    const session = await setUpSession(connection, { schema, command, isReadOnly, display });
    const limits = new StatementLimits(options);
    const parts = { provider, connection, location, session, command, isReadOnly, limits, onEvent };
    const database = new PostgresDatabase(parts);
    if (mode === 'write') await database.openForWriting();
    return database;
  } catch (error) {
    await connection.end();
    throw openingError(error, location);
  }
}

/** @throws OrchestrateError `DATABASE.*`, and the signal's reason where that ended it */
export async function connectTo(location: PostgresLocation, signal?: AbortSignal): Promise<PostgresConnection> {
  try {
    return await PostgresConnection.connect(location.target, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw openingError(error, location);
  }
}

/** Creates the database that a URL names; that another run was faster does no harm. */
export async function createPostgresDatabase(options: OpenOptions): Promise<void> {
  const location = parsePostgresUrl(options.url, options);
  const connection = await connectToFirst(location, { databases: MAINTENANCE_DATABASES, command: options.command });
  try {
    await connection.script([`CREATE DATABASE ${quoteIdentifier(location.database)}`]);
  } catch (error) {
    const state = sqlState(error);
    if (state === '42501') throw mayNotCreate(location, error);
    // 23505: both at once, in the catalog itself.
    if (state !== '42P04' && state !== '23505') throw openingError(error, location);
  } finally {
    await connection.end();
  }
}

function mayNotCreate({ display, database, target }: PostgresLocation, cause: unknown): OrchestrateError {
  const role = target.config.user ?? '';
  return new OrchestrateError({
    code: 'DATABASE.NO_PRIVILEGE',
    message: `The role "${role}" may not create the database of ${display}.`,
    fix: `As a superuser, run: CREATE DATABASE ${quoteIdentifier(database)} OWNER ${quoteIdentifier(role)}; or ALTER ROLE ${quoteIdentifier(role)} CREATEDB`,
    meta: { database, role },
    cause,
  });
}
