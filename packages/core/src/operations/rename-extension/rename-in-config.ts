import path from 'node:path';
import { editExtensionList } from '../../config/edit/edit-extension-list.js';
import { readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import { isGlob } from '../../workspace/expand-glob.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { FileChange } from '../../workspace/write-changes.js';
import type { ExtensionRename } from './extension-rename.js';

/** What becomes of the list of extensions. */
export interface RenamedConfig {
  readonly changes: readonly FileChange[];
  /** What cannot be changed here, each a sentence. */
  readonly manual: readonly string[];
}

/** The list of extensions in the configuration, where it names the one that is renamed. */
export async function renameInConfig(rename: ExtensionRename, { root, config }: Workspace): Promise<RenamedConfig> {
  const listed = config.extensions ?? [];
  const place = config.file === null ? '' : rootRelative(root, config.file);
  const renamed = (entry: string): string | null =>
    renamedEntry(entry, rename, [path.join(root, config.extensionsDir), root]);
  const globs = rename.directory === null || config.autoDiscover ? [] : listed.filter(isGlob);
  const manual = globs.map((glob) => `See that ${JSON.stringify(glob)} in "extensions" still finds ${rename.to}.`);
  const entries = listed.filter((entry) => renamed(entry) !== null);
  if (entries.length === 0) return { changes: [], manual };
  if (config.extensionsFrom === 'config' && config.file !== null) {
    const before = readTextFile(config.file) ?? '';
    const found = new Set<string>();
    const replace = (entry: string): string | null => {
      const put = renamed(entry);
      if (put !== null) found.add(entry);
      return put;
    };
    const after = await editExtensionList(before, { file: config.file, edit: { kind: 'replace', replace } });
    // What code makes of the list does not stand in it.
    const isWhole = entries.every((entry) => found.has(entry));
    if (after !== null && isWhole) return { changes: [{ file: config.file, before, after }], manual };
  }
  const where = config.extensionsFrom === 'environment' ? 'the environment variable with the extensions' : place;
  return {
    changes: [],
    manual: [...entries.map((entry) => `In ${where}, write "${renamed(entry)}" for "${entry}".`), ...manual],
  };
}

/** What an entry of the list has to be from now on; null where it means something else, or stays right. */
function renamedEntry(
  entry: string,
  { extension, to, directory }: ExtensionRename,
  bases: readonly string[],
): string | null {
  if (isGlob(entry)) return null;
  if (entry === extension.name) return to;
  const isIt = directory !== null && bases.some((base) => path.resolve(base, entry) === directory.from);
  return isIt ? entry.replace(/[^/\\]+(?=[/\\]*$)/, to) : null;
}
