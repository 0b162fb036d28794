import type { Environment } from '../../config/environment.js';
import { coverageOf } from '../../workspace/coverage-of.js';
import { findPackageGlobs } from '../../workspace/find-package-globs.js';
import { detectPackageManager, type PackageManager } from '../run/package-manager.js';

/** The packages that one package manager installs together. */
export interface Monorepo {
  /** Absolute. */
  readonly root: string;
  readonly packageManager: PackageManager;
  /** Whether a directory, there or not, is that of one of the packages. */
  readonly covers: (directory: string) => boolean;
  /** The file with the globs of its packages. */
  readonly file: string;
}

/** Finds the monorepo that a directory is the root of, or lies in; null where there is none. */
export async function readMonorepo(start: string, environment: Environment): Promise<Monorepo | null> {
  const packages = await findPackageGlobs(start);
  if (packages === null) return null;
  const { root, file } = packages;
  return {
    root,
    packageManager: await detectPackageManager({ root, environment, isMonorepo: true }),
    covers: (directory) => coverageOf(packages, directory) === 'covered',
    file,
  };
}
