import path from 'node:path';
import { compareCodeUnits } from '../compare.js';
import type { Config } from '../config/config.js';
import type { FileTree } from '../config/file-tree.js';
import { CORE, EXTENSION_NAME, historyTableName } from '../extension.js';
import { groupBy } from '../group-by.js';
import { assertHistoryTables } from './assert-history-tables.js';
import { type ReadManifest, readManifest } from './extension-manifest.js';
import { type ExtensionDirectory, findExtensionDirectories } from './find-extension-directories.js';
import { findFragment } from './find-fragment.js';
import { readPackage } from './read-package.js';
import type { Extension } from './workspace.js';
import {
  type InvalidManifest,
  invalidManifests,
  type MissingFragment,
  missingFragments,
  type SharedName,
  sharedNames,
  unfitNames,
} from './workspace-errors.js';

/**
 * The extensions of a workspace besides core.
 *
 * @returns by name in code-unit order
 * @throws OrchestrateError `WORKSPACE.EXTENSION_NOT_FOUND`, `WORKSPACE.MANIFEST_INVALID`, `WORKSPACE.FRAGMENT_MISSING`,
 * `WORKSPACE.EXTENSION_NAME`, `WORKSPACE.DUPLICATE_EXTENSION`, each naming all extensions that it concerns
 */
export function findExtensions(
  root: string,
  { config, files }: { readonly config: Config; readonly files: FileTree },
): readonly Extension[] {
  const candidates = findExtensionDirectories(root, { config, files }).map((place) => ({
    place,
    read: readManifest(place.directory, files),
  }));
  const invalid = candidates.map(({ read }): InvalidManifest => read).filter(({ problems }) => problems.length > 0);
  if (invalid.length > 0) throw invalidManifests(invalid.map(({ file, problems }) => ({ file, problems })));

  const extensions: Extension[] = [];
  const missing: MissingFragment[] = [];
  for (const { place, read } of candidates) {
    const fragment = findFragment(place.directory, { manifest: read.manifest, files });
    if (fragment !== null) extensions.push(toExtension({ place, read, ...fragment }));
    else if (mustBeExtension(place, { read, files })) missing.push(toMissing(place, read));
  }
  if (missing.length > 0) throw missingFragments(missing);
  assertNames(extensions);
  return extensions.sort((left, right) => compareCodeUnits(left.name, right.name));
}

interface ExtensionParts {
  readonly place: ExtensionDirectory;
  readonly read: ReadManifest;
  readonly files: readonly string[];
  readonly migrations: string;
}

function toExtension({ place, read, files, migrations }: ExtensionParts): Extension {
  const { directory, isInstalled } = place;
  const found = place.packageName !== null || isInstalled ? readPackage(directory) : null;
  const packageName = place.packageName ?? found?.name ?? null;
  const name = read.manifest?.name ?? (packageName === null ? path.basename(directory) : withoutScope(packageName));
  return {
    name,
    formerNames: read.manifest?.formerNames ?? [],
    directory,
    dependsOn: read.manifest?.dependsOn ?? [],
    manifestPath: read.file,
    fragmentPaths: files,
    migrationsDirectory: migrations,
    historyTable: historyTableName(name),
    namespace: read.manifest?.namespace ?? null,
    packageName,
    packageVersion: found?.version ?? null,
    isInstalled,
  };
}

/** What an extension is called by the name of its package alone. */
export function withoutScope(packageName: string): string {
  return packageName.slice(packageName.indexOf('/') + 1);
}

/** A directory that was listed, has a manifest or has revisions is an extension; any other is none of our business. */
function mustBeExtension(
  { directory, isListed }: ExtensionDirectory,
  { read, files }: { readonly read: ReadManifest; readonly files: FileTree },
): boolean {
  return isListed || read.manifest !== null || files.readStats(path.join(directory, 'prisma', 'migrations')) !== null;
}

function toMissing({ directory }: ExtensionDirectory, { file, manifest }: ReadManifest): MissingFragment {
  const fragment = manifest?.fragment;
  return { directory, manifestPath: file, path: fragment?.kind === 'path' ? fragment.path : null };
}

function assertNames(extensions: readonly Extension[]): void {
  const unfit = extensions.filter(({ name }) => name === CORE || !EXTENSION_NAME.test(name));
  if (unfit.length > 0) {
    throw unfitNames(unfit.map(({ name, directory, manifestPath }) => ({ name, directory, manifestPath })));
  }
  const shared = [...groupBy(extensions, ({ name }) => name)]
    .map(([name, owners]): SharedName => ({ name, directories: owners.map(({ directory }) => directory) }))
    .filter(({ directories }) => directories.length > 1);
  if (shared.length > 0) throw sharedNames(shared);
  assertHistoryTables(extensions);
}
