import type { RestoreScratchOptions } from '../../backups.js';
import type { Provider } from '../../database.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { type PostgresLocation, parsePostgresUrl, withDatabase } from '../connection/postgres-url.js';
import { openLocation } from '../open-postgres.js';
import type { PostgresDatabase } from '../postgres-database.js';
import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { createEmptyDatabase } from '../server/create-empty-database.js';
import { readServer, type ServerFacts } from '../server/read-server.js';
import { connectBeside } from './connect-beside.js';
import { creationOptions, type DatabaseProperties, readDatabaseProperties } from './database-properties.js';
import { claimName, dropLeftovers } from './drop-leftovers.js';
import { findTool } from './find-tool.js';
import { localeOf } from './locale-of.js';
import { assertMovable, readProcess } from './other-sessions.js';
import { ledElsewhere, mayNotReplace, notCreated } from './restore-errors.js';
import { restoredName, restoreMark } from './restored-name.js';
import { RestoredPostgres } from './restored-postgres.js';
import { countEntries, runRestore } from './run-restore.js';

/**
 * Restores a dump into a new database beside its target, with pg_restore. One connection stays in the new database, so
 * that no other run takes it for a leftover, and one beside it, to rename or drop it.
 *
 * @throws OrchestrateError `BACKUP.NOT_A_BACKUP`, `BACKUP.TOOL_*`, `RESTORE.*`, or what keeps us from the server
 */
export async function restoreDatabase(provider: Provider, options: RestoreScratchOptions): Promise<RestoredPostgres> {
  const { target, tools, file, isOnlyLookedAt, signal, onProgress } = options;
  const location = parsePostgresUrl(target.url, target);
  await using held = new HeldConnection(await connectBeside(location));
  const { connection: admin } = held;
  const server = await readServer(admin, location.database);
  const serverVersion = server.version;
  const tool = await findTool({ name: 'pg_restore', configured: tools.pgRestore, serverVersion });
  const entries = await countEntries({ tool, location, file, signal });
  const properties = await readDatabaseProperties(admin, location.database);
  assertMayReplace(location, server, isOnlyLookedAt ? null : properties);
  if (properties !== null && !isOnlyLookedAt) {
    const own = [await readProcess(options.held ?? null)];
    const { display, database } = location;
    await assertMovable(admin, { display, database, own, endSessions: options.endSessions ?? false });
  }
  await dropLeftovers(admin, location.database).catch(() => {});

  signal?.throwIfAborted();
  const name = restoredName(location.database, new Date(server.serverTime));
  const place = { ...withDatabase(location, name), display: `${location.display} (restored as "${name}")` };
  await claimName(admin, name);
  await createDatabase(admin, { name, location, properties, details: options.details, isOnlyLookedAt });
  const database = await claim(admin, place, () => openLocation(provider, place, { ...target, mode: 'write' }));
  const restored = new RestoredPostgres({ provider, target, location, admin, name, database, properties });
  held.handOn();
  try {
    await runRestore({ tool, location: place, display: location.display, file, entries, onProgress, signal });
    return restored;
  } catch (error) {
    await restored[Symbol.asyncDispose]();
    throw error;
  }
}

/** Ends a connection, unless somebody else has taken it over. */
class HeldConnection implements AsyncDisposable {
  readonly connection: PostgresConnection;
  #isOurs = true;

  constructor(connection: PostgresConnection) {
    this.connection = connection;
  }

  handOn(): void {
    this.#isOurs = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOurs) await this.connection.end();
  }
}

/** Before anything is made: to find out at the end of a long restore is too late. */
function assertMayReplace(
  { display, database }: PostgresLocation,
  { role, mayCreate }: ServerFacts,
  replaced: DatabaseProperties | null,
): void {
  if (!mayCreate) throw mayNotReplace(display, 'create', { role, database, owner: null });
  if (replaced?.isOurs === false) throw mayNotReplace(display, 'owner', { role, database, owner: replaced.owner });
}

interface CreateOptions {
  readonly name: string;
  readonly location: PostgresLocation;
  /** Of the database that is there. */
  readonly properties: DatabaseProperties | null;
  /** Of the one that was dumped. */
  readonly details: Readonly<Record<string, string>>;
  readonly isOnlyLookedAt: boolean;
}

async function createDatabase(admin: PostgresConnection, options: CreateOptions): Promise<void> {
  const { name, location, properties, details, isOnlyLookedAt } = options;
  try {
    await createEmptyDatabase(
      admin,
      name,
      properties === null || isOnlyLookedAt
        ? { locale: localeOf(details) ?? properties?.locale ?? null }
        : { locale: properties.locale, options: creationOptions(properties) },
    );
  } catch (error) {
    throw notCreated(location.display, error);
  }
}

/** Connects to the new database and marks it; drops it again where that fails. */
async function claim(
  admin: PostgresConnection,
  { database: name }: PostgresLocation,
  open: () => Promise<PostgresDatabase>,
): Promise<PostgresDatabase> {
  let database: PostgresDatabase | null = null;
  try {
    database = await open();
    const [row] = await database.query<{ readonly name: string }>('SELECT current_database()::text AS name');
    if (row?.name !== name) throw ledElsewhere(name, String(row?.name));
    await admin.query(`COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${quoteLiteral(restoreMark(new Date()))}`);
    return database;
  } catch (error) {
    await database?.close();
    await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`).catch(() => {});
    throw error;
  }
}
