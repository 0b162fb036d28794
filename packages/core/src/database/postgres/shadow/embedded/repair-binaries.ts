import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Binaries } from './find-binaries.js';

const EXECUTABLE = 0o555;

/**
 * Makes up for what a blocked install script left undone: the programs may not be executable, and the links to their
 * libraries are missing, as an npm package cannot hold any. The links are made where the script makes them or, where
 * that may not be written to, in a folder of the run.
 *
 * @returns where the programs must look for libraries first, as LD_LIBRARY_PATH; null where all is in its place
 */
export function repairBinaries({ postgres, initdb }: Binaries, runFolder: string): string | null {
  for (const file of [postgres, initdb]) {
    const { mode } = statSync(file);
    if ((mode & EXECUTABLE) !== EXECUTABLE) chmodSync(file, mode | EXECUTABLE);
  }
  const links = readLinks(path.resolve(postgres, '../../..'));
  if (links.every(({ source, target }) => existsSync(target) || isLinked(relativeTo(target, source), target)))
    return null;
  const libraries = path.join(runFolder, 'lib');
  mkdirSync(libraries, { mode: 0o755 });
  // All of them: a library looks for others where it was found itself.
  for (const { source, target } of links) isLinked(source, path.join(libraries, path.basename(target)));
  return [libraries, path.resolve(postgres, '../../lib')].join(path.delimiter);
}

function relativeTo(target: string, source: string): string {
  return path.relative(path.dirname(target), source);
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
