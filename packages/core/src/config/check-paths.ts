import path from 'node:path';
import type { ConfigProblem } from './config-problem.js';
import { EXTENSIONS_DIRECTORY } from './defaults.js';
import type { FileTree } from './file-tree.js';
import { isInside } from './root-relative.js';

interface Places {
  readonly root: string;
  readonly files: FileTree;
}

/** What is wrong with the paths of a configuration; values of a wrong type are somebody else's problem. */
export function checkPaths(input: unknown, places: Places): readonly ConfigProblem[] {
  const config = objectOf(input);
  const core = objectOf(config['core']);
  const backup = objectOf(config['backup']);
  return [
    ...checkExtensionsDirectory(config['extensionsDir'], places),
    ...checkExists(core['schema'], places),
    ...checkFolder('core.migrations', core['migrations'], places),
    ...checkFolder('output', config['output'], places),
    ...checkOutput(config['output'], places),
    ...checkFolder('backup.location', backup['location'], places),
  ];
}

function checkExtensionsDirectory(written: unknown, { root, files }: Places): readonly ConfigProblem[] {
  const key = 'extensionsDir';
  if (!isPath(written)) return [];
  const directory = path.resolve(root, written);
  if (directory === root || !isInside(root, directory)) {
    const message = `must be a directory inside the workspace root ${root}, found ${JSON.stringify(written)}`;
    return [{ key, message, fix: 'Move the extensions there, or name those outside one by one in "extensions".' }];
  }
  // Version control keeps no empty directory, so the usual one may be missing until the first extension is made.
  if (directory !== path.resolve(root, EXTENSIONS_DIRECTORY) && files.readStats(directory) === null) {
    return [{ key, message: `names ${directory}, which does not exist`, fix: 'Create it, or correct the path.' }];
  }
  return checkFolder(key, written, { root, files });
}

function checkExists(written: unknown, { root, files }: Places): readonly ConfigProblem[] {
  if (!isPath(written) || files.readStats(path.resolve(root, written)) !== null) return [];
  const message = `names ${path.resolve(root, written)}, which does not exist`;
  return [{ key: 'core.schema', message, fix: 'Create it, or correct the path.' }];
}

function checkOutput(written: unknown, { root }: Places): readonly ConfigProblem[] {
  if (!isPath(written)) return [];
  const output = path.resolve(root, written);
  if (output !== root && isInside(root, output)) return [];
  const message = `must be a directory inside the workspace root ${root}, found ${JSON.stringify(written)}`;
  return [{ key: 'output', message, fix: 'Give the composed schema a folder of its own.' }];
}

/** A folder need not exist yet, but nothing else may be in its place. */
function checkFolder(key: string, written: unknown, { root, files }: Places): readonly ConfigProblem[] {
  if (!isPath(written)) return [];
  const stats = files.readStats(path.resolve(root, written));
  if (stats === null || stats.isDirectory()) return [];
  const message = `names ${path.resolve(root, written)}, which is not a directory`;
  return [{ key, message, fix: 'Correct the path.' }];
}

function isPath(written: unknown): written is string {
  return typeof written === 'string' && written !== '';
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
