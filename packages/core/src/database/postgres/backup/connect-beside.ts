import { OrchestrateError } from '../../../errors.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { MAINTENANCE_DATABASES, type PostgresLocation, withDatabase } from '../connection/postgres-url.js';
import { connectForShadow } from '../shadow/connect-for-shadow.js';

/**
 * A connection to another database of the same server: one is renamed only while nobody is connected to it.
 *
 * @throws OrchestrateError `RESTORE.NO_NEIGHBOUR`, or what keeps us from the server
 */
export async function connectBeside(location: PostgresLocation): Promise<PostgresConnection> {
  const others = MAINTENANCE_DATABASES.filter((name) => name !== location.database);
  let last: OrchestrateError | null = null;
  for (const name of others) {
    try {
      return await connectForShadow(withDatabase(location, name), 'orchestrate restore');
    } catch (error) {
      if (!(error instanceof OrchestrateError)) throw error;
      last = error;
      if (!keepsOut(error)) throw error;
    }
  }
  throw noNeighbour(location, others, last);
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
  cause: OrchestrateError | null,
): OrchestrateError {
  const role = target.config.user ?? '';
  return new OrchestrateError({
    code: 'RESTORE.NO_NEIGHBOUR',
    message: `To restore ${display}, the role "${role}" has to connect to another database of its server, and ${others.join(' and ')} ${others.length === 1 ? 'does' : 'do'} not let it in: ${cause?.message ?? ''}`,
    fix: `Let it in: GRANT CONNECT ON DATABASE ${others[0]} TO "${role}", and a line of pg_hba.conf where that is what keeps it out.`,
    meta: { role, databases: others },
    cause,
  });
}
