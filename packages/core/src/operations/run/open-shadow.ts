import { missingVariableIn } from '../../config/missing-variable.js';
import type { Driver, OpenOptions, ShadowDatabase, ShadowOptions } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { RunOptions } from '../run-options.js';
import { locateDatabase } from './open-database.js';

/** For whom a shadow database is opened. */
export interface OpenShadowOptions {
  readonly driver: Driver;
  readonly extension: string;
  readonly options: RunOptions;
}

/** Opens the shadow database that the configuration asks for. */
export async function openShadow(workspace: Workspace, options: OpenShadowOptions): Promise<ShadowDatabase> {
  return options.driver.openShadow(await shadowOptions(workspace, options));
}

/** What a driver is told about the shadow database that the configuration asks for. */
export async function shadowOptions(
  workspace: Workspace,
  { extension, options }: OpenShadowOptions,
): Promise<ShadowOptions> {
  const { config, prismaConfig, root } = workspace;
  const { environment, onEvent, signal } = options;
  const prismaUrl = prismaConfig?.shadowDatabaseUrl ?? null;
  return {
    extension,
    shadow: config.shadow,
    prismaUrl: prismaUrl === null || missingVariableIn(prismaUrl) !== null ? null : prismaUrl,
    live: await liveDatabase(workspace, options),
    initScript: prismaConfig?.initShadowDb ?? null,
    root,
    environment,
    onEvent,
    signal,
  };
}

/** A revision can be made where no database is named, as long as there is another place for a shadow database. */
async function liveDatabase(workspace: Workspace, options: RunOptions): Promise<Omit<OpenOptions, 'mode'> | null> {
  try {
    return (await locateDatabase(workspace, options)).target;
  } catch (error) {
    if (error instanceof OrchestrateError) return null;
    throw error;
  }
}
