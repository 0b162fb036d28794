import path from 'node:path';
import { appendJson, replaceInJsonList } from '../../json/edit-json.js';
import { parseJsonObject } from '../../json/parse-json-object.js';
import { PACKAGE_KEY } from '../package-key.js';

/** What to do to the list of extensions. */
export type ListEdit =
  | { readonly kind: 'append'; readonly entry: string }
  /** An entry for which `replace` gives null stays. */
  | { readonly kind: 'replace'; readonly replace: (entry: string) => string | null };

/** Which list, and what to do to it. */
export interface EditExtensionListOptions {
  /** Its name decides the language. */
  readonly file: string;
  readonly edit: ListEdit;
}

/**
 * Edits the list of extensions in the text of a configuration, in whatever language it is; comments and layout stay.
 *
 * @returns null where the list is not written in a way that can be edited
 */
export async function editExtensionList(
  text: string,
  { file, edit }: EditExtensionListOptions,
): Promise<string | null> {
  const ending = path.extname(file);
  const isPackage = path.basename(file) === 'package.json';
  // `.orchestraterc` has no ending, and is JSON or YAML.
  if (isPackage || ending === '.json' || (ending === '' && parseJsonObject(text) !== null)) {
    const list = isPackage ? [PACKAGE_KEY, 'extensions'] : ['extensions'];
    return edit.kind === 'append' ? appendJson(text, list, edit.entry) : replaceInJsonList(text, list, edit.replace);
  }
  if (ending === '' || ending === '.yaml' || ending === '.yml') {
    const { editYamlList } = await import('./edit-yaml-list.js');
    return editYamlList(text, edit);
  }
  const { editModuleList } = await import('./edit-module-list.js');
  return editModuleList(text, edit);
}
