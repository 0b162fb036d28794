import type { ExtensionSource } from '../../fragment/extension-source.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { type OpenWorkspace, openWorkspace } from '../run/open-workspace.js';
import type { WorkspaceOptions } from '../run-options.js';
import { changedMeanwhile } from './dev-errors.js';

/** What was read, and from where. */
export interface ReadBefore {
  readonly sources: readonly ExtensionSource[];
  readonly options: WorkspaceOptions;
}

/**
 * Reads everything once more, as a question may have been open for a while: a revision that someone else made meanwhile
 * would get a second one beside it.
 *
 * @throws OrchestrateError `DEV.CHANGED_MEANWHILE`
 */
export async function assertNothingChanged(open: OpenWorkspace, { sources, options }: ReadBefore): Promise<void> {
  const now = await openWorkspace(options);
  const isSame =
    revisionsOf(now) === revisionsOf(open) &&
    JSON.stringify(await readFragments(now.workspace)) === JSON.stringify(sources);
  if (!isSame) throw changedMeanwhile();
}

function revisionsOf({ revisions }: OpenWorkspace): string {
  return JSON.stringify(revisions);
}
