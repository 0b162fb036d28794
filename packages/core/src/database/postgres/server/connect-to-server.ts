import { OrchestrateError } from '../../../errors.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { MAINTENANCE_DATABASES, type PostgresLocation } from '../connection/postgres-url.js';
import { connectAs } from './connect-as.js';
import { connectToFirst } from './connect-to-first.js';

/**
 * Connects to a database, or where that is missing to another one of its server.
 *
 * @throws OrchestrateError what keeps us from the server
 */
export async function connectToServer(command: string, location: PostgresLocation): Promise<PostgresConnection> {
  try {
    return await connectAs(command, location);
  } catch (error) {
    if (!isMissingDatabase(error)) throw error;
    return await connectToFirst(location, { databases: MAINTENANCE_DATABASES, command }).catch(() => {
      // What the user has to mend is that the database of the URL is missing.
      throw error;
    });
  }
}

export function isMissingDatabase(error: unknown): boolean {
  return error instanceof OrchestrateError && error.code === 'DATABASE.MISSING';
}
