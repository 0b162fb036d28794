import type { DatabaseUrl } from '../../config/config.js';
import { resolveDatabaseUrl } from '../../config/database-url.js';
import type { Database, Driver, OpenOptions } from '../../database/database.js';
import { driverFor } from '../../database/driver-for.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { RunOptions } from '../run-options.js';
import { assertNotInterrupted } from './assert-not-interrupted.js';
import { readDatasourceOf } from './datasource-of.js';

/** Which database, and who is told meanwhile. */
export type LocateOptions = Pick<RunOptions, 'databaseUrl' | 'command' | 'environment' | 'onEvent' | 'signal'>;

/** A driver and the database that it is to open. */
export interface LocatedDatabase {
  readonly driver: Driver;
  readonly url: DatabaseUrl;
  /** For the driver to open it. */
  readonly target: Omit<OpenOptions, 'mode'>;
}

/** Finds out which database a workspace means, without opening it. */
export async function locateDatabase(workspace: Workspace, options: LocateOptions): Promise<LocatedDatabase> {
  const { provider, url: inSchema } = await readDatasourceOf(workspace);
  const { config, prismaConfig, environment, root } = workspace;
  const { databaseUrl: option } = options;
  // Without one, whatever else is missing is of no account.
  const driver = await driverFor(provider);
  const url = resolveDatabaseUrl({ option, config, prismaConfig, inSchema, environment, provider, root });
  return { driver, url, target: targetOf(url, workspace, options) };
}

/** For a driver to open the database of a URL as the configuration of a workspace says. */
export function targetOf(
  { url, display, base }: DatabaseUrl,
  { config }: Pick<Workspace, 'config'>,
  { command = 'orchestrate', environment, onEvent, signal }: Omit<LocateOptions, 'databaseUrl'>,
): LocatedDatabase['target'] {
  const { lockTimeoutMs, statementTimeoutMs } = config.datasource;
  return { url, display, root: base, command, lockTimeoutMs, statementTimeoutMs, environment, onEvent, signal };
}

/** Opens the workspace's database. */
export async function openDatabase(
  workspace: Workspace,
  options: LocateOptions,
  mode: OpenOptions['mode'],
): Promise<{ readonly database: Database; readonly driver: Driver }> {
  const { driver, target } = await locateDatabase(workspace, options);
  await assertNotInterrupted(options.signal);
  return { database: await driver.open({ ...target, mode }), driver };
}
