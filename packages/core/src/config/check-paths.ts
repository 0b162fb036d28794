import path from 'node:path';
import type { ConfigProblem } from './config-problem.js';
import { EXTENSIONS_DIRECTORY } from './defaults.js';
import { readStats } from './read-text-file.js';
import { isInside } from './root-relative.js';

/** What is wrong with the paths of a configuration; values of a wrong type are somebody else's problem. */
export function checkPaths(root: string, input: unknown): readonly ConfigProblem[] {
  const config = objectOf(input);
  const core = objectOf(config['core']);
  const backup = objectOf(config['backup']);
  return [
    ...checkExtensionsDirectory(root, config['extensionsDir']),
    ...checkExists(root, core['schema']),
    ...checkFolder({ root, key: 'core.migrations', written: core['migrations'] }),
    ...checkFolder({ root, key: 'output', written: config['output'] }),
    ...checkOutput(root, config['output']),
    ...checkFolder({ root, key: 'backup.location', written: backup['location'] }),
  ];
}

function checkExtensionsDirectory(root: string, written: unknown): readonly ConfigProblem[] {
  const key = 'extensionsDir';
  if (!isPath(written)) return [];
  const directory = path.resolve(root, written);
  if (directory === root || !isInside(root, directory)) {
    const message = `must be a directory inside the workspace root ${root}, found ${JSON.stringify(written)}`;
    return [{ key, message, fix: 'Move the extensions there, or name those outside one by one in "extensions".' }];
  }
  // Version control keeps no empty directory, so the usual one may be missing until the first extension is made.
  if (directory !== path.resolve(root, EXTENSIONS_DIRECTORY) && readStats(directory) === null) {
    return [{ key, message: `names ${directory}, which does not exist`, fix: 'Create it, or correct the path.' }];
  }
  return checkFolder({ root, key, written });
}

function checkExists(root: string, written: unknown): readonly ConfigProblem[] {
  if (!isPath(written) || readStats(path.resolve(root, written)) !== null) return [];
  const message = `names ${path.resolve(root, written)}, which does not exist`;
  return [{ key: 'core.schema', message, fix: 'Create it, or correct the path.' }];
}

function checkOutput(root: string, written: unknown): readonly ConfigProblem[] {
  if (!isPath(written)) return [];
  const output = path.resolve(root, written);
  if (output !== root && isInside(root, output)) return [];
  const message = `must be a directory inside the workspace root ${root}, found ${JSON.stringify(written)}`;
  return [{ key: 'output', message, fix: 'Give the composed schema a folder of its own.' }];
}

interface FolderKey {
  readonly root: string;
  readonly key: string;
  readonly written: unknown;
}

/** A folder need not exist yet, but nothing else may be in its place. */
function checkFolder({ root, key, written }: FolderKey): readonly ConfigProblem[] {
  if (!isPath(written)) return [];
  const stats = readStats(path.resolve(root, written));
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
