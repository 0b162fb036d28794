import path from 'node:path';
import { DISK } from '../../config/file-tree.js';
import { readDirectory, readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import { historyTableName } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { readManifest } from '../../workspace/extension-manifest.js';
import { findFragment } from '../../workspace/find-fragment.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';
import type { Assembly } from './assemble-extension.js';
import { unfitTemplate } from './init-extension-errors.js';

/** An extension that is not in its place yet, as it will be read from there. */
export interface AssembledExtension {
  readonly extension: Extension;
  readonly source: ExtensionSource;
}

/** What is to be read. */
export interface ReadAssembledOptions {
  readonly workspace: Workspace;
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
  /** For messages. */
  readonly template: string;
}

/** @throws OrchestrateError `SCAFFOLD.TEMPLATE` where what was assembled is no such extension */
export function readAssembled(
  assembly: Assembly,
  { workspace, name, directory, template }: ReadAssembledOptions,
): AssembledExtension {
  const { manifest, problems } = readManifest(assembly.directory, DISK);
  const [problem] = problems;
  if (problem !== undefined) {
    const fix = 'Correct its package.json.';
    throw unfitTemplate(template, `"${problem.key}" of its package.json ${problem.message}`, fix);
  }
  const called = manifest?.name ?? path.basename(directory);
  if (called !== name) {
    const why = `its package.json calls the extension ${JSON.stringify(called)}`;
    throw unfitTemplate(template, why, 'Write "{{name}}" there, or take it out.');
  }
  const found = findFragment(assembly.directory, { manifest, files: DISK });
  if (found === null) {
    const fix = 'Give it a prisma/schema.prisma, or "orchestrate": { "fragment": null } in its package.json.';
    throw unfitTemplate(template, 'it has no fragment', fix);
  }
  if ((readDirectory(found.migrations) ?? []).length > 0) {
    const fix = 'Take them out: the first revision is made from the schema.';
    throw unfitTemplate(template, 'it holds revisions', fix);
  }
  const extension: Extension = {
    name,
    formerNames: manifest?.formerNames ?? [],
    directory,
    dependsOn: manifest?.dependsOn ?? [],
    manifestPath: path.join(directory, 'package.json'),
    fragmentPaths: found.files.map((file) => assembly.finalPath(file)),
    migrationsDirectory: assembly.finalPath(found.migrations),
    historyTable: historyTableName(name),
    namespace: manifest?.namespace ?? null,
    packageName: null,
    packageVersion: null,
    isInstalled: false,
  };
  const source: ExtensionSource = {
    name,
    dependsOn: extension.dependsOn,
    namespace: extension.namespace,
    manifestPath: rootRelative(workspace.root, extension.manifestPath),
    files: found.files.map((file) => ({
      path: rootRelative(workspace.root, assembly.finalPath(file)),
      text: readTextFile(file) ?? '',
    })),
  };
  return { extension, source };
}
