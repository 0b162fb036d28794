import path from 'node:path';
import { readStats, readTextFile } from '../../config/read-text-file.js';
import { PNPM_WORKSPACE } from './add-pnpm-pattern.js';

/** The file that lists the packages of the monorepo that a project is one package of; null where it is none. */
export function monorepoAbove(root: string): string | null {
  for (let directory = root; ; ) {
    if (readStats(path.join(directory, '.git')) !== null) return null;
    const above = path.dirname(directory);
    if (above === directory) return null;
    directory = above;
    const pnpm = path.join(directory, PNPM_WORKSPACE);
    if (/^packages\s*:/m.test(readTextFile(pnpm) ?? '')) return pnpm;
    const manifest = path.join(directory, 'package.json');
    if (/"workspaces"\s*:/.test(readTextFile(manifest) ?? '')) return manifest;
  }
}
