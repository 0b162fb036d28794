import path from 'node:path';
import { editExtensionList } from '../../config/edit/edit-extension-list.js';
import { readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { FileChange } from '../../workspace/write-changes.js';

/** What becomes of the list of extensions. */
export type ListedInConfig =
  | { readonly kind: 'change'; readonly change: FileChange }
  /** The file cannot be edited here; a sentence says what to write. */
  | { readonly kind: 'manual'; readonly toDo: string };

/** Adds an entry to the list of extensions in the configuration, whose layout stays. */
export async function listInConfig(entry: string, { root, config }: Workspace): Promise<ListedInConfig> {
  if (config.file === null) {
    const file = path.join(root, 'orchestrate.config.json');
    const after = `${JSON.stringify({ extensions: [entry] }, null, 2)}\n`;
    return { kind: 'change', change: { file, before: null, after } };
  }
  const { file } = config;
  const before = readTextFile(file) ?? '';
  const after = await editExtensionList(before, { file, edit: { kind: 'append', entry } });
  if (after !== null) return { kind: 'change', change: { file, before, after } };
  const place = rootRelative(root, file);
  const list = `extensions: [${[...(config.extensions ?? []), entry].map((each) => JSON.stringify(each)).join(', ')}]`;
  return {
    kind: 'manual',
    toDo: `Add ${JSON.stringify(entry)} to the extensions in ${place}, which is code that cannot be edited here: ${list}`,
  };
}
