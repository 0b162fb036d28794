import { redactUrl } from '../../../config/redact-url.js';
import { messageOf, OrchestrateError } from '../../../errors.js';
import type { ShadowForecast, ShadowOptions } from '../../database.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { type PostgresLocation, parsePostgresUrl } from '../connection/postgres-url.js';
import { writeEntityName } from '../entity-name.js';
import { connectAs } from '../server/connect-as.js';
import { connectToServer } from '../server/connect-to-server.js';
import { findBinaries } from './embedded/find-binaries.js';

const COMMAND = 'orchestrate shadow';

// What pg_database has depends on the version of the server; of a database as a whole only its texts count.
const LOCALE_COLUMNS = ['encoding', 'datcollate', 'datctype', 'datlocprovider', 'daticulocale', 'datlocale'];

/** All of a server, and of a database on it, that a script can run into. */
const DESCRIBE = `SELECT version() AS version, rolcreatedb OR rolsuper AS "mayCreate", current_user::text AS role,
  (SELECT to_jsonb(d) FROM pg_database d WHERE datname = ?) AS database,
  (SELECT string_agg(name || ' ' || default_version, ', ' ORDER BY name) FROM pg_available_extensions) AS available,
  (SELECT string_agg(extname || ' ' || extversion, ', ' ORDER BY extname) FROM pg_extension) AS installed
FROM pg_roles WHERE rolname = current_user`;

interface ServerDescription {
  readonly version: string;
  readonly mayCreate: boolean;
  readonly role: string;
  readonly database: Readonly<Record<string, unknown>> | null;
  readonly available: string | null;
  readonly installed: string | null;
}

/** What is known of a shadow database of this workspace: of every place that it may come to be in. */
export async function describePostgresShadow(options: ShadowOptions): Promise<ShadowForecast> {
  const { shadow, prismaUrl, live, root, environment } = options;
  const liveLocation = live === null ? null : parsePostgresUrl(live.url, live);
  const url = typeof shadow === 'string' ? (shadow === 'auto' ? prismaUrl : null) : shadow.url;
  const urlLocation = url === null ? null : parsePostgresUrl(url, { root, display: redactUrl(url), environment });
  const defaultSchema = liveLocation?.schema ?? urlLocation?.schema ?? 'public';
  const isServerTried = urlLocation === null && shadow !== 'embedded' && liveLocation !== null;
  const isEmbeddedTried = urlLocation === null && shadow !== 'server';
  const places = [
    urlLocation === null ? null : await describeServer(urlLocation, { isOwnDatabase: true }),
    isServerTried ? await describeServer(liveLocation, { isOwnDatabase: false }) : null,
    isEmbeddedTried ? await describeEmbedded(root) : null,
  ];
  return {
    place: JSON.stringify(places),
    defaultSchema,
    entityName: ({ databaseName, schema }) =>
      writeEntityName({ schema: schema ?? defaultSchema, name: databaseName }, defaultSchema),
  };
}

/** @param isOwnDatabase whether the shadow database is this one, and not a new one beside it */
async function describeServer(
  location: PostgresLocation,
  { isOwnDatabase }: { readonly isOwnDatabase: boolean },
): Promise<unknown> {
  let connection: PostgresConnection;
  try {
    connection = await (isOwnDatabase ? connectAs(COMMAND, location) : connectToServer(COMMAND, location));
  } catch (error) {
    // Whoever opens a shadow database says what is wrong; nobody keeps results for a place that is not there.
    if (error instanceof OrchestrateError) return { error: messageOf(error) };
    throw error;
  }
  try {
    const [facts] = await connection.query<ServerDescription>(DESCRIBE, [location.database]);
    const { database = null, installed = null, ...server } = facts ?? {};
    const locale = LOCALE_COLUMNS.map((column) => database?.[column] ?? null);
    return { ...server, locale, installed: isOwnDatabase ? installed : null };
  } finally {
    await connection.end();
  }
}

async function describeEmbedded(root: string): Promise<unknown> {
  try {
    const { version } = await findBinaries(root);
    return { embedded: version };
  } catch (error) {
    if (error instanceof OrchestrateError) return null;
    throw error;
  }
}
