import type { Environment } from '../../config/environment.js';
import { redactUrl } from '../../config/redact-url.js';
import type { Driver, OpenOptions } from '../../database/database.js';
import { driverFor } from '../../database/driver-for.js';
import { badDatabaseUrl } from '../../engine/as-engine-error.js';
import { EngineError } from '../../engine/schema-engine.js';

/** Where and for whom an engine works. */
export interface EngineSurroundings {
  /** Relative paths of URLs count from it: the directory of Prisma's configuration. */
  readonly cwd: string;
  readonly environment: Environment;
  readonly signal?: AbortSignal | undefined;
}

/** What the connections are for, for those who look at the connections of a server. */
const COMMAND = 'prisma (orchestrate-schema-engine)';

/** A database as a driver opens it. */
export function engineTarget(url: string, { cwd, environment, signal }: EngineSurroundings): Omit<OpenOptions, 'mode'> {
  return {
    url: url.trim(),
    display: redactUrl(url.trim()),
    root: cwd,
    command: environment['ORCHESTRATE_ENGINE_COMMAND'] ?? COMMAND,
    lockTimeoutMs: null,
    statementTimeoutMs: null,
    environment,
    signal,
  };
}

/**
 * The driver for a provider, by Prisma's names for providers.
 *
 * @throws EngineError for a provider that only Prisma's native engine serves, or that there is none of
 */
export async function engineDriver(provider: string): Promise<Driver> {
  if (NATIVE_ONLY.has(provider)) {
    throw new EngineError(
      `orchestrate-schema-engine serves SQLite, PostgreSQL and CockroachDB; for the provider "${provider}" there is Prisma's native schema engine only. Unset PRISMA_SCHEMA_ENGINE_BINARY, and Prisma downloads that one.`,
    );
  }
  return driverFor(provider);
}

const NATIVE_ONLY: ReadonlySet<string> = new Set(['mysql', 'sqlserver', 'mongodb']);

/** No URL begins like this one. */
export function unknownScheme(): EngineError {
  return badDatabaseUrl('The scheme is not recognized in database URL.');
}

/** Prisma's configuration names no database. */
export function noUrl(): EngineError {
  return new EngineError('The datasource has no URL: set datasource.url in prisma.config.ts.');
}
