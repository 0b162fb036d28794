import path from 'node:path';
import { findPackage } from '../../workspace/find-package.js';
import { readPackage } from '../../workspace/read-package.js';

/** A package as it is installed. */
export interface InstalledPackage {
  readonly name: string;
  /** Null where its package.json does not say, or cannot be read. */
  readonly version: string | null;
  /** Its real path. */
  readonly directory: string;
}

/** This library's own directory. */
export const OWN_DIRECTORY = path.resolve(import.meta.dirname, '..', '..', '..');

/** The package that Node finds by a name from a directory; null where there is none. */
export function installedPackage(from: string, name: string): InstalledPackage | null {
  const directory = findReadable(from, name);
  return directory === null ? null : { name, version: versionIn(directory), directory };
}

// What cannot be read cannot be used either: where versions are shown, it is not there.
function findReadable(from: string, name: string): string | null {
  try {
    return findPackage(from, name);
  } catch {
    return null;
  }
}

/** The version that a directory's package.json says. */
export function versionIn(directory: string): string | null {
  try {
    return readPackage(directory).version;
  } catch {
    return null;
  }
}
