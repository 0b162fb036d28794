import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readStats } from '../config/read-text-file.js';

const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/** Whether a text has the form of an npm package's name. */
export function isPackageName(text: string): boolean {
  return PACKAGE_NAME.test(text);
}

/**
 * The directory of an installed npm package, as Node finds it from a workspace's root. Its `exports` are not asked: many
 * packages do not export their package.json.
 *
 * @returns its real path, null where no such package is installed
 */
export function findPackage(root: string, name: string): string | null {
  if (!isPackageName(name)) return null;
  const folders = createRequire(path.join(root, 'package.json')).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const directory = path.join(folder, name);
    if (readStats(directory)?.isDirectory() && readStats(path.join(directory, 'package.json')) !== null) {
      return realpathSync.native(directory);
    }
  }
  return null;
}
