import path from 'node:path';
import { globMatches } from './expand-glob.js';
import type { PackageGlobs } from './find-package-globs.js';

/** What the globs of a monorepo's packages say of a directory, there or not. */
export type Coverage = 'covered' | 'excluded' | 'missing';

/** Whether globs make a package of a directory, which is absolute; one with `!` before it takes packages out. */
export function coverageOf({ root, globs }: Pick<PackageGlobs, 'root' | 'globs'>, directory: string): Coverage {
  const matches = (glob: string): boolean => globMatches(root, glob, directory);
  if (globs.some((glob) => glob.startsWith('!') && matches(glob.slice(1)))) return 'excluded';
  return globs.some((glob) => !glob.startsWith('!') && matches(glob)) ? 'covered' : 'missing';
}

/** The same for whatever directory comes to lie in a folder, which is absolute. */
export function coverageIn(packages: Pick<PackageGlobs, 'root' | 'globs'>, folder: string): Coverage {
  // Any name will do: what is asked is whether all of them match.
  return coverageOf(packages, path.join(folder, 'a-name-that-nobody-has'));
}
