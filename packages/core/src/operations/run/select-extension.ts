import { OrchestrateError } from '../../errors.js';
import { closestNames } from '../../revisions/closest-names.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';

/**
 * The extension of a name.
 *
 * @throws OrchestrateError `WORKSPACE.UNKNOWN_EXTENSION`, with the nearest names
 */
export function selectExtension(workspace: Workspace, name: string): Extension {
  const extension = workspace.extensions.find((each) => each.name === name);
  if (extension !== undefined) return extension;
  const names = workspace.extensions.map((each) => each.name);
  const near = closestNames({ wanted: name, names });
  throw new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.UNKNOWN_EXTENSION',
    message: `There is no extension "${name}" in this workspace.`,
    fix: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Its extensions are: ${names.join(', ')}.`,
    meta: { extension: name, extensions: names },
  });
}

/** One extension by name, or all of them. */
export function selectedExtensions(workspace: Workspace, name: string | undefined): readonly Extension[] {
  return name === undefined ? workspace.extensions : [selectExtension(workspace, name)];
}
