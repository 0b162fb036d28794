import { onTestFinished } from 'vitest';
import { PostgresConnection } from './connection/postgres-connection.js';

/** A bare connection to a test database, closed when the test ends. */
export async function connectTo(url: string): Promise<PostgresConnection> {
  const connection = await PostgresConnection.connect({ config: { connectionString: url }, tls: [false] });
  onTestFinished(() => connection.end());
  return connection;
}
