import type { FileChange } from '../../workspace/write-changes.js';
import { addPackagePattern } from './add-package-pattern.js';
import { addPnpmPattern } from './add-pnpm-pattern.js';
import { addScripts } from './add-scripts.js';
import { addTurboTasks } from './add-turbo-tasks.js';
import { type Addition, additionOf, type KeptSetting } from './addition.js';
import type { Project } from './read-project.js';
import { starterManifest } from './starter-project.js';
import { type TaskLayout, turboTasks } from './turbo-tasks.js';

/** What package.json, the list of a monorepo's packages and turbo.json get, wherever a workspace is set up. */
export async function planAdditions(
  project: Project,
  { layout, migrates }: { readonly layout: TaskLayout; readonly migrates: boolean },
): Promise<{ readonly changes: readonly FileChange[]; readonly kept: readonly KeptSetting[] }> {
  const { manifest, pnpm, turbo, root, isMonorepo, above } = project;
  const wantedTasks = turboTasks(layout, isMonorepo ? 'monorepo' : 'single package');
  const scripts = addScripts(manifest, { text: manifest.text ?? starterManifest(root), migrates });
  // pnpm does not read what package.json says of packages.
  const packages =
    pnpm?.patterns == null ? addPackagePattern(manifest, scripts.text, layout.extensionsDir) : { ...scripts, kept: [] };
  const additions: readonly Addition[] = [
    additionOf({ file: manifest.file, before: manifest.text, after: packages.text }, [
      ...scripts.kept,
      ...packages.kept,
    ]),
    ...(pnpm === null ? [] : [await addPnpmPattern(pnpm, layout.extensionsDir)]),
    ...(turbo === null ? [] : [addTurboTasks(turbo, { wantedTasks, place: above === null ? 'root' : 'package' })]),
  ];
  return {
    changes: additions.map(({ change }) => change).filter((change) => change !== null),
    kept: additions.flatMap(({ kept }) => kept),
  };
}
