import type { Extension } from './workspace.js';

/** The package of an extension with its version, as messages show it; the directory where the package has no name. */
export function describePackage({
  packageName,
  packageVersion,
  directory,
}: Pick<Extension, 'packageName' | 'packageVersion' | 'directory'>): string {
  return packageVersion === null ? (packageName ?? directory) : `${packageName ?? directory} ${packageVersion}`;
}
