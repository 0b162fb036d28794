import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Core from '@prisma-orchestrate/core';
import { repositoryRoot } from './repository.js';

const BUILT = pathToFileURL(join(repositoryRoot, 'packages/core/dist/index.js')).href;

/** The built library, as an application that embeds it has it. */
export function loadCore(): Promise<typeof Core> {
  return import(/* @vite-ignore */ BUILT) as Promise<typeof Core>;
}
