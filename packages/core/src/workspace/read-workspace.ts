import path from 'node:path';
import { noSchema } from '../config/core-paths.js';
import { DISK, type FileTree } from '../config/file-tree.js';
import { type ReadConfigOptions, readConfig, type WorkspaceConfig } from '../config/read-config.js';
import { CORE, historyTableName } from '../extension.js';
import { findExtensions } from './find-extensions.js';
import { findSchema } from './find-fragment.js';
import type { Extension, Workspace } from './workspace.js';

/**
 * Finds the workspace that a directory belongs to, reads its configuration and finds its extensions. Neither fragments
 * nor revisions are read.
 *
 * @param files where to read schemas and manifests; the disk unless given, and always for what is configuration
 * @throws OrchestrateError of kind `usage` for whatever is wrong with the configuration or an extension's manifest, and
 * `FILE.UNREADABLE`
 *
 * @example
 * ```ts
 * const { extensions } = await readWorkspace({ cwd: process.cwd() });
 * console.log(extensions.map(({ name }) => name));
 * ```
 */
export async function readWorkspace(options: ReadConfigOptions, files = DISK): Promise<Workspace> {
  return workspaceOf(await readConfig(options, files), files);
}

/** Finds the extensions of a workspace whose configuration was read already. */
export function workspaceOf(read: WorkspaceConfig, files = DISK): Workspace {
  const { root, config } = read;
  return { ...read, extensions: [toCore(read, files), ...findExtensions(root, { config, files })] };
}

function toCore({ root, config, prismaConfig }: WorkspaceConfig, tree: FileTree): Extension {
  const migrationsDirectory = path.resolve(root, config.core.migrations);
  const schema = path.resolve(root, config.core.schema);
  const files = findSchema(schema, { migrations: migrationsDirectory, files: tree })?.files ?? [];
  if (files.length === 0) throw noSchema({ root, schema, prismaConfig });
  return {
    name: CORE,
    formerNames: [],
    directory: root,
    dependsOn: [],
    manifestPath: config.file ?? path.join(root, 'package.json'),
    fragmentPaths: files,
    migrationsDirectory,
    historyTable: historyTableName(CORE),
    // Core's history stays where Prisma looks for it: in the schema that the URL names.
    namespace: null,
    packageName: null,
    packageVersion: null,
    isInstalled: false,
  };
}
