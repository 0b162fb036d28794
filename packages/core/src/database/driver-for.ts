import { OrchestrateError } from '../errors.js';
import type { Driver } from './database.js';
import { otherProvider } from './other-providers.js';

const LOADERS: Readonly<Record<string, () => Promise<Driver>>> = {
  sqlite: async () => (await import('./sqlite/sqlite-driver.js')).sqliteDriver,
  postgresql: async () => (await import('./postgres/postgres-driver.js')).postgresDriver,
  cockroachdb: async () => (await import('./postgres/postgres-driver.js')).cockroachDriver,
};

/** Whether there is a driver for a provider; none is loaded. */
export function hasDriver(provider: string): boolean {
  return Object.hasOwn(LOADERS, provider);
}

/** The driver for a provider, null where there is none. */
export async function findDriver(provider: string): Promise<Driver | null> {
  const load = Object.hasOwn(LOADERS, provider) ? LOADERS[provider] : undefined;
  return load === undefined ? null : load();
}

/**
 * The driver for the provider that the core fragment's datasource names.
 *
 * @throws OrchestrateError `DATABASE.UNSUPPORTED_PROVIDER`
 */
export async function driverFor(provider: string): Promise<Driver> {
  const driver = await findDriver(provider);
  if (driver === null) throw unsupportedProvider(provider);
  return driver;
}

/** Something was asked for that takes a driver. */
export function unsupportedProvider(provider: string): OrchestrateError {
  const other = otherProvider(provider);
  const why =
    other === null
      ? 'Prisma has no such provider'
      : other.hasMigrations
        ? `orchestrate has no driver for ${other.title}`
        : `${other.title} has no migrations`;
  const instead =
    other === null
      ? 'Correct "provider" in the datasource block of core.'
      : `${
          other.hasMigrations
            ? "Migrate the composed schema with Prisma's own CLI (prisma migrate dev --schema)"
            : 'Use what Prisma has instead (prisma db push --schema), in a version that supports it'
        }, and here what needs no database: validate, compose, fix, lint, generate, init-extension --skip-migrate.`;
  return new OrchestrateError({
    kind: 'usage',
    code: 'DATABASE.UNSUPPORTED_PROVIDER',
    message: `Databases of the provider "${provider}" cannot be migrated: ${why}. Fragments can still be validated and composed.`,
    fix: `${instead} Orchestrate itself migrates: ${Object.keys(LOADERS).join(', ')}.`,
    meta: { provider },
  });
}
