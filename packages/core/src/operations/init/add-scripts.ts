import { setJson } from '../../json/edit-json.js';
import type { KeptSetting } from './addition.js';
import { objectAt, type ProjectFile } from './project-file.js';

/** The scripts of a workspace's root. */
export const ROOT_SCRIPTS: Readonly<Record<string, string>> = {
  'schema:validate': 'orchestrate validate',
  'schema:check': 'orchestrate check --no-composed',
  'db:generate': 'orchestrate generate',
  'db:upgrade': 'orchestrate upgrade --all',
};

/** The one that takes a database that orchestrate can migrate. */
const UPGRADE = 'db:upgrade';

/** Adds the scripts that package.json lacks; one of the same name stays as it is, and is named. */
export function addScripts(
  manifest: ProjectFile,
  { text, migrates }: { readonly text: string; readonly migrates: boolean },
): { readonly text: string; readonly kept: readonly KeptSetting[] } {
  const scripts = objectAt(manifest, 'scripts');
  const kept: KeptSetting[] = [];
  let added = text;
  for (const [name, wanted] of Object.entries(ROOT_SCRIPTS)) {
    if (name === UPGRADE && !migrates) continue;
    const found = scripts[name];
    if (found === undefined) added = setJson(added, ['scripts', name], wanted, 'lines');
    else if (found !== wanted) {
      kept.push({ file: 'package.json', what: `script ${name}`, found: String(found), wanted });
    }
  }
  return { text: added, kept };
}
