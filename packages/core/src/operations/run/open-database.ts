import type { DatabaseUrl } from '../../config/config.js';
import { resolveDatabaseUrl } from '../../config/database-url.js';
import type { Database, Driver, OpenOptions } from '../../database/database.js';
import { driverFor } from '../../database/driver-for.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { DatabaseOptions } from '../run-options.js';
import { readProvider } from './provider-of.js';

/** A driver and where its database is. */
export interface LocatedDatabase {
  readonly driver: Driver;
  readonly url: DatabaseUrl;
}

/** Finds out which database a workspace means, without opening it. */
export async function locateDatabase(workspace: Workspace, options: DatabaseOptions): Promise<LocatedDatabase> {
  const provider = await readProvider(workspace);
  const { config, prismaConfig, environment, root } = workspace;
  const url = resolveDatabaseUrl({ option: options.databaseUrl, config, prismaConfig, environment, provider, root });
  return { driver: await driverFor(provider), url };
}

/** Opens the workspace's database. */
export async function openDatabase(
  workspace: Workspace,
  options: DatabaseOptions,
  mode: OpenOptions['mode'],
): Promise<{ readonly database: Database; readonly driver: Driver }> {
  const { driver, url } = await locateDatabase(workspace, options);
  const database = await driver.open({ url: url.url, display: url.display, root: url.base, mode });
  return { database, driver };
}
