import { CORE } from '../../extension.js';
import { directDependencies } from '../../workspace/dependencies.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { AttributedFiles } from './attribute-files.js';

/**
 * The extensions in which changed files may cause a problem: their own, and all that depend on them, directly or not.
 * What changes in core or in the configuration may cause one anywhere.
 *
 * @returns null where that is every extension
 */
export function affectedExtensions(
  { extensions }: Workspace,
  { hasConfig, extensions: changed, mayRename }: AttributedFiles,
): ReadonlySet<string> | null {
  if (hasConfig || changed.has(CORE)) return null;
  const names = new Set(extensions.map(({ name }) => name));
  const affected = new Set(changed);
  for (const extension of extensions) {
    const dependsOnNobody = directDependencies(extension).some((name) => !names.has(name));
    if (mayRename && dependsOnNobody) affected.add(extension.name);
  }
  for (let before = -1; before < affected.size; ) {
    before = affected.size;
    for (const extension of extensions) {
      if (directDependencies(extension).some((name) => affected.has(name))) affected.add(extension.name);
    }
  }
  return affected;
}
