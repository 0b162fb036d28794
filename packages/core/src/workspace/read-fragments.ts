import { DISK, type FileTree } from '../config/file-tree.js';
import { unreadable } from '../config/read-text-file.js';
import { rootRelative } from '../config/root-relative.js';
import { CORE } from '../extension.js';
import type { ExtensionSource } from '../fragment/extension-source.js';
import type { Workspace } from './workspace.js';

/**
 * Reads the fragments of all extensions.
 *
 * @param files where to read them; the disk unless given
 * @returns in the order of the workspace: `core` first
 * @throws OrchestrateError `FILE.UNREADABLE`, also where a file went away since the workspace was read
 */
export async function readFragments(workspace: Workspace, files = DISK): Promise<readonly ExtensionSource[]> {
  return workspace.extensions.map(({ name, dependsOn, manifestPath, fragmentPaths, namespace }) => ({
    name,
    dependsOn,
    namespace: name === CORE ? workspace.config.core.namespace : namespace,
    manifestPath: rootRelative(workspace.root, manifestPath),
    files: fragmentPaths.map((file) => ({ path: rootRelative(workspace.root, file), text: readSource(file, files) })),
  }));
}

function readSource(file: string, files: FileTree): string {
  const text = files.readText(file);
  if (text === null) throw unreadable(file, new Error('it was removed while it was being read'));
  return text;
}
