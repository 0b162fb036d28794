import path from 'node:path';
import { readTextFile } from '../config/read-text-file.js';

/** The file beside the revisions in which Prisma keeps the provider that they were written for. */
export const LOCKFILE = 'migration_lock.toml';

/** The provider that `migration_lock.toml` in a folder of revisions names; null where it names none, or is not there. */
export function readLockProvider(migrationsDirectory: string): string | null {
  const text = readTextFile(path.join(migrationsDirectory, LOCKFILE)) ?? '';
  return /^\s*provider\s*=\s*"([a-z]+)"/m.exec(text)?.[1] ?? null;
}
