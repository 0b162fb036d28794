import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import { isJsonObject, type JsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import { extensionScripts } from '../../workspace/extension-scripts.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { ExtensionRename } from './extension-rename.js';

/** The scripts of the workspace's package.json files that name the extension in a command line of ours, each a sentence. */
export function scriptsThatName(
  { extension, directory }: ExtensionRename,
  { root, extensions }: Workspace,
): readonly string[] {
  const own = extensions.filter(({ isInstalled }) => !isInstalled).map((each) => each.directory);
  const named = new RegExp(`\\borchestrate\\b.*\\s--(?:extension|from|to)[ =]${extension.name}(?![\\w-])`);
  // Those are renamed with the manifest.
  const made = extensionScripts(extension.name);
  return [...new Set([root, ...own])].flatMap((folder) => {
    const scripts = scriptsOf(readTextFile(path.join(folder, 'package.json')));
    const place = rootRelative(root, path.join(directory?.from === folder ? directory.to : folder, 'package.json'));
    return Object.entries(scripts)
      .filter(([, script]) => typeof script === 'string' && named.test(script))
      .filter(([name, script]) => folder !== extension.directory || script !== made[name])
      .map(([name]) => `In ${place}, the script "${name}" names ${extension.name}.`);
  });
}

/** What is wrong with the file is not for this command to say. */
function scriptsOf(text: string | null): JsonObject {
  const scripts = parseJsonObject(text ?? '')?.['scripts'];
  return isJsonObject(scripts) ? scripts : {};
}
