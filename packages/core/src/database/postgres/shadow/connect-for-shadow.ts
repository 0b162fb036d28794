import { OrchestrateError } from '../../../errors.js';
import { openingError } from '../connection/opening-errors.js';
import { PostgresConnection } from '../connection/postgres-connection.js';
import { setUpSession } from '../connection/postgres-session.js';
import { MAINTENANCE_DATABASES, type PostgresLocation, withDatabase } from '../connection/postgres-url.js';

/**
 * Opens a connection that makes, clears and drops shadow databases, or whatever else its command is.
 *
 * @throws OrchestrateError what keeps us from the database
 */
export async function connectForShadow(
  location: PostgresLocation,
  command = 'orchestrate shadow',
): Promise<PostgresConnection> {
  let connection: PostgresConnection | null = null;
  try {
    connection = await PostgresConnection.connect(location.target);
    const { schema, display } = location;
    await setUpSession(connection, { schema, command, isReadOnly: false, display });
    return connection;
  } catch (error) {
    await connection?.end();
    throw openingError(error, location);
  }
}

/**
 * The same for the server of a database, which itself may be missing.
 *
 * @throws OrchestrateError what keeps us from the server
 */
export async function connectToServer(location: PostgresLocation): Promise<PostgresConnection> {
  try {
    return await connectForShadow(location);
  } catch (error) {
    if (!isMissingDatabase(error)) throw error;
    for (const database of MAINTENANCE_DATABASES) {
      try {
        return await connectForShadow(withDatabase(location, database));
      } catch {
        // What the user has to mend is that the database of the URL is missing.
      }
    }
    throw error;
  }
}

export function isMissingDatabase(error: unknown): boolean {
  return error instanceof OrchestrateError && error.code === 'DATABASE.MISSING';
}
