import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.js';

/** The built schema engine, which npm would have made executable. */
export const ENGINE = join(repositoryRoot, 'packages/cli/dist/schema-engine-bin.js');

chmodSync(ENGINE, 0o755);
