import { renameSync } from 'node:fs';
import path from 'node:path';
import { rootRelative } from '../config/root-relative.js';
import { writeChanges } from '../workspace/write-changes.js';
import { unwritable } from '../workspace/write-durably.js';
import { writeWhileUnchanged } from './make-revision/write-while-unchanged.js';
import { assertRenamable } from './rename-extension/assert-renamable.js';
import { renameInConfig } from './rename-extension/rename-in-config.js';
import { renameInManifests } from './rename-extension/rename-in-manifests.js';
import { renameInRevisions } from './rename-extension/rename-in-revisions.js';
import { scriptsThatName } from './rename-extension/scripts-that-name.js';
import { asOperation } from './run/as-operation.js';
import type { ChangedFile } from './run/changed-file.js';
import { describeChange } from './run/changed-file.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectExtension } from './run/select-extension.js';
import type { WorkspaceOptions } from './run-options.js';

/** What {@link renameExtension} takes. */
export interface RenameExtensionOptions extends WorkspaceOptions {
  readonly from: string;
  readonly to: string;
  /** Says what would be changed and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** What {@link renameExtension} did, or would do. */
export interface RenameExtensionResult {
  readonly dryRun: boolean;
  readonly from: string;
  readonly to: string;
  /** By the paths that they had, relative to the workspace root. */
  readonly files: readonly ChangedFile[];
  /** The directory, where it has the extension's name; relative to the workspace root. */
  readonly directory: { readonly from: string; readonly to: string } | null;
  /** The history table, which the next run that writes renames in each database. */
  readonly historyTable: { readonly from: string; readonly to: string };
  /** What is left to be changed by hand, each a sentence. */
  readonly manual: readonly string[];
}

/**
 * Gives an extension another name: in its manifest, in the dependencies and revisions of all extensions, in the
 * configuration as far as that can be edited, and its directory where that has its name. The manifest keeps the former name
 * (`formerNames`), by which databases know its history until the next run that writes one renames the table.
 *
 * @throws OrchestrateError `RENAME.CORE`, `RENAME.NAME`, `RENAME.TAKEN`, `RENAME.PACKAGE`, `WORKSPACE.INSTALLED_EXTENSION`, `REVISION.BUSY`,
 * `REVISION.CHANGED_MEANWHILE`, `FILE.CHANGED`, `FILE.UNWRITABLE`; nothing is changed then
 *
 * @example
 * ```ts
 * const { historyTable, manual } = await renameExtension({ cwd: process.cwd(), from: 'blog', to: 'posts' });
 * console.log(historyTable.to); // _prisma_migrations_posts
 * for (const place of manual) console.log(place);
 * ```
 */
export function renameExtension(options: RenameExtensionOptions): Promise<RenameExtensionResult> {
  return asOperation(options, renameTo);
}

async function renameTo(options: RenameExtensionOptions): Promise<RenameExtensionResult> {
  const { from, to, dryRun = false } = options;
  const open = await openSoundWorkspace(options, 'Cannot rename an extension');
  const { workspace, revisions } = open;
  const { root, extensions } = workspace;
  const extension = selectExtension(workspace, from);
  // Package managers link to the directory of a package by its path.
  const directory =
    extension.packageName === null && path.basename(extension.directory) === from
      ? { from: extension.directory, to: path.join(path.dirname(extension.directory), to) }
      : null;
  const rename = { extension, to, directory };
  const { historyTable } = assertRenamable(rename, { extensions, revisions });

  const config = await renameInConfig(rename, workspace);
  const manual = [...config.manual, ...scriptsThatName(rename, workspace)];
  const changes = [
    ...renameInManifests(rename, extensions),
    ...renameInRevisions({ from, to }, revisions),
    ...config.changes,
  ];
  if (!dryRun) {
    // A revision that was made meanwhile would keep the former name.
    await writeWhileUnchanged(open, { sources: null, options }, async () => {
      const undo = writeChanges(changes);
      try {
        if (directory !== null) renameSync(directory.from, directory.to);
      } catch (error) {
        undo();
        throw unwritable(directory?.to ?? root, error);
      }
      return [];
    });
  }
  return {
    dryRun,
    from,
    to,
    files: changes.map((change) => describeChange(change, root)),
    directory: directory && { from: rootRelative(root, directory.from), to: rootRelative(root, directory.to) },
    historyTable: { from: extension.historyTable, to: historyTable },
    manual,
  };
}
