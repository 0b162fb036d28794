import type { Composition } from '../../composition/composition.js';
import type { Finding } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { readWorkspace } from '../../workspace/read-workspace.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { WorkspaceOptions } from '../run-options.js';
import { assertNotInterrupted } from './assert-not-interrupted.js';
import { composeChecked } from './compose-checked.js';

/** The fragments of a workspace, composed and checked. */
export interface ComposedWorkspace {
  readonly workspace: Workspace;
  readonly sources: readonly ExtensionSource[];
  readonly whole: Composition;
  readonly findings: readonly Finding[];
}

/** Reads the fragments, as they are now. */
export async function readComposed(options: WorkspaceOptions): Promise<ComposedWorkspace> {
  const workspace = await readWorkspace(options);
  await assertNotInterrupted(options.signal);
  const sources = await readFragments(workspace);
  const { whole, findings } = await composeChecked(workspace, { sources });
  return { workspace, sources, whole, findings };
}
