import { lstatSync } from 'node:fs';
import path from 'node:path';
import { errorCode, readDirectory, unreadable } from '../../config/read-text-file.js';
import { isInside, rootRelative } from '../../config/root-relative.js';
import { CORE } from '../../extension.js';
import { globMatches, isGlob } from '../../workspace/expand-glob.js';
import type { Workspace } from '../../workspace/workspace.js';
import { listInEnvironment, unfitDirectory } from './init-extension-errors.js';

/** Where a new extension goes. */
export interface ExtensionPlace {
  /** Absolute. */
  readonly directory: string;
  /** Whether it is there already, and empty. */
  readonly isThere: boolean;
  /** What the list of extensions has to say for it to be found; null where it is found anyway. */
  readonly entry: string | null;
}

/** What decides where it goes. */
export interface PlaceExtensionOptions {
  readonly name: string;
  /** Absolute; the usual place unless given. */
  readonly directory: string | undefined;
}

/**
 * Decides where a new extension goes, and whether it will be found there.
 *
 * @throws OrchestrateError `SCAFFOLD.DIRECTORY`, `SCAFFOLD.ENVIRONMENT`
 */
export function placeExtension(
  workspace: Workspace,
  { name, directory: given }: PlaceExtensionOptions,
): ExtensionPlace {
  const { root, config } = workspace;
  if (config.extensionsFrom === 'environment') throw listInEnvironment();
  const usual = path.join(root, config.extensionsDir);
  const directory = given ?? path.join(usual, name);
  assertPlace(directory, workspace);
  const isThere = assertFree(directory);
  const isUsual = path.dirname(directory) === usual;
  const isFound =
    (isUsual && config.autoDiscover) ||
    (config.extensions ?? []).some((entry) => isGlob(entry) && globMatches(root, entry, directory));
  if (isFound) return { directory, isThere, entry: null };
  const relative = rootRelative(root, directory);
  const isPath = relative.startsWith('../') || path.isAbsolute(relative);
  return { directory, isThere, entry: isUsual ? path.basename(directory) : isPath ? relative : `./${relative}` };
}

function assertPlace(directory: string, { root, config, extensions }: Workspace): void {
  const elsewhere = 'Give another directory with --dir, or leave it out.';
  if (isInside(directory, root)) throw unfitDirectory(directory, 'the workspace itself is in it', elsewhere);
  const parts = path.relative(root, directory).split(path.sep);
  const hidden = parts.find((part) => (part.startsWith('.') && part !== '..') || part === 'node_modules');
  if (hidden !== undefined) {
    throw unfitDirectory(
      directory,
      `what is in a directory called ${hidden} is never taken for an extension`,
      elsewhere,
    );
  }
  const core = path.dirname(path.resolve(root, config.core.migrations));
  const taken = [
    ...extensions
      .filter(({ name }) => name !== CORE)
      .map((each) => ({ place: each.directory, whose: `the extension ${each.name}` })),
    ...(core === root ? [] : [{ place: core, whose: 'core' }]),
    { place: path.resolve(root, config.output), whose: 'the composed schema' },
  ];
  const owner = taken.find(({ place }) => isInside(place, directory));
  if (owner !== undefined) throw unfitDirectory(directory, `it is in ${owner.place}, of ${owner.whose}`, elsewhere);
}

/** @returns whether there is an empty directory */
function assertFree(directory: string): boolean {
  try {
    if (!lstatSync(directory).isDirectory()) {
      throw unfitDirectory(
        directory,
        'there is something else by that name',
        'Move it away, or give another name or --dir.',
      );
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return false;
    if (code === 'ENOTDIR' || code === 'EACCES') throw unreadable(directory, error);
    throw error;
  }
  if ((readDirectory(directory) ?? []).length > 0) {
    throw unfitDirectory(
      directory,
      'it is there already, and not empty',
      'If it is meant to be the extension, give it a prisma/schema.prisma and see that `orchestrate list` shows it. Else move it away, or give another name or --dir.',
    );
  }
  return true;
}
