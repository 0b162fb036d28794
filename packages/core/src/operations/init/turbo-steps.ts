import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { isJsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import type { NextStep } from './next-steps.js';
import type { Project } from './read-project.js';

/** Turbo runs nothing where the package.json at the top of a repository does not name the package manager. */
export function turboSteps({ root, turbo, above, packageManager: { name } }: Project): readonly NextStep[] {
  if (turbo === null || turbo.value['dangerouslyDisablePackageManagerCheck'] === true) return [];
  const top = above?.root ?? root;
  const { packageManager, devEngines } = parseJsonObject(readTextFile(path.join(top, 'package.json')) ?? '') ?? {};
  const isNamed =
    packageManager !== undefined || (isJsonObject(devEngines) && devEngines['packageManager'] !== undefined);
  if (isNamed) return [];
  const where = top === root ? '' : `, in ${top}`;
  return [
    {
      does: `Turbo wants the package manager named in package.json${where}`,
      lines: [`npm pkg set packageManager=${name}@$(${name} --version)`],
    },
  ];
}
