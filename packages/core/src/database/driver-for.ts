import { OrchestrateError } from '../errors.js';
import type { Driver } from './database.js';

const LOADERS: Readonly<Record<string, () => Promise<Driver>>> = {
  sqlite: async () => (await import('./sqlite/sqlite-driver.js')).sqliteDriver,
  postgresql: async () => (await import('./postgres/postgres-driver.js')).postgresDriver,
  cockroachdb: async () => (await import('./postgres/postgres-driver.js')).cockroachDriver,
};

/**
 * The driver for the provider that the core fragment's datasource names.
 *
 * @throws OrchestrateError `DATABASE.UNSUPPORTED_PROVIDER`
 */
export async function driverFor(provider: string): Promise<Driver> {
  const load = Object.hasOwn(LOADERS, provider) ? LOADERS[provider] : undefined;
  if (load !== undefined) return load();
  throw new OrchestrateError({
    kind: 'usage',
    code: 'DATABASE.UNSUPPORTED_PROVIDER',
    message: `Databases of the provider "${provider}" cannot be migrated by this version; fragments can still be validated and composed.`,
    fix: `Use one of: ${Object.keys(LOADERS).join(', ')}.`,
    meta: { provider },
  });
}
