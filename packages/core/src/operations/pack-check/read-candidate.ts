import { realpathSync } from 'node:fs';
import path from 'node:path';
import { DISK } from '../../config/file-tree.js';
import { readStats, readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import { OrchestrateError } from '../../errors.js';
import type { SourcePosition } from '../../findings.js';
import { LineIndex } from '../../fragment/line-index.js';
import { locateJson } from '../../revisions/json-places.js';
import { type ReadManifest, readManifest } from '../../workspace/extension-manifest.js';
import { withoutScope } from '../../workspace/find-extensions.js';
import { type FoundFragment, findFragment } from '../../workspace/find-fragment.js';
import { type PackageJson, readPackage } from '../../workspace/read-package.js';
import { readWorkspace } from '../../workspace/read-workspace.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';
import type { WorkspaceOptions } from '../run-options.js';

/** A directory that is to become a package. */
export interface Candidate {
  /** Absolute, without symbolic links. */
  readonly directory: string;
  /** What findings name files from: the root of the workspace, or the directory where there is none. */
  readonly root: string;
  readonly json: PackageJson;
  readonly manifest: ReadManifest;
  /** As it is called where it is installed. */
  readonly name: string;
  /** Null where there is none. */
  readonly fragment: FoundFragment | null;
  /** The workspace that has it as an extension; null where it stands alone. */
  readonly home: { readonly workspace: Workspace; readonly extension: Extension } | null;
  /** What is wrong with the form of its package.json; null where it is JSON, or not there. */
  readonly syntax: { readonly message: string; readonly where: SourcePosition } | null;
  /** Where a key of its package.json is, the file itself for one that is not there. */
  readonly placeOf: (key: string) => SourcePosition;
}

/** Reads what is in a directory, and looks for the workspace that it is part of. */
export async function readCandidate(options: WorkspaceOptions, written: string): Promise<Candidate> {
  const target = path.resolve(options.cwd, written);
  if (readStats(target)?.isDirectory() !== true) throw noDirectory(target);
  const directory = realpathSync.native(target);
  const home = await findHome(options, directory);
  const root = home?.workspace.root ?? directory;
  const json = readPackage(directory);
  const manifest = readManifest(directory, DISK);
  const { name } = manifest.manifest ?? { name: null };
  const file = path.join(directory, 'package.json');
  const text = readTextFile(file);
  const located = locate(text ?? '{}', rootRelative(root, file));
  return {
    directory,
    root,
    json,
    manifest,
    name: name ?? (json.name === null ? path.basename(directory) : withoutScope(json.name)),
    fragment: findFragment(directory, { manifest: manifest.manifest, files: DISK }),
    home,
    ...located,
  };
}

async function findHome(options: WorkspaceOptions, directory: string): Promise<Candidate['home']> {
  for (const cwd of new Set([options.cwd, path.dirname(directory)])) {
    const workspace = await workspaceAt({ ...options, cwd });
    const isIt = (extension: Extension): boolean => realpathSync.native(extension.directory) === directory;
    const extension = workspace?.extensions.slice(1).find(isIt);
    if (workspace !== null && extension !== undefined) return { workspace, extension };
  }
  return null;
}

/** A package of its own may have something above it that looks like a workspace and is none. */
async function workspaceAt(options: WorkspaceOptions): Promise<Workspace | null> {
  try {
    return await readWorkspace(options);
  } catch (error) {
    if (error instanceof OrchestrateError && error.kind === 'usage') return null;
    throw error;
  }
}

function locate(text: string, file: string): Pick<Candidate, 'syntax' | 'placeOf'> {
  const located = locateJson(text);
  const index = new LineIndex(text);
  const at = (offset: number): SourcePosition => ({ file, ...index.at(offset) });
  return located.kind === 'ok'
    ? { syntax: null, placeOf: (key) => at(located.places.get(key) ?? 0) }
    : { syntax: { message: located.message, where: at(located.offset) }, placeOf: () => at(0) };
}

function noDirectory(directory: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'PACK.NO_DIRECTORY',
    message: `There is no directory ${directory}.`,
    fix: 'Give the directory of the package, or none to check the current one.',
    meta: { directory },
  });
}
