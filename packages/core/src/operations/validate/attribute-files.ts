import path from 'node:path';
import { CONFIG_PLACES } from '../../config/config-places.js';
import type { FileTree } from '../../config/file-tree.js';
import { isInside } from '../../config/root-relative.js';
import { CORE } from '../../extension.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';

/** Whose schema files belong to. */
export interface AttributedFiles {
  /** Whether the configuration is among them. */
  readonly hasConfig: boolean;
  /** The extensions that a fragment file or a manifest among them belongs to. */
  readonly extensions: ReadonlySet<string>;
  /** Whether one is a manifest, or belonged to an extension that is gone: then names that others depend on may be gone. */
  readonly mayRename: boolean;
  /** Those that have nothing to do with the schema. */
  readonly others: readonly string[];
}

/** Finds out whose files are; absolute paths, also of files that are no longer there. */
export function attributeFiles(
  workspace: Workspace,
  { files, tree }: { readonly files: readonly string[]; readonly tree: FileTree },
): AttributedFiles {
  const written = ownersIn(placesOf(workspace, (file) => file));
  // An extension may be reached through a symbolic link, and git only knows where its files really are.
  let real: OwnersOf | null = null;
  const really = (file: string): readonly Place[] => {
    real ??= ownersIn(placesOf(workspace, (each) => (tree.readStats(each) === null ? each : tree.realPath(each))));
    return real(file);
  };
  const extensions = new Set<string>();
  const others: string[] = [];
  let hasConfig = false;
  let mayRename = false;
  for (const file of files) {
    const direct = written(file);
    const owners = direct.length > 0 ? direct : really(file);
    const isOfConfig = isConfig(workspace, file);
    const isGone = owners.length === 0 && wasExtensions(workspace, { file, tree });
    for (const { extension } of owners) extensions.add(extension.name);
    hasConfig ||= isOfConfig;
    mayRename ||= isGone || owners.some(({ manifest }) => isInside(file, manifest));
    if (owners.length === 0 && !isOfConfig && !isGone) others.push(file);
  }
  return { hasConfig, extensions, mayRename, others };
}

/** The paths of an extension, absolute. */
interface Place {
  readonly extension: Extension;
  readonly directory: string;
  readonly manifest: string;
  readonly fragment: readonly string[];
  readonly migrations: string;
}

function placesOf({ root, config, extensions }: Workspace, real: (file: string) => string): readonly Place[] {
  return extensions.map((extension) => ({
    extension,
    // All of core's schema lies in the folder or the file that the configuration names.
    directory: real(extension.name === CORE ? path.resolve(root, config.core.schema) : extension.directory),
    manifest: real(extension.manifestPath),
    fragment: extension.fragmentPaths.map(real),
    migrations: real(extension.migrationsDirectory),
  }));
}

/** Whose a file is, or what is in a directory: a submodule, or what was named. */
type OwnersOf = (file: string) => readonly Place[];

/** A commit may have thousands of files, and most are nobody's: those cost one look each, however many extensions there are. */
function ownersIn(places: readonly Place[]): OwnersOf {
  const holding = new Map<string, Set<Place>>();
  for (const place of places) {
    const own = [...place.fragment, ...(place.extension.name === CORE ? [] : [place.manifest])];
    for (const each of own.flatMap(withFolders)) holding.set(each, (holding.get(each) ?? new Set()).add(place));
  }
  return (file) => {
    const holders = holding.get(file) ?? new Set();
    return places.filter((place) => holders.has(place) || mayBelong(place, file));
  };
}

/** A path and all directories above it. */
function withFolders(file: string): readonly string[] {
  const parent = path.dirname(file);
  return parent === file ? [file] : [file, ...withFolders(parent)];
}

/** Whether a file is of a fragment all the same: one that is gone, or that is not yet there. */
function mayBelong({ directory, migrations }: Place, file: string): boolean {
  return file.endsWith('.prisma') && isInside(directory, file) && !isInside(migrations, file);
}

/** Wherever a configuration is or may come to be, in the root. */
function isConfig({ root, config, prismaConfig }: Workspace, file: string): boolean {
  if ([config.file, prismaConfig?.file].some((each) => each !== null && each !== undefined && isInside(file, each))) {
    return true;
  }
  const name = path.relative(root, file).replaceAll(path.sep, '/');
  return CONFIG_PLACES.includes(name) || PRISMA_CONFIG.test(name);
}

const PRISMA_CONFIG = /^(?:prisma7?\.config|\.config\/prisma7?(?:\.config)?)(?:\/index)?\.[cm]?[jt]s$/;

/** Whether a file that is gone may have made a directory an extension. */
function wasExtensions(
  { root, config }: Workspace,
  { file, tree }: { readonly file: string; readonly tree: FileTree },
): boolean {
  const isOfExtension = file.endsWith('.prisma') || path.basename(file) === 'package.json';
  const output = path.resolve(root, config.output);
  return isOfExtension && isInside(root, file) && !isInside(output, file) && tree.readStats(file) === null;
}
