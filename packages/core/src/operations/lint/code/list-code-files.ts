import path from 'node:path';
import { readDirectory } from '../../../config/read-text-file.js';
import { isInside } from '../../../config/root-relative.js';
import { OrchestrateError } from '../../../errors.js';
import { CORE } from '../../../extension.js';
import { findRepository } from '../../../workspace/find-repository.js';
import type { Extension, Workspace } from '../../../workspace/workspace.js';
import { fileNamesIn, runGit } from '../../run/run-git.js';

/** A file of an extension that may hold code. */
export interface CodeFile {
  readonly extension: Extension;
  /** Absolute. */
  readonly file: string;
}

const CODE = /\.[cm]?[jt]sx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;

/** Where builds and tools put what they make, in a project without git. */
const OUTPUT: ReadonlySet<string> = new Set([
  'build',
  'coverage',
  'dist',
  'generated',
  'node_modules',
  'out',
  'target',
]);

/**
 * The files of code and the package.json files of a workspace, each with the extension in whose directory it lies; what is
 * in none is core's. What git ignores is left out, and without git what is usually output; so are packages and migrations.
 */
export async function listCodeFiles(workspace: Workspace): Promise<readonly CodeFile[]> {
  const { root, extensions } = workspace;
  const places = extensions
    .filter(({ isInstalled }) => !isInstalled)
    .sort((left, right) => right.directory.length - left.directory.length);
  const core = places.find(({ name }) => name === CORE);
  const known = await trackedFiles(root, workspace);
  const apart = places.filter(
    ({ directory }) => known === null || !isInside(root, directory) || !known.some((file) => isInside(directory, file)),
  );
  // An extension that git ignores has code all the same.
  const walked = apart.flatMap(({ directory, name }) =>
    known !== null && name === CORE ? [] : [...filesBelow(directory)],
  );
  return [...new Set([...(known ?? []), ...walked])].flatMap((file): readonly CodeFile[] => {
    const extension = places.find(({ directory }) => isInside(directory, file)) ?? core;
    if (extension === undefined || isInside(extension.migrationsDirectory, file)) return [];
    return [{ extension, file }];
  });
}

/** What git has or would add below a directory; null where there is no git to ask. */
async function trackedFiles(root: string, { environment }: Workspace): Promise<readonly string[] | null> {
  const top = findRepository(root, environment);
  if (top === null) return null;
  try {
    const below = path.relative(top, root) || '.';
    const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', below];
    const { hasFailed, output } = await runGit(args, { cwd: top, environment });
    if (hasFailed) return null;
    return fileNamesIn(output)
      .filter((name) => isWanted(name) && !/(?:^|\/)node_modules\//.test(name))
      .map((name) => path.join(top, name));
  } catch (error) {
    if (error instanceof OrchestrateError && error.code === 'GIT.NOT_INSTALLED') return null;
    throw error;
  }
}

function* filesBelow(directory: string): Generator<string> {
  for (const entry of readDirectory(directory) ?? []) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!OUTPUT.has(entry.name) && !entry.name.startsWith('.')) yield* filesBelow(file);
    } else if (entry.isFile() && isWanted(entry.name)) yield file;
  }
}

function isWanted(name: string): boolean {
  return (CODE.test(name) && !DECLARATIONS.test(name)) || /(?:^|\/)package\.json$/.test(name);
}
