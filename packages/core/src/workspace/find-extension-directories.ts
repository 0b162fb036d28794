import { realpathSync } from 'node:fs';
import path from 'node:path';
import { compareCodeUnits } from '../compare.js';
import type { Config } from '../config/config.js';
import { danglingLink, readDirectory, readStats } from '../config/read-text-file.js';
import { CORE } from '../extension.js';
import { closestNames } from '../revisions/closest-names.js';
import { expandGlob, isGlob, subdirectories } from './expand-glob.js';
import { readManifest } from './extension-manifest.js';
import { findPackage } from './find-package.js';
import { type UnknownEntry, unknownEntries } from './workspace-errors.js';

/** A directory that is an extension, or may be one. */
export interface ExtensionDirectory {
  /** Absolute. */
  readonly directory: string;
  /** The npm package that was listed, null for a directory of the workspace. */
  readonly packageName: string | null;
  /** Whether it was listed by name: then it must be an extension. */
  readonly isListed: boolean;
}

/**
 * The directories in which to look for extensions: those of `extensionsDir`, and what the list names.
 *
 * @returns by path in code-unit order, each once
 * @throws OrchestrateError `WORKSPACE.EXTENSION_NOT_FOUND`, `FILE.UNREADABLE`
 */
export function findExtensionDirectories(root: string, config: Config): readonly ExtensionDirectory[] {
  const extensionsDirectory = path.join(root, config.extensionsDir);
  const children = subdirectories(extensionsDirectory, { followLinks: true }).map((name) =>
    path.join(extensionsDirectory, name),
  );
  if (config.autoDiscover) assertNoDanglingLinks(extensionsDirectory);
  const found = config.autoDiscover ? children.map(unlisted) : [];
  const unknown: UnknownEntry[] = [];
  for (const entry of config.extensions ?? []) {
    const matches = findEntry(entry, { root, extensionsDirectory, children });
    if (matches === null) unknown.push({ entry, closest: closestNames({ wanted: entry, names: namesOf(children) }) });
    else found.push(...matches);
  }
  if (unknown.length > 0) throw unknownEntries(unknown, listPlace(config));
  return distinct(found);
}

interface Places {
  readonly root: string;
  readonly extensionsDirectory: string;
  readonly children: readonly string[];
}

/** The directories that an entry of the list stands for; null where it leads nowhere. */
function findEntry(entry: string, places: Places): readonly ExtensionDirectory[] | null {
  const { root, extensionsDirectory, children } = places;
  if (entry === CORE) return [];
  if (isGlob(entry)) {
    const { directories, hasBase } = expandGlob(root, entry);
    return hasBase ? directories.map(unlisted) : null;
  }
  const isExplicitPath = entry.startsWith('.') || path.isAbsolute(entry);
  const candidates = isExplicitPath
    ? [path.resolve(root, entry)]
    : [path.resolve(extensionsDirectory, entry), path.resolve(root, entry)];
  // A bare name is no path: `prisma` means the extension, and not what else lies in the root.
  const paths = isExplicitPath || entry.includes('/') ? candidates : candidates.slice(0, 1);
  const directory =
    paths.find((candidate) => readStats(candidate)?.isDirectory()) ??
    children.find((child) => readManifest(child).manifest?.name === entry);
  if (directory !== undefined) return [{ directory, packageName: null, isListed: true }];
  const installed = isExplicitPath ? null : findPackage(root, entry);
  return installed === null ? null : [{ directory: installed, packageName: entry, isListed: true }];
}

/** An extension behind such a link must not be read as one that is gone. */
function assertNoDanglingLinks(directory: string): void {
  for (const entry of readDirectory(directory) ?? []) {
    const target = path.join(directory, entry.name);
    if (entry.isSymbolicLink() && !entry.name.startsWith('.') && readStats(target) === null) throw danglingLink(target);
  }
}

function unlisted(directory: string): ExtensionDirectory {
  return { directory, packageName: null, isListed: false };
}

/** One directory may be discovered and listed, or be reached through symbolic links; being listed counts. */
function distinct(found: readonly ExtensionDirectory[]): readonly ExtensionDirectory[] {
  const byRealPath = new Map<string, ExtensionDirectory>();
  for (const directory of found) {
    const key = realpathSync.native(directory.directory);
    const before = byRealPath.get(key);
    const isListed = directory.isListed || before?.isListed === true;
    byRealPath.set(key, { ...(before ?? directory), isListed });
  }
  return [...byRealPath.values()].sort((left, right) => compareCodeUnits(left.directory, right.directory));
}

function namesOf(children: readonly string[]): readonly string[] {
  return children.flatMap((child) => [path.basename(child), readManifest(child).manifest?.name ?? []].flat());
}

function listPlace({ extensionsFrom, file }: Config): string {
  return extensionsFrom === 'environment' ? 'ORCHESTRATE_EXTENSIONS' : `"extensions" of ${file ?? 'the configuration'}`;
}
