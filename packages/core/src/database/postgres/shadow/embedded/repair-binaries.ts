import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Binaries } from './find-binaries.js';

const EXECUTABLE = 0o555;

/**
 * Makes up for what a blocked install script left undone: the programs may not be executable, and the links to their
 * libraries are missing, as an npm package cannot hold any. The links are made where the script makes them or, where
 * that may not be written to, in a folder of the run.
 *
 * @returns the folder in which the programs must look for libraries first; null where all is in its place
 */
export function repairBinaries({ postgres, initdb }: Binaries, runFolder: string): string | null {
  for (const file of [postgres, initdb]) {
    const { mode } = statSync(file);
    if ((mode & EXECUTABLE) !== EXECUTABLE) chmodSync(file, mode | EXECUTABLE);
  }
  const packageFolder = path.resolve(postgres, '../../..');
  const missing = readLinks(packageFolder).filter(({ target }) => !existsSync(target));
  const refused = missing.filter(
    ({ source, target }) => !isLinked(path.relative(path.dirname(target), source), target),
  );
  if (refused.length === 0) return null;
  const libraries = path.join(runFolder, 'lib');
  mkdirSync(libraries, { mode: 0o755 });
  for (const { source, target } of refused) isLinked(source, path.join(libraries, path.basename(target)));
  return libraries;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function readLinks(packageFolder: string): readonly Link[] {
  const file = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  const links = JSON.parse(readFileSync(file, 'utf8')) as readonly Link[];
  return links.map(({ source, target }) => ({
    source: path.join(packageFolder, source),
    target: path.join(packageFolder, target),
  }));
}

function isLinked(source: string, target: string): boolean {
  try {
    symlinkSync(source, target);
    return true;
  } catch {
    // Another run may have made it in this moment; else the folder is not ours to write to.
    return existsSync(target);
  }
}
