import { OrchestrateError } from '../../../errors.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { type PostgresLocation, withDatabase } from '../connection/postgres-url.js';
import { connectAs } from './connect-as.js';

/** Which databases of a server to try, and for what. */
export interface ConnectToFirstOptions {
  readonly databases: readonly string[];
  readonly command: string;
  /** Whether an error keeps us from one database only, and not from the server. */
  readonly keepsOut?: (error: OrchestrateError) => boolean;
}

/**
 * Connects to the first of some databases of a server that lets us in.
 *
 * @throws OrchestrateError what keeps us from the first of them, or from the server
 */
export async function connectToFirst(
  location: PostgresLocation,
  { databases, command, keepsOut = isClosed }: ConnectToFirstOptions,
): Promise<PostgresConnection> {
  let first: unknown = null;
  for (const database of databases) {
    try {
      return await connectAs(command, withDatabase(location, database));
    } catch (error) {
      first ??= error;
      if (!(error instanceof OrchestrateError) || !keepsOut(error)) throw error;
    }
  }
  throw first;
}

function isClosed({ code }: OrchestrateError): boolean {
  return code === 'DATABASE.MISSING' || code === 'DATABASE.NO_PRIVILEGE';
}
