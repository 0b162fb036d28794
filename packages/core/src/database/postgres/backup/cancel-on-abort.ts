import { PostgresConnection } from '../connection/postgres-connection.js';
import type { PostgresLocation } from '../connection/postgres-url.js';

/**
 * Has the server break off what a connection is doing when the signal fires: reading large tables takes its time.
 *
 * @returns what ends it
 */
export function cancelOnAbort(
  connection: PostgresConnection,
  location: PostgresLocation,
  signal: AbortSignal,
): () => void {
  const cancel = (): void => {
    void sendCancel(location, connection.serverProcess).catch(() => {
      // It then goes on to the end of its statement.
    });
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}

async function sendCancel({ target }: PostgresLocation, serverProcess: number | null): Promise<void> {
  if (serverProcess === null) return;
  const beside = await PostgresConnection.connect(target);
  try {
    await beside.query('SELECT pg_cancel_backend(?)', [serverProcess]);
  } finally {
    await beside.end();
  }
}
