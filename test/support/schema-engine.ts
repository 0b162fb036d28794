import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.js';

/** The built schema engine, for `PRISMA_SCHEMA_ENGINE_BINARY`. */
export const SCHEMA_ENGINE = join(repositoryRoot, 'packages/cli/dist/schema-engine-bin.js');

// Prisma's CLI starts it as a program; the compiler does not make it one, npm does when it installs the package.
chmodSync(SCHEMA_ENGINE, 0o755);
