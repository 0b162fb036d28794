import { OrchestrateError } from '../../../errors.js';
import { openingError } from '../connection/opening-errors.js';
import { PostgresConnection } from '../connection/postgres-connection.js';
import { setUpSession } from '../connection/postgres-session.js';
import { MAINTENANCE_DATABASES, type PostgresLocation, withDatabase } from '../connection/postgres-url.js';

/**
 * Connects to the server of test databases: to the first of its own databases that lets us in, which is the same for all
 * who have the same role.
 *
 * @throws OrchestrateError what keeps us from the server
 */
export async function connectForTests(
  location: PostgresLocation,
  command: string,
  databases: readonly string[] = MAINTENANCE_DATABASES,
): Promise<PostgresConnection> {
  let first: unknown = null;
  for (const database of databases) {
    try {
      return await connect(withDatabase(location, database), command);
    } catch (error) {
      first ??= error;
      const code = error instanceof OrchestrateError ? error.code : null;
      if (code !== 'DATABASE.MISSING' && code !== 'DATABASE.NO_PRIVILEGE') throw error;
    }
  }
  throw first;
}

async function connect(location: PostgresLocation, command: string): Promise<PostgresConnection> {
  let connection: PostgresConnection | null = null;
  try {
    connection = await PostgresConnection.connect(location.target);
    const { display } = location;
    await setUpSession(connection, { schema: 'public', command, isReadOnly: false, display });
    // Nothing that is made here is worth to be kept over a crash of the server.
    await connection.query('SET synchronous_commit = off');
    return connection;
  } catch (error) {
    await connection?.end();
    throw openingError(error, location);
  }
}
