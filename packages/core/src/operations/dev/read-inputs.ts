import path from 'node:path';
import { sorted } from '../../compare.js';
import { readDirectory, readStats } from '../../config/read-text-file.js';
import { OrchestrateError } from '../../errors.js';
import { checksum } from '../../revisions/checksum.js';
import { readFragments } from '../../workspace/read-fragments.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';
import { type OpenWorkspace, openWorkspace } from '../run/open-workspace.js';
import type { WorkspaceOptions } from '../run-options.js';

/** Everything that a round goes by, short enough to be compared. */
export interface Inputs {
  /** Of the configuration, the manifests and the fragments. */
  readonly schema: string;
  /** Of the revisions. */
  readonly revisions: string;
  /** Where a change of it would show, absolute; null where it cannot be read. */
  readonly directories: readonly string[] | null;
  /** Why it cannot be read. */
  readonly error: OrchestrateError | null;
}

/** Reads what a round would read. What cannot be read is part of the answer, as it may be mended in a moment. */
export async function readInputs(options: WorkspaceOptions): Promise<Inputs> {
  try {
    const open = await openWorkspace(options);
    const { workspace, revisions, findings } = open;
    return {
      schema: fingerprint([workspace, await readFragments(workspace)]),
      revisions: fingerprint([revisions, findings]),
      directories: directoriesOf(open),
      error: null,
    };
  } catch (error) {
    if (!(error instanceof OrchestrateError)) throw error;
    const text = fingerprint([error.code, error.message]);
    return { schema: text, revisions: text, directories: null, error };
  }
}

function fingerprint(value: unknown): string {
  return checksum(JSON.stringify(value));
}

function directoriesOf({ workspace, graph }: OpenWorkspace): readonly string[] {
  const { root, config, extensions } = workspace;
  const own = extensions.filter(({ isInstalled }) => !isInstalled);
  const heads = own.flatMap(({ name }) => graph.headsOf(name)).flatMap((id) => graph.byId.get(id)?.directory ?? []);
  return sorted(
    new Set([
      root,
      ...(config.file === null ? [] : [path.dirname(config.file)]),
      ...candidates(path.join(root, config.extensionsDir)),
      ...own.flatMap((extension) => foldersOf(extension, workspace)),
      // Of all revisions only the last are still being worked on.
      ...heads,
    ]),
  );
}

/** The directories in which an extension may come up: each exists before there is a fragment in it. */
function candidates(extensionsDirectory: string): readonly string[] {
  const children = subdirectories(extensionsDirectory);
  return [extensionsDirectory, ...children, ...children.map((child) => path.join(child, 'prisma'))];
}

function foldersOf(
  { directory, fragmentPaths, migrationsDirectory }: Extension,
  { root }: Workspace,
): readonly string[] {
  const schemas = new Set(fragmentPaths.map((file) => path.dirname(file)).filter((folder) => folder !== root));
  return [
    directory,
    path.dirname(directory),
    path.join(directory, 'prisma'),
    migrationsDirectory,
    ...[...schemas].flatMap((folder) => [folder, ...below(folder, migrationsDirectory)]),
  ];
}

function below(folder: string, excluded: string): readonly string[] {
  return subdirectories(folder)
    .filter((child) => child !== excluded)
    .flatMap((child) => [child, ...below(child, excluded)]);
}

/** Without symbolic links, which may lead in a circle. */
function subdirectories(directory: string): readonly string[] {
  if (!(readStats(directory)?.isDirectory() ?? false)) return [];
  return (readDirectory(directory) ?? [])
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => path.join(directory, name));
}
