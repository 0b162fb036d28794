import { openingError } from '../connection/opening-errors.js';
import { PostgresConnection } from '../connection/postgres-connection.js';
import { setUpSession } from '../connection/postgres-session.js';
import type { PostgresLocation } from '../connection/postgres-url.js';

/**
 * Opens a connection for what is done with databases as a whole: to make, clear, copy, rename and drop them.
 *
 * @param command what it is for, for those who look at the connections of the server: `orchestrate shadow`
 * @throws OrchestrateError what keeps us from the database
 */
export async function connectAs(command: string, location: PostgresLocation): Promise<PostgresConnection> {
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
