import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../config/environment.js';
import { readTextFile } from '../../config/read-text-file.js';
import { parseJsonObject } from '../../json/parse-json-object.js';
import { findPackage } from '../../workspace/find-package.js';
import { isInstalledPath } from '../../workspace/is-installed-path.js';

/** The name and version of the package that a command comes from, and where it lies. */
export type GeneratorPackage = readonly [name: string, version: string, directory: string];

const COMMAND = /^[\w@.-]+$/;

/**
 * The installed package that a provider's command belongs to.
 *
 * @returns null for a command line, a script, and a package of the workspace itself: what those do may change from one
 * run to the next without a version that says so
 */
export function generatorPackage(root: string, provider: string): GeneratorPackage | null {
  if (!COMMAND.test(provider)) return null;
  // Where pnpm has put a script in its place, the command leads nowhere, but most packages are called as theirs is.
  const start = findPackage(root, provider) ?? packageOfCommand(root, provider);
  if (start === null) return null;
  for (let directory = start; directory !== path.dirname(directory); directory = path.dirname(directory)) {
    const text = readTextFile(path.join(directory, 'package.json'));
    if (text === null) continue;
    const { name, version } = parseJsonObject(text) ?? {};
    // Some packages have such a file in their folders, which only says how to read the scripts there.
    if (typeof name !== 'string' || typeof version !== 'string') continue;
    return isInstalledPath(directory) ? [name, version, directory] : null;
  }
  return null;
}

function packageOfCommand(root: string, command: string): string | null {
  const link = binDirectories(root)
    .map((directory) => path.join(directory, command))
    .find((file) => existsSync(file));
  return link === undefined ? null : path.dirname(realpathSync.native(link));
}

/** Whether the shell would find no command of that name; a command line with arguments or a path is not looked at. */
export function isNotInstalled(root: string, provider: string, environment: Environment): boolean {
  if (!COMMAND.test(provider)) return false;
  const directories = [...binDirectories(root), ...(environment['PATH'] ?? '').split(path.delimiter)];
  const endings = process.platform === 'win32' ? ['', '.cmd', '.exe', '.bat'] : [''];
  return !directories.some((directory) =>
    endings.some((ending) => existsSync(path.join(directory, provider + ending))),
  );
}

/** Where npm and its like put the commands of packages, for the workspace and the directories above it. */
function binDirectories(root: string): readonly string[] {
  const directories = [];
  for (let directory = root; ; directory = path.dirname(directory)) {
    directories.push(path.join(directory, 'node_modules', '.bin'));
    if (directory === path.dirname(directory)) return directories;
  }
}
