import path from 'node:path';
import { EXTENSIONS_DIRECTORY } from '../../config/defaults.js';
import { DISK } from '../../config/file-tree.js';
import { readDirectory, readStats, readTextFile } from '../../config/read-text-file.js';
import { EXTENSION_NAME } from '../../extension.js';
import { readDatasource } from '../../fragment/read-datasource.js';
import { subdirectories } from '../../workspace/expand-glob.js';
import { findFragment } from '../../workspace/find-fragment.js';

/** Where teams keep such things when they do not call them extensions. */
const OTHERS = ['modules', 'plugins'];

/**
 * Where the extensions of a project are that has no configuration yet: in the usual place, unless that is not there and
 * directories of another hold fragments. A schema with a datasource is a project of its own, and no fragment.
 *
 * @returns relative to the root
 */
export function findExtensionsDir(root: string): string {
  const names = new Set((readDirectory(root) ?? []).map(({ name }) => name));
  if (names.has(EXTENSIONS_DIRECTORY)) return EXTENSIONS_DIRECTORY;
  return OTHERS.find((name) => names.has(name) && holdsFragments(path.join(root, name))) ?? EXTENSIONS_DIRECTORY;
}

function holdsFragments(directory: string): boolean {
  if (readStats(directory)?.isDirectory() !== true) return false;
  const children = subdirectories(directory, { files: DISK, followLinks: true });
  const fragments = children.flatMap((name) => {
    const found = findFragment(path.join(directory, name), { manifest: null, files: DISK });
    return found === null ? [] : [{ name, files: found.files }];
  });
  const isProject = (files: readonly string[]): boolean =>
    readDatasource(files.map((file) => ({ path: file, text: readTextFile(file) ?? '' }))) !== null;
  return fragments.length > 0 && fragments.every(({ name, files }) => EXTENSION_NAME.test(name) && !isProject(files));
}
