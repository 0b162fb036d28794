import { DISK } from '../../config/file-tree.js';
import { readManifest } from '../../workspace/extension-manifest.js';
import { withoutScope } from '../../workspace/find-extensions.js';
import { findFragment } from '../../workspace/find-fragment.js';
import { findPackage } from '../../workspace/find-package.js';
import { readPackage } from '../../workspace/read-package.js';

/** A package that is an extension. */
export interface ExtensionPackage {
  readonly packageName: string;
  /** Its real path. */
  readonly directory: string;
}

/** The extensions among the packages that a package names, by the names of the extensions, as far as they are installed. */
export function findExtensionPackages(directory: string): ReadonlyMap<string, ExtensionPackage> {
  const found = new Map<string, ExtensionPackage>();
  for (const packageName of new Set(Object.values(readPackage(directory).dependencies).flat())) {
    const place = findPackage(directory, packageName);
    if (place === null) continue;
    const { manifest, problems } = readManifest(place, DISK);
    if (problems.length > 0 || findFragment(place, { manifest, files: DISK }) === null) continue;
    found.set(manifest?.name ?? withoutScope(packageName), { packageName, directory: place });
  }
  return found;
}
