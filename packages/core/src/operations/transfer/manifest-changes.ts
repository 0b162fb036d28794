import { PACKAGE_KEY } from '../../config/package-key.js';
import { readTextFile } from '../../config/read-text-file.js';
import { CORE } from '../../extension.js';
import { appendJson, setJson } from '../../json/edit-json.js';
import { jsonAt, parseJsonTree } from '../../json/json-tree.js';
import type { Extension } from '../../workspace/workspace.js';
import type { FileChange } from '../../workspace/write-changes.js';

const KEY = [PACKAGE_KEY, 'dependsOn'];

/** The manifests with the dependencies that are new; one that is missing is made. */
export function manifestChanges(
  extensions: readonly Extension[],
  dependsOn: ReadonlyMap<string, readonly string[]>,
): readonly FileChange[] {
  return extensions.flatMap(({ name, manifestPath: file }): readonly FileChange[] => {
    const added = dependsOn.get(name) ?? [];
    if (added.length === 0) return [];
    const before = readTextFile(file);
    const text = before ?? '{\n  "private": true\n}\n';
    const isListed = jsonAt(parseJsonTree(text), KEY) !== null;
    const after = isListed
      ? added.reduce((list, each) => appendJson(list, KEY, each), text)
      : setJson(text, KEY, [CORE, ...added]);
    return [{ file, before, after }];
  });
}
