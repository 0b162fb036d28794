import { PACKAGE_KEY } from '../../config/package-key.js';
import { readTextFile } from '../../config/read-text-file.js';
import { replaceInJsonList, setJson } from '../../json/edit-json.js';
import { jsonAt, parseJsonTree } from '../../json/json-tree.js';
import { extensionScripts } from '../../workspace/extension-scripts.js';
import type { Extension } from '../../workspace/workspace.js';
import type { FileChange } from '../../workspace/write-changes.js';
import type { ExtensionRename } from './extension-rename.js';

const NO_MANIFEST = '{\n  "private": true\n}\n';

/** The manifests that name the extension: its own, and those of the extensions that depend on it. */
export function renameInManifests(rename: ExtensionRename, extensions: readonly Extension[]): readonly FileChange[] {
  return extensions.flatMap((each): readonly FileChange[] => {
    if (each === rename.extension) return [ownManifest(rename)];
    if (!each.dependsOn.includes(rename.extension.name)) return [];
    const before = readTextFile(each.manifestPath) ?? NO_MANIFEST;
    const after = replaceInJsonList(before, [PACKAGE_KEY, 'dependsOn'], (name) =>
      name === rename.extension.name ? rename.to : null,
    );
    return [{ file: each.manifestPath, before, after }];
  });
}

function ownManifest({ extension, to, directory }: ExtensionRename): FileChange {
  const { manifestPath: file, name, formerNames } = extension;
  const before = readTextFile(file);
  const text = before ?? NO_MANIFEST;
  const isNamed = jsonAt(parseJsonTree(text), [PACKAGE_KEY, 'name']) !== null;
  // A directory that has the new name says it already.
  const named = isNamed || directory === null ? setJson(text, [PACKAGE_KEY, 'name'], to) : text;
  const former = [...formerNames.filter((each) => each !== to), name];
  const after = setJson(named, [PACKAGE_KEY, 'formerNames'], former);
  return { file, before, after: renameScripts(after, { name, to }) };
}

/** Those that were made with the extension and are as they were made. */
function renameScripts(text: string, { name, to }: { readonly name: string; readonly to: string }): string {
  const tree = parseJsonTree(text);
  const made = Object.entries(extensionScripts(name)).filter(([key, script]) => {
    const written = jsonAt(tree, ['scripts', key]);
    return written?.kind === 'string' && written.value === script;
  });
  return made.reduce((edited, [key]) => setJson(edited, ['scripts', key], extensionScripts(to)[key]), text);
}
