import type { PostgresConnection } from '../connection/postgres-connection.js';
import { MAINTENANCE_DATABASES, type PostgresLocation } from '../connection/postgres-url.js';
import { connectToFirst } from '../server/connect-to-first.js';

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
  const connection = await connectToFirst({ ...location, schema: 'public' }, { databases, command });
  try {
    // Nothing that is made here is worth to be kept over a crash of the server.
    await connection.query('SET synchronous_commit = off');
    return connection;
  } catch (error) {
    await connection.end();
    throw error;
  }
}
