import { fileURLToPath } from 'node:url';

/** The repository's root, absolute. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
