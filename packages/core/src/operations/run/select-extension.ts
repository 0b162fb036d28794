import { OrchestrateError } from '../../errors.js';
import { closestNames } from '../../revisions/closest-names.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';

/**
 * The extension of a name.
 *
 * @throws OrchestrateError `WORKSPACE.UNKNOWN_EXTENSION`, with what is called otherwise now, or the nearest names
 */
export function selectExtension(workspace: Workspace, name: string): Extension {
  const extension = workspace.extensions.find((each) => each.name === name);
  if (extension !== undefined) return extension;
  const names = workspace.extensions.map((each) => each.name);
  const renamed = calledNow(workspace, name);
  const near = renamed.length > 0 ? renamed : closestNames({ wanted: name, names });
  throw new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.UNKNOWN_EXTENSION',
    message: `There is no extension "${name}" in this workspace.`,
    fix: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Its extensions are: ${names.join(', ')}.`,
    meta: { extension: name, extensions: names },
  });
}

/** What once had that name. */
export function calledNow({ extensions }: Workspace, name: string): readonly string[] {
  return extensions.filter(({ formerNames }) => formerNames.includes(name)).map((each) => each.name);
}

/** One extension by name, or all of them. */
export function selectedExtensions(workspace: Workspace, name: string | undefined): readonly Extension[] {
  return name === undefined ? workspace.extensions : [selectExtension(workspace, name)];
}
