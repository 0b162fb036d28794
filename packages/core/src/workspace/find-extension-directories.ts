import path from 'node:path';
import { compareCodeUnits } from '../compare.js';
import type { Config } from '../config/config.js';
import type { FileTree } from '../config/file-tree.js';
import { danglingLink } from '../config/read-text-file.js';
import { CORE } from '../extension.js';
import { closestNames } from '../revisions/closest-names.js';
import { expandGlob, isGlob, subdirectories } from './expand-glob.js';
import { readManifest } from './extension-manifest.js';
import { findPackage, isPackageName } from './find-package.js';
import { isInstalledPath } from './is-installed-path.js';
import { hasPlugNPlay } from './plug-n-play.js';
import { readPackage } from './read-package.js';
import { type UnknownEntry, unknownEntries } from './workspace-errors.js';

/** A directory that is an extension, or may be one. */
export interface ExtensionDirectory {
  /** Absolute. */
  readonly directory: string;
  /** The npm package that was listed, null for a directory of the workspace. */
  readonly packageName: string | null;
  /** Whether it was listed by name: then it must be an extension. */
  readonly isListed: boolean;
  /** Whether it lies below `node_modules`, where only package managers put things; a linked package does not. */
  readonly isInstalled: boolean;
}

/** As an entry of the list leads to it. */
type FoundDirectory = Omit<ExtensionDirectory, 'isInstalled'>;

/**
 * The directories in which to look for extensions: those of `extensionsDir`, and what the list names.
 *
 * @returns by path in code-unit order, each once
 * @throws OrchestrateError `WORKSPACE.EXTENSION_NOT_FOUND`, `FILE.UNREADABLE`
 */
export function findExtensionDirectories(
  root: string,
  { config, files }: { readonly config: Config; readonly files: FileTree },
): readonly ExtensionDirectory[] {
  const extensionsDirectory = path.join(root, config.extensionsDir);
  const children = subdirectories(extensionsDirectory, { files, followLinks: true }).map((name) =>
    path.join(extensionsDirectory, name),
  );
  if (config.autoDiscover) assertNoDanglingLinks(extensionsDirectory, files);
  const found = config.autoDiscover ? children.map(unlisted) : [];
  const unknown: UnknownEntry[] = [];
  for (const entry of config.extensions ?? []) {
    const matches = findEntry(entry, { root, files, extensionsDirectory, children });
    if (matches === null)
      unknown.push({
        entry,
        closest: closestNames({ wanted: entry, names: namesOf(children, files) }),
        isPackage: isPackageName(entry) && (entry.startsWith('@') || dependenciesOf(root, files).includes(entry)),
      });
    else found.push(...matches);
  }
  if (unknown.length > 0) {
    throw unknownEntries(unknown, { where: listPlace(config), hasPlugNPlay: hasPlugNPlay(root, files) });
  }
  return distinct(found, files);
}

interface Places {
  readonly root: string;
  readonly files: FileTree;
  readonly extensionsDirectory: string;
  readonly children: readonly string[];
}

/** The directories that an entry of the list stands for; null where it leads nowhere. */
function findEntry(entry: string, places: Places): readonly FoundDirectory[] | null {
  const { root, files, extensionsDirectory, children } = places;
  if (entry === CORE) return [];
  if (isGlob(entry)) {
    const { directories, hasBase } = expandGlob(entry, { root, files });
    return hasBase ? directories.map(unlisted) : null;
  }
  const isExplicitPath = entry.startsWith('.') || path.isAbsolute(entry);
  const candidates = isExplicitPath
    ? [path.resolve(root, entry)]
    : [path.resolve(extensionsDirectory, entry), path.resolve(root, entry)];
  // A bare name is no path: `prisma` means the extension, and not what else lies in the root.
  const paths = isExplicitPath || entry.includes('/') ? candidates : candidates.slice(0, 1);
  const directory =
    paths.find((candidate) => files.readStats(candidate)?.isDirectory()) ??
    children.find((child) => readManifest(child, files).manifest?.name === entry);
  if (directory !== undefined) return [{ directory, packageName: null, isListed: true }];
  const installed = isExplicitPath ? null : findPackage(root, entry);
  return installed === null ? null : [{ directory: installed, packageName: entry, isListed: true }];
}

/** An extension behind such a link must not be read as one that is gone. */
function assertNoDanglingLinks(directory: string, files: FileTree): void {
  for (const entry of files.readDirectory(directory) ?? []) {
    const target = path.join(directory, entry.name);
    if (entry.isSymbolicLink() && !entry.name.startsWith('.') && files.readStats(target) === null)
      throw danglingLink(target);
  }
}

function unlisted(directory: string): FoundDirectory {
  return { directory, packageName: null, isListed: false };
}

/** One directory may be discovered and listed, or be reached through symbolic links; being listed counts. */
function distinct(found: readonly FoundDirectory[], files: FileTree): readonly ExtensionDirectory[] {
  const byRealPath = new Map<string, ExtensionDirectory>();
  for (const directory of found) {
    const key = files.realPath(directory.directory);
    const before = byRealPath.get(key);
    const isListed = directory.isListed || before?.isListed === true;
    byRealPath.set(key, { ...(before ?? directory), isListed, isInstalled: isInstalledPath(key) });
  }
  return [...byRealPath.values()].sort((left, right) => compareCodeUnits(left.directory, right.directory));
}

/** What the workspace's own package.json depends on. */
function dependenciesOf(root: string, files: FileTree): readonly string[] {
  return Object.values(readPackage(root, files).dependencies).flat();
}

function namesOf(children: readonly string[], files: FileTree): readonly string[] {
  return children.flatMap((child) => [path.basename(child), readManifest(child, files).manifest?.name ?? []].flat());
}

function listPlace({ extensionsFrom, file }: Config): string {
  return extensionsFrom === 'environment' ? 'ORCHESTRATE_EXTENSIONS' : `"extensions" of ${file ?? 'the configuration'}`;
}
