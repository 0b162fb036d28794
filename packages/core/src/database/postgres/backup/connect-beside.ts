import { OrchestrateError } from '../../../errors.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { MAINTENANCE_DATABASES, type PostgresLocation } from '../connection/postgres-url.js';
import { connectToFirst } from '../server/connect-to-first.js';

/**
 * A connection to another database of the same server: one is renamed only while nobody is connected to it.
 *
 * @throws OrchestrateError `RESTORE.NO_NEIGHBOUR`, or what keeps us from the server
 */
export async function connectBeside(location: PostgresLocation): Promise<PostgresConnection> {
  const databases = MAINTENANCE_DATABASES.filter((name) => name !== location.database);
  try {
    return await connectToFirst(location, { databases, command: 'orchestrate restore', keepsOut });
  } catch (error) {
    throw error instanceof OrchestrateError && keepsOut(error) ? noNeighbour(location, databases, error) : error;
  }
}

/** Whether it keeps a role from one database of a server, and not from the server: a wrong password does that everywhere. */
function keepsOut({ code, meta }: OrchestrateError): boolean {
  if (code === 'DATABASE.AUTHENTICATION') return meta['databaseCode'] === INVALID_AUTHORIZATION;
  return code === 'DATABASE.MISSING' || code === 'DATABASE.NO_PRIVILEGE' || code === 'DATABASE.CANNOT_OPEN';
}

/** For want of a line in pg_hba.conf, for instance. */
const INVALID_AUTHORIZATION = '28000';

function noNeighbour(
  { display, target }: PostgresLocation,
  others: readonly string[],
  cause: OrchestrateError,
): OrchestrateError {
  const role = target.config.user ?? '';
  return new OrchestrateError({
    code: 'RESTORE.NO_NEIGHBOUR',
    message: `To restore ${display}, the role "${role}" has to connect to another database of its server, and ${others.join(' and ')} ${others.length === 1 ? 'does' : 'do'} not let it in: ${cause.message}`,
    fix: `Let it in: GRANT CONNECT ON DATABASE ${others[0]} TO "${role}", and a line of pg_hba.conf where that is what keeps it out.`,
    meta: { role, databases: others },
    cause,
  });
}
