import path from 'node:path';
import { PACKAGE_KEY } from '../../config/package-key.js';
import { readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import { appendJson } from '../../json/edit-json.js';
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
  const after = await withEntry(before, { file, entry });
  if (after !== null) return { kind: 'change', change: { file, before, after } };
  const place = rootRelative(root, file);
  const list = `extensions: [${[...(config.extensions ?? []), entry].map((each) => JSON.stringify(each)).join(', ')}]`;
  return {
    kind: 'manual',
    toDo: `Add ${JSON.stringify(entry)} to the extensions in ${place}, which is code that cannot be edited here: ${list}`,
  };
}

async function withEntry(
  text: string,
  { file, entry }: { readonly file: string; readonly entry: string },
): Promise<string | null> {
  const extension = path.extname(file);
  if (path.basename(file) === 'package.json') return appendJson(text, [PACKAGE_KEY, 'extensions'], entry);
  if (extension === '.json' || (extension === '' && isJson(text))) return appendJson(text, ['extensions'], entry);
  if (extension === '' || extension === '.yaml' || extension === '.yml') {
    const { listInYaml } = await import('./list-in-yaml.js');
    return listInYaml(text, entry);
  }
  const { listInModule } = await import('./list-in-module.js');
  return listInModule(text, entry);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
