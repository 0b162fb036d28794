import { compareCodeUnits } from '../../compare.js';
import { CORE } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { AssembledExtension } from './read-assembled.js';

/** A workspace and its fragments. */
export interface ReadWorkspaceAndFragments {
  readonly open: OpenWorkspace;
  readonly sources: readonly ExtensionSource[];
}

/** The workspace as it will be once the extension is in its place. */
export function extendWorkspace(
  { open, sources }: ReadWorkspaceAndFragments,
  { extension, source }: AssembledExtension,
): ReadWorkspaceAndFragments {
  const byName = (left: { readonly name: string }, right: { readonly name: string }): number =>
    Number(right.name === CORE) - Number(left.name === CORE) || compareCodeUnits(left.name, right.name);
  const extensions = [...open.workspace.extensions, extension].sort(byName);
  return {
    open: { ...open, workspace: { ...open.workspace, extensions } },
    sources: [...sources, source].sort(byName),
  };
}
